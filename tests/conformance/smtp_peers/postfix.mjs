// The gateway against Debian's Postfix: a private instance with its own configuration, queue and log, on a free
// loopback port, that receives over STARTTLS and delivers to a maildir, and hands the bounces it makes (RFC 3464) to the
// gateway over LMTP, again when the first was not kept; it is ended by its own process id.
// Needs root, as Postfix's master does.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import {
  checkBounces, checkMails, checkOutcomes, checkSignatures, drive, fail, freePort, makeCertificates, makeDkimKeys, makeFolder,
} from './peer.mjs';

const driver = process.argv[2];
const count = 200;
const folder = makeFolder();
const certificates = makeCertificates(folder);
const port = await freePort();
const bouncePort = await freePort();
// Where Postfix takes the gone addresses to, after it has accepted them from us.
const nextHop = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onRcptTo: (address, session, done) => done(Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 })),
});
await new Promise((resolve) => nextHop.listen(0, '127.0.0.1', resolve));
makeDkimKeys(folder);
const id = (flag) => Number(execFileSync('id', [flag, 'postfix'], { encoding: 'utf8' }));
const [uid, gid] = [id('-u'), id('-g')];
const etc = join(folder, 'etc');
for (const name of ['etc', 'queue', 'data', 'mail']) mkdirSync(join(folder, name), { mode: 0o755 });
chownSync(join(folder, 'data'), uid, gid);
chmodSync(join(folder, 'data'), 0o700);
chownSync(join(folder, 'mail'), uid, gid);

writeFileSync(join(etc, 'main.cf'), `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${certificates.cert}
smtpd_tls_key_file = ${certificates.key}
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = yes
virtual_mailbox_domains = example.com
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = regexp:${etc}/mailboxes
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${gid}
virtual_minimum_uid = 1
alias_maps =
relay_domains = gone.example.com
transport_maps = inline:{ { gone.example.com = smtp:[127.0.0.1]:${nextHop.server.address().port} }, { bounces.example.org = lmtp:[127.0.0.1]:${bouncePort} } }
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
local_recipient_maps =
maillog_file_prefixes = ${folder}
maillog_file = ${folder}/log
`);
writeFileSync(join(etc, 'mailboxes'), '/^(p|full)[0-9]+@example\\.com$/ all/\n');
writeFileSync(join(etc, 'master.cf'), `
127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`);

const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const settings = { env: { ...process.env, MAIL_CONFIG: etc } };
execFileSync('postfix', ['-c', etc, 'check'], { ...settings, stdio: 'inherit' });
const libexec = execFileSync('postconf', ['-h', '-c', etc, 'daemon_directory'], { encoding: 'utf8' }).trim();
const master = spawn(join(libexec, 'master'), ['-c', etc, '-d'], { ...settings, stdio: 'inherit' });
let masterRuns = true;
master.on('exit', () => { masterRuns = false; });
process.on('exit', () => { if (masterRuns) master.kill('SIGTERM'); });

for (let i = 0; i < 100 && !log().includes('daemon started'); i++) await sleep(50);
const code = await drive(driver, [port, 'starttls', certificates.ca, '', '', count, folder, bouncePort]);
if (code !== 0) { console.error(log()); fail(`the driver ended with ${code}`); }
checkOutcomes(folder, count, { full: false });
checkBounces(folder, count);

const wanted = count - 2 * (count / 20); // without the unknown and the gone
const inbox = join(folder, 'mail', 'all', 'new');
const arrived = () => (existsSync(inbox) ? readdirSync(inbox) : []);
for (let i = 0; i < 400 && arrived().length < wanted; i++) await sleep(50);
if (arrived().length !== wanted) { console.error(log()); fail(`${arrived().length} of ${wanted} mails arrived`); }
// The log, not we, says how many recipients an envelope had.
const envelopes = [...log().matchAll(/qmgr\[\d+\]: \w+: from=<bounce\+[a-z0-7]*@bounces\.example\.org>, .*nrcpt=(\d+) /g)];
if (envelopes.length < wanted || envelopes.some((each) => each[1] !== '1')) fail('an envelope with several recipients');

// Full addresses arrive here too, so the reader sees the p addresses only.
const files = arrived().map((name) => join(inbox, name));
const people = files.filter((file) => /^To: p\d+@/m.test(readFileSync(file, 'utf8')));
checkMails(folder, people);
checkSignatures(folder, people);
if (people.length !== count - 30) fail(`${people.length} mails to p addresses`);

master.kill('SIGTERM');
for (let i = 0; i < 100 && masterRuns; i++) await sleep(50);
if (masterRuns) fail('Postfix did not end');
nextHop.close();
console.log('Postfix: all as it should be');
