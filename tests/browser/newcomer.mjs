// node newcomer.mjs FOLDER: a newcomer runs ./run in FOLDER, signs in with what it prints, sees the phones, presses
// Ctrl-C, runs it again, and once without the demonstration. Takes the release programs that ./test has built; builds them where they are missing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from './steps.mjs';
import { Visit } from './visit.mjs';

const [source] = process.argv.slice(2);
const startedWithinMs = 20 * 60 * 1000;
const againWithinMs = 30 * 1000;
const endedWithinMs = 20 * 1000;

function within(limitMs, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limitMs} ms`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// ./run in a process group of its own, as a terminal would start it: Ctrl-C goes to the whole group.
function run(data, ...options) {
  const child = spawn('./run', ['--port', '0', '--data', data, ...options], {
    cwd: source, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const running = new Promise((resolve, reject) => {
    child.stdout.on('data', (bytes) => {
      printed += bytes;
      if (printed.includes('Ctrl-C stops it.')) {
        resolve(printed);
      }
    });
    child.stderr.on('data', (bytes) => { printed += bytes; });
    ended.then((code) => reject(new Error(`./run ended (${code}):\n${printed}`)));
  });
  running.catch(() => {});
  return { running, ended, interrupt: () => process.kill(-child.pid, 'SIGINT') };
}

function answers(address) {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

const value = (printed, pattern) => {
  const found = printed.match(pattern);
  assert.ok(found, `${pattern} is not in:\n${printed}`);
  return found[1];
};

async function stop(one, addresses) {
  one.interrupt();
  assert.equal(await within(endedWithinMs, 'stopping', one.ended), 0, './run ends cleanly');
  for (const address of addresses) {
    assert.equal(await answers(address), false, `nothing listens at ${address} any more`);
  }
}

const data = mkdtempSync(join(tmpdir(), 'cohort-newcomer-'));
const plain = mkdtempSync(join(tmpdir(), 'cohort-plain-'));
let one;
let visit;
try {
  console.log('- runs one command');
  one = run(data);
  const printed = await within(startedWithinMs, 'the first start', one.running);
  const base = value(printed, /Cohort is running: +(http:\S+?)\/?\n/);
  const phones = value(printed, /phones: +(http:\S+)/);
  const mailboxes = value(printed, /mailboxes: +(http:\S+)/);
  const receptionist = value(printed, /(reception@\S+)/);
  const password = value(printed, /[Pp]assword: +(\S+)/);

  console.log('- signs in with what it printed');
  visit = await Visit.begin('newcomer');
  await signIn(visit, { base, receptionist, password });
  await visit.check('Bulk Messages, empty');
  for (const address of [phones, mailboxes]) {
    await visit.goTo(address);
    await visit.check('the simulated world');
  }
  visit.assertNoFaults();

  console.log('- stops it with Ctrl-C');
  await stop(one, [base, phones]);

  console.log('- runs it again: quick, and everything is still there');
  one = run(data);
  const again = await within(againWithinMs, 'the second start', one.running);
  assert.equal(value(again, /[Pp]assword: +(\S+)/), password, 'the sign-in it prints still holds');
  const baseAgain = value(again, /Cohort is running: +(http:\S+?)\/?\n/);
  await visit.end(); // with its cookies: the session would still hold
  visit = await Visit.begin('newcomer-again');
  await signIn(visit, { base: baseAgain, receptionist, password });
  await stop(one, [baseAgain]);

  console.log('- runs it without the demonstration');
  one = run(plain, '--no-demo');
  const bare = await within(againWithinMs, 'the start without a demonstration', one.running);
  assert.doesNotMatch(bare, /Password|phones|example/, 'no sign-in, no phones');
  const baseBare = value(bare, /Cohort is running: +(http:\S+?)\/?\n/);
  await visit.end();
  visit = await Visit.begin('newcomer-bare');
  await visit.goTo(`${baseBare}/`);
  await visit.page.getByLabel('Email address').fill(receptionist);
  await visit.page.getByLabel('Password', { exact: true }).fill(password);
  await visit.refused(401, () => visit.page.getByRole('button', { name: 'Sign in' }).click());
  await stop(one, [baseBare]);
} finally {
  await visit?.end();
  try { one?.interrupt(); } catch { /* it has ended */ }
  rmSync(data, { recursive: true, force: true });
  rmSync(plain, { recursive: true, force: true });
}
