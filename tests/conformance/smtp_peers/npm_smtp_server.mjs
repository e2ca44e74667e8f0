// The gateway against npm smtp-server: STARTTLS with a CA of our own, AUTH, PIPELINING, SIZE. 200 mails over two
// connections, each with one recipient, read back by Perl and their two signatures verified by dkimpy; refusals by address; a wrong password; certificates that
// must not be trusted, and a server without STARTTLS: there nothing is said in clear, and nobody signs in (G75).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import {
  checkMails, checkOutcomes, checkSignatures, drive, fail, makeCertificates, makeDkimKeys, makeFolder, makeSelfSigned,
} from './peer.mjs';

const driver = process.argv[2];
const count = 200;

async function serve(folder, certificates, secure, more = {}) {
  const heard = { mails: [], connections: 0, commandsInClear: 0, signIns: 0 };
  const server = new SMTPServer({
    secure,
    key: readFileSync(certificates.key),
    cert: readFileSync(certificates.cert),
    size: 1000000,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    logger: false,
    ...more,
    onConnect(session, done) { heard.connections++; done(); },
    onAuth(auth, session, done) {
      heard.signIns++;
      if (!session.secure) heard.commandsInClear++;
      if (auth.username === 'cohort' && auth.password === 'right') return done(null, { user: 1 });
      done(Object.assign(new Error('5.7.8 wrong'), { responseCode: 535 }));
    },
    onMailFrom(address, session, done) { if (!session.secure) heard.commandsInClear++; done(); },
    onRcptTo(address, session, done) {
      if (address.address.startsWith('unknown')) return done(Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 }));
      if (address.address.startsWith('full')) return done(Object.assign(new Error('5.2.2 Over quota'), { responseCode: 552 }));
      done();
    },
    onData(stream, session, done) {
      const pieces = [];
      stream.on('data', (piece) => pieces.push(piece));
      stream.on('end', () => {
        const file = join(folder, `mail-${heard.mails.length}.eml`);
        writeFileSync(file, Buffer.concat(pieces));
        heard.mails.push({ file, to: session.envelope.rcptTo.map((each) => each.address) });
        done();
      });
    },
  });
  // Node leaves Nagle's algorithm on: with it, three small answers to a pipelined group take 40 ms.
  server.server.on('connection', (socket) => socket.setNoDelay(true));
  server.on('error', () => {}); // a client that refuses our certificate is part of the test
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, heard, port: server.server.address().port };
}

const folder = makeFolder();
const certificates = makeCertificates(folder);
for (const security of ['starttls', 'implicit']) {
  const run = makeFolder();
  makeDkimKeys(run);
  const { server, heard, port } = await serve(run, certificates, security === 'implicit');
  const code = await drive(driver, [port, security, certificates.ca, 'cohort', 'right', count, run]);
  if (code !== 0) fail(`${security}: the driver ended with ${code}`);
  checkOutcomes(run, count, { full: true });
  if (heard.connections !== 2) fail(`${heard.connections} connections`);
  if (heard.commandsInClear !== 0) fail('spoke in clear');
  if (heard.mails.length !== count - 20) fail(`${heard.mails.length} mails arrived`);
  for (const mail of heard.mails) if (mail.to.length !== 1) fail('an envelope with several recipients');
  checkMails(run, heard.mails.map((mail) => mail.file));
  checkSignatures(run, heard.mails.map((mail) => mail.file));
  await new Promise((resolve) => server.close(resolve));
}

const stranger = makeCertificates(makeFolder());
const expired = makeCertificates(makeFolder(), { days: -1 });
const elsewhere = makeCertificates(makeFolder(), { host: 'mail.elsewhere.example' });
const itsOwn = makeSelfSigned(makeFolder());
for (const [label, served, ca, password, signIns, reason, more] of [
  ['a wrong password', certificates, certificates.ca, 'wrong', 1, 'gateway.login_refused'],
  ["a stranger's CA", certificates, stranger.ca, 'right', 0, 'gateway.tls_failed'],
  ['a certificate that has expired', expired, expired.ca, 'right', 0, 'gateway.tls_failed'],
  ["another host's certificate", elsewhere, elsewhere.ca, 'right', 0, 'gateway.tls_failed'],
  ['a self-signed certificate', itsOwn, certificates.ca, 'right', 0, 'gateway.tls_failed'],
  ['no STARTTLS', certificates, certificates.ca, 'right', 0, 'gateway.tls_not_offered', { disabledCommands: ['STARTTLS'] }],
]) {
  const run = makeFolder();
  const { server, heard, port } = await serve(run, served, false, more);
  await drive(driver, [port, 'starttls', ca, 'cohort', password, 5, run]);
  const told = readFileSync(join(run, 'outcomes'), 'utf8').trim();
  if (told !== `0 paused ${reason}`) fail(`${label}: ${told}`);
  if (heard.connections === 0) fail(`${label}: nobody connected`);
  if (heard.mails.length !== 0) fail(`${label}: a mail arrived`);
  if (heard.commandsInClear !== 0) fail(`${label}: spoke in clear`);
  if (heard.signIns !== signIns) fail(`${label}: ${heard.signIns} signed in`);
  await new Promise((resolve) => server.close(resolve));
}
console.log('npm smtp-server: all as it should be');
