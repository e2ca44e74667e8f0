// Step 1 over a slow line: how far the upload is, and what a line that is cut leaves behind. With JavaScript, or without.
import assert from 'node:assert/strict';
import { csvFile, manyPatientsList } from './lists.mjs';
import { openProxy } from './proxy.mjs';
import { runTest } from './run.mjs';
import { pressUpload, signIn, startNew } from './steps.mjs';

const name = 'A long list';
const patients = 9000;
// Nearly the 10 MB that a list may have: what is shorter the machine's own buffers swallow at once.
const file = csvFile('long.csv', manyPatientsList(patients, 950));
const half = Math.floor(file.buffer.length / 2);

// Slow enough to see the bar move.
async function watchTheBar(visit, proxy) {
  const { page } = visit;
  await proxy.set({ bytesPerSecond: file.buffer.length / 4, cutAfter: Infinity });
  await startNew(visit);
  assert.ok(await page.locator('#upload-progress').isHidden());
  await pressUpload(visit, name, file);
  await page.getByText(/^Uploaded .* of /).waitFor();
  const bar = page.getByRole('progressbar');
  const seen = new Set();
  while (await bar.isVisible().catch(() => false)) {
    seen.add(await bar.evaluate((element) => Math.floor((10 * element.value) / element.max)).catch(() => 10));
    if (seen.size === 3) {
      await visit.check('step 1 while the file is uploaded');
    }
    await page.waitForTimeout(50);
  }
  await page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}` }).waitFor();
  assert.ok(seen.size >= 4, `the bar moved: ${[...seen]}`);
  const accepted = page.locator('.nhsuk-summary-list__row').filter({ hasText: 'Patients on the list' });
  assert.equal((await accepted.locator('dd').innerText()).trim(), patients.toLocaleString('en-GB'));
}

// Half-way the line is cut: it is said, the file is still chosen, and pressing again sends it.
async function cutAndTryAgain(visit, proxy) {
  const { page } = visit;
  await visit.goTo(`${proxy.base}/bulk-messages/new`);
  await proxy.set({ bytesPerSecond: 50e6, cutAfter: half });
  visit.expectFault(/net::ERR_/);
  await pressUpload(visit, `${name}, cut`, file);
  await page.getByText('The connection was cut while the file was being uploaded, so nothing was kept.').waitFor();
  assert.ok(await page.locator('#upload-progress').isHidden());
  assert.match(await page.title(), /^Error: Add a patient list/);
  assert.equal(await page.getByLabel('Name of this list').inputValue(), `${name}, cut`);
  assert.equal(await page.locator('input[type=file]').evaluate((input) => input.files.length), 1, 'the file is still chosen');
  await visit.check('step 1 after a cut');
  await proxy.set({ cutAfter: Infinity });
  await page.getByRole('button', { name: 'Upload CSV file' }).click();
  await page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}, cut` }).waitFor();
}

// The browser says it in its own words; nothing is kept, and the same page uploads the file when the line is back.
async function cutWithoutJavaScript(visit, proxy) {
  const { page } = visit;
  await visit.goTo(`${proxy.base}/bulk-messages/new`);
  await proxy.set({ bytesPerSecond: 50e6, cutAfter: half });
  visit.expectFault(/net::ERR_/);
  await pressUpload(visit, name, file).catch(() => {});
  await page.waitForURL(/^chrome-error:/);
  await proxy.set({ cutAfter: Infinity });
  await visit.goTo(`${proxy.base}/bulk-messages/new`);
  await pressUpload(visit, name, file);
  await page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}` }).waitFor();
}

await runTest(async ({ stack, visit, step }) => {
  const proxy = await openProxy(stack.base);
  try {
    await signIn(visit, { ...stack, base: proxy.base });
    if (visit.hasJavaScript) {
      await step('watch the bar', () => watchTheBar(visit, proxy));
      await step('cut the line', () => cutAndTryAgain(visit, proxy));
    } else {
      await step('cut the line', () => cutWithoutJavaScript(visit, proxy));
    }
    await visit.goTo(`${proxy.base}/bulk-messages`);
    await visit.page.getByText('No bulk messages have been sent yet').waitFor();
  } finally {
    proxy.close();
  }
});
