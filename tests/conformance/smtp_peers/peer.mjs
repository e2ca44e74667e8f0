// What both peer tests share: a folder, certificates made now, the driver, and the comparison.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'cohort-smtp-peer-'));
  chmodSync(folder, 0o755); // Postfix's own user reads in it
  process.setMaxListeners(0); // one for each folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// A CA, and a certificate for the host that it signed. A negative number of days: it has expired.
export function makeCertificates(folder, { host = 'localhost', days = 1 } = {}) {
  const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '1', '-subj', '/CN=Cohort test CA');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'server.key', '-out', 'server.csr', '-subj', `/CN=${host}`);
  writeFileSync(join(folder, 'san'), `subjectAltName=DNS:${host}\n`);
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'server.pem', '-days', String(days), '-extfile', 'san');
  return { ca: join(folder, 'ca.pem'), cert: join(folder, 'server.pem'), key: join(folder, 'server.key') };
}

// A certificate for localhost that only vouches for itself.
export function makeSelfSigned(folder) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'self.key', '-out', 'self.pem', '-days', '1',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { cwd: folder, stdio: 'pipe' });
  return { cert: join(folder, 'self.pem'), key: join(folder, 'self.key') };
}

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function drive(driver, words) {
  return new Promise((resolve) => {
    const child = spawn(driver, words.map(String), { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (why) => fail(why.message));
    child.on('exit', (code) => resolve(code));
  });
}

export function fail(why) {
  console.error('FAILED: ' + why);
  process.exit(1);
}

// Every mail ended once, and as its address says.
export function checkOutcomes(folder, count, refusing) {
  const seen = new Map();
  for (const line of readFileSync(join(folder, 'outcomes'), 'utf8').trim().split('\n')) {
    const [n, kind, reason] = line.split(' ');
    if (n.includes('.')) continue; // a bounce
    if (seen.has(n) || n === '0') fail(`unexpected outcome: ${line}`);
    seen.set(n, `${kind} ${reason}`);
  }
  if (seen.size !== count) fail(`${seen.size} outcomes for ${count} mails`);
  for (let n = 1; n <= count; n++) {
    let want = 'accepted -';
    if (n % 20 === 0) want = 'refused_for_good email.address_unknown';
    if (n % 20 === 1 && refusing.full) want = 'refused_for_now email.mailbox_full';
    if (seen.get(String(n)) !== want) fail(`mail ${n}: ${seen.get(String(n))}, not ${want}`);
  }
}

// One bounce for every gone address, and it leads back to its mail.
export function checkBounces(folder, count) {
  const lines = readFileSync(join(folder, 'outcomes'), 'utf8').trim().split('\n').filter((line) => line.split(' ')[0].includes('.'));
  const wanted = [];
  for (let n = 2; n <= count; n += 20) wanted.push(`1.2.${n}.1 failed email.address_unknown`);
  if (lines.sort().join('\n') !== wanted.sort().join('\n')) fail(`bounces:\n${lines.join('\n')}`);
  console.log(`${lines.length} bounces led back to their mails`);
}

export function checkMails(folder, files) {
  const said = execFileSync('perl', [join(here, 'check_mails.pl'), join(folder, 'expected'), ...files], { encoding: 'utf8' });
  console.log(said.trim());
}

// The private halves where the driver looks for them, the public halves as the DNS would hold them.
export function makeDkimKeys(folder) {
  const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'dkim-rsa.pem');
  openssl('genpkey', '-algorithm', 'ed25519', '-out', 'dkim-ed25519.pem');
  const published = (kind) => openssl('pkey', '-in', `dkim-${kind}.pem`, '-pubout', '-outform', 'DER');
  writeFileSync(join(folder, 'dns'), [
    `rsa._domainkey.practice.example.org. v=DKIM1; k=rsa; p=${published('rsa').toString('base64')}`,
    // RFC 8463: the last 32 bytes of what DER holds.
    `ed25519._domainkey.practice.example.org. v=DKIM1; k=ed25519; p=${published('ed25519').subarray(-32).toString('base64')}`,
  ].join('\n'));
}

// Debian's own Python, whose package python3-dkim this is.
export function checkSignatures(folder, files) {
  const words = [join(here, 'check_signatures.py'), join(folder, 'dns'), ...files];
  console.log(execFileSync('/usr/bin/python3', words, { encoding: 'utf8' }).trim());
}
