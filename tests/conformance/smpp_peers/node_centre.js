// A message centre by npm `smpp`: an SMPP codec and default alphabet that are not ours.
// Says `PORT n`, then a line for each PDU: `BIND role`, `SUBMIT destination text concatenation source ton npi` (text as
// hex of its UTF-8; concatenation as hex of the header's elements, `sar` and hex of the TLVs, `payload`, or `-`; the
// first two end with the part's number) and `RECEIPT status` for each deliver_sm_resp. Ends when standard input does.
// A query_sm is `QUERY id source`, and known ids were delivered at 9:01 on 23 November 2026. Receipts for what a transmitter sent go out on the receiver, and wait for one.
// By the number's end: 2 is refused, 3 is throttled the first time, all others are taken and delivered, odd numbers
// with a receipt by TLV and even ones by text. Arguments: password, and for TLS the files of key and certificate.
const { readFileSync } = require('fs');
const smpp = require('smpp');

const [password, keyFile, certificateFile] = process.argv.slice(2);
const tls = keyFile ? { key: readFileSync(keyFile), cert: readFileSync(certificateFile) } : {};

const throttled = new Set();
const given = new Set(); // ids
let nextId = 0xa0;

function say(...words) {
  process.stdout.write(words.join(' ') + '\n');
}

const receivers = [];
const waiting = []; // receipts for which there is no receiver yet

function deliver(session, receipt) {
  if (session.role !== 'transmitter') {
    session.deliver_sm(receipt, (response) => say('RECEIPT', response.command_status));
  } else if (receivers.length > 0) {
    deliver(receivers[0], receipt);
  } else {
    waiting.push(receipt);
  }
}

function onBind(session, role, pdu) {
  say('BIND', role);
  const good = pdu.password === password;
  session.role = role;
  session.send(pdu.response({ command_status: good ? 0 : smpp.ESME_RINVPASWD }));
  if (good && role === 'receiver') {
    receivers.push(session);
    waiting.splice(0).forEach((receipt) => deliver(session, receipt));
  }
}

function sendReceipt(session, pdu, id) {
  const odd = Number(pdu.destination_addr.slice(-1)) % 2 === 1;
  const receipt = {
    source_addr: pdu.destination_addr,
    destination_addr: pdu.source_addr,
    esm_class: 0x04,
  };
  if (pdu.user_message_reference !== undefined) {
    receipt.user_message_reference = pdu.user_message_reference;
  }
  if (odd) {
    receipt.receipted_message_id = id;
    receipt.message_state = 2;
    receipt.short_message = '';
  } else {
    receipt.short_message =
      `id:${id} sub:001 dlvrd:001 submit date:2611230900 done date:2611230901 stat:DELIVRD err:000 text:`;
  }
  deliver(session, receipt);
}

function hex(number, octets) {
  return number.toString(16).padStart(2 * octets, '0');
}

// What holds the parts of a long text together, for the line.
function concatenation(pdu) {
  const { udh } = pdu.short_message;
  if (udh) {
    return udh.map((element) => element.toString('hex')).join('');
  }
  if (pdu.sar_msg_ref_num !== undefined) {
    return 'sar' + hex(pdu.sar_msg_ref_num, 2) + hex(pdu.sar_total_segments, 1) + hex(pdu.sar_segment_seqnum, 1);
  }
  return pdu.message_payload === undefined ? '-' : 'payload';
}

function onSubmit(session, pdu) {
  const { message } = pdu.message_payload === undefined ? pdu.short_message : pdu.message_payload;
  const header = concatenation(pdu);
  say('SUBMIT', pdu.destination_addr, Buffer.from(message, 'utf8').toString('hex') || '-', header,
    pdu.source_addr, pdu.source_addr_ton, pdu.source_addr_npi);
  const end = pdu.destination_addr.slice(-1);
  if (end === '2') {
    session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
    return;
  }
  if (end === '3' && !throttled.has(pdu.destination_addr)) {
    throttled.add(pdu.destination_addr);
    session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    return;
  }
  const id = (nextId++).toString(16);
  given.add(id);
  session.send(pdu.response({ message_id: id }));
  sendReceipt(session, pdu, id);
}

const server = smpp.createServer(tls, (session) => {
  for (const role of ['transceiver', 'transmitter', 'receiver']) {
    session.on('bind_' + role, (pdu) => onBind(session, role, pdu));
  }
  session.on('submit_sm', (pdu) => onSubmit(session, pdu));
  session.on('query_sm', (pdu) => {
    say('QUERY', pdu.message_id, pdu.source_addr);
    const known = given.has(pdu.message_id);
    session.send(pdu.response(known
      ? { message_id: pdu.message_id, final_date: new Date('2026-11-23T09:01:00Z'), message_state: 2, error_code: 0 }
      : { command_status: smpp.ESME_RQUERYFAIL }));
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    say('UNBIND');
    session.send(pdu.response());
    session.close();
  });
  session.on('error', () => session.destroy());
});

server.on('tlsClientError', () => {}); // a client that refuses our certificate is part of the test
server.listen(0, '127.0.0.1', () => say('PORT', server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
