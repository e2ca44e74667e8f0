// A Cohort of its own for one test: the simulator, a demonstration practice and the server, started as ./run starts
// them, in a temporary folder, on loopback and on free ports. Everything is ended by its process id.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const readyWithinMs = 30000;
const endWithinMs = 15000;
// Short, so that the test sees both 'Sent' and 'Delivered' of an email.
const emailDeliveredAfterSeconds = 3;

// A program that prints one line of JSON when it is ready.
function start(program, args, log) {
  const errors = openSync(log, 'a');
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', errors] });
  closeSync(errors);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  const ready = new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => reject(new Error(`${program} was not ready in time; see ${log}`)), readyWithinMs);
    ended.then((how) => reject(new Error(`${program} ended (${how}): ${readFileSync(log, 'utf8')}`)));
    child.stdout.on('data', (bytes) => {
      printed += bytes;
      const line = printed.split('\n').find((each) => each.includes('"event":"ready"'));
      if (line && printed.includes(`${line}\n`)) {
        clearTimeout(late);
        resolve(JSON.parse(line));
      }
    });
    child.once('error', reject);
  });
  return { child, ready, ended };
}

// True when it ended cleanly by itself after SIGTERM.
async function end({ child, ended }) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return child.exitCode === 0;
  }
  child.kill('SIGTERM');
  const stubborn = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  const how = await ended;
  clearTimeout(stubborn);
  return how === 0;
}

function configuration(data, password, simulator) {
  return `[server]
port = 0
data = "${data}"

[sms]
host = "127.0.0.1"
port = ${simulator.smpp_port}
tls = false
system_id = "cohort"
password_file = "${password}"

[email]
host = "localhost"
port = ${simulator.smtp_port}
ca_file = "${simulator.smtp_ca_file}"
username = "cohort"
password_file = "${password}"
envelope_from = "bounces@riverside.example"
from_address = "surgery@riverside.example"
message_id_domain = "riverside.example"
delivered_after_seconds = ${emailDeliveredAfterSeconds}
`;
}

// simulatorStarts 'later': its ports are known, and nobody listens there until startSimulator.
export async function startStack({ cohortd, cohort, simulator: simulatorProgram, simulatorStarts }) {
  const folder = mkdtempSync(join(tmpdir(), 'cohort-browser-'));
  const data = join(folder, 'data');
  mkdirSync(join(data, 'simulator'), { recursive: true });
  const password = join(data, 'simulator.password');
  writeFileSync(password, 'quietpw1', { mode: 0o600 });
  const running = [];
  const command = (...args) => execFileSync(cohort, [...args, '--data', data], { encoding: 'utf8' });

  async function stop() {
    let clean = true;
    for (const program of running.reverse()) {
      clean = (await end(program)) && clean;
    }
    return clean;
  }
  try {
    let simulator;
    // Started again it listens where it did before.
    const startSimulator = async (ports = {}) => {
      const where = ['smpp', 'smtp', 'http'].flatMap((name) => [`--${name}-port`, String(ports[`${name}_port`] ?? 0)]);
      simulator = start(
        simulatorProgram,
        ['--data', join(data, 'simulator'), '--system-id', 'cohort', '--password-file', password, ...where],
        join(folder, 'simulator.log'),
      );
      running.push(simulator);
      return simulator.ready;
    };
    const ports = await startSimulator();
    const config = join(data, 'cohort.toml');
    writeFileSync(config, configuration(data, password, ports));
    const signIn = command('demo');
    if (simulatorStarts === 'later') {
      await end(simulator);
    }
    const server = start(cohortd, ['--config', config], join(folder, 'cohortd.log'));
    running.push(server);
    const { port } = await server.ready;
    return {
      folder,
      base: `http://127.0.0.1:${port}`,
      simulator: `http://127.0.0.1:${ports.http_port}`,
      receptionist: 'reception@riverside.example',
      password: signIn.match(/^Password: (\S+)$/m)[1],
      emailDeliveredAfterSeconds,
      command,
      // The text company and the mail server go away, and come back.
      stopSimulator: () => end(simulator),
      startSimulator: () => startSimulator(ports),
      log: () => readFileSync(join(folder, 'cohortd.log'), 'utf8'),
      stop,
      removeFiles: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
