// node TEST cohortd cohort cohort-simulator [--without-javascript]
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { startStack } from './stack.mjs';
import { Visit } from './visit.mjs';

// Runs a test between the start and the end of its own stack and browser. A step's name is said before its fault.
export async function runTest(test, { simulatorStarts = 'first' } = {}) {
  const [script, cohortd, cohort, simulator, ...options] = process.argv.slice(1);
  const hasJavaScript = !options.includes('--without-javascript');
  const name = `${basename(script, '.mjs')}${hasJavaScript ? '' : '-without-javascript'}`;
  const step = async (what, act) => {
    console.log(`- ${what}`);
    await act();
  };
  const stack = await startStack({ cohortd, cohort, simulator, simulatorStarts });
  let visit;
  try {
    visit = await Visit.begin(name, hasJavaScript);
    await test({ stack, visit, step });
    visit.assertNoFaults();
  } catch (fault) {
    console.error(`The server's log:\n${stack.log().split('\n').slice(-30).join('\n')}`);
    console.error(`The page: ${visit?.page.url()}\n${await visit?.page.locator('main').innerText().catch(() => '')}`);
    await visit?.shoot('fault', '1200').catch(() => {});
    console.error(visit?.faults.join('\n'));
    throw fault;
  } finally {
    await visit?.end();
    const clean = await stack.stop();
    stack.removeFiles();
    assert.ok(clean || process.exitCode, 'the server and the simulator end cleanly');
  }
}
