// 'Send later': a time that cannot be understood is never sent now, and what the clocks do is said. With JavaScript, or
// without.
import assert from 'node:assert/strict';
import { csvFile, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';
import { assertSaid, chooseLater, pressContinue, signIn, startNew, upload, useList } from './steps.mjs';

const oneFile = csvFile('one.csv', onePatientList);
const rows = (page) => page.locator('tbody tr');

// The next last Sunday of a month, on which London's clocks change, as it is typed: [day, month, year].
function nextClockChange(month) {
  const now = new Date();
  for (let year = now.getFullYear(); ; ++year) {
    const last = new Date(Date.UTC(year, month, 0));
    last.setUTCDate(last.getUTCDate() - last.getUTCDay());
    if (last > now) {
      return [String(last.getUTCDate()), String(month), String(year)];
    }
  }
}

async function startMessage(visit, stack, text) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/bulk-messages`);
  await startNew(visit);
  await upload(visit, 'One', oneFile);
  await useList(visit);
  await page.getByLabel('Message', { exact: true }).fill(text);
}

// Each is refused with its own words; what was typed stays, and 'Send later' stays chosen.
async function assertRefused(visit, typed, words) {
  const { page } = visit;
  await chooseLater(visit, ...typed);
  await visit.refused(400, () => pressContinue(visit));
  await assertSaid(visit, words);
  assert.ok(await page.getByLabel('Send later').isChecked(), `${typed}: 'Send later' is still chosen`);
  const shown = [];
  for (const label of ['Day', 'Month', 'Year', 'Hour', 'Minute']) {
    shown.push(await page.getByLabel(label, { exact: true }).inputValue());
  }
  assert.deepEqual(shown, typed, 'what was typed is kept');
}

async function typeUnreadableTimes(visit, stack) {
  const { page } = visit;
  await startMessage(visit, stack, 'This must not be sent now.');
  // It could have been sent now, and its check page was open.
  await pressContinue(visit);
  await page.getByRole('button', { name: 'Send to 1 patient' }).waitFor();
  const check = page.url();
  await page.getByRole('link', { name: 'Change the message' }).click();
  await assertRefused(visit, ['', '', '', '', ''], /date and time are missing/);
  await visit.check('step 2 without the time');
  await assertRefused(visit, ['1', '2', '2027', '', ''], /part of the date or time is missing/);
  await assertRefused(visit, ['1', 'Feb', '2027', '09', '30'], /not a number/);
  await visit.check('step 2 with a word for the month');
  await assertRefused(visit, ['31', '2', '2027', '09', '00'], /no such date and time/);
  await assertRefused(visit, ['1', '1', '2020', '09', '00'], /has passed/);
  await visit.check('step 2 with a time in the past');
  await assertRefused(visit, ['', '', '', '9', '30'], /part of the date or time is missing/);
  // Neither the address nor the page that was open leads on.
  await visit.goTo(check);
  await page.getByRole('heading', { level: 1, name: 'Write the message' }).waitFor();
  await assertSaid(visit, /part of the date or time is missing/);
  await visit.goTo(`${stack.base}/bulk-messages`);
  await page.getByText('No bulk messages have been sent yet').waitFor();
}

// 01:30 on the last Sunday of March does not exist in London: it becomes the first instant after the gap.
async function scheduleInTheSkippedHour(visit, stack) {
  const { page } = visit;
  const [day, month, year] = nextClockChange(3);
  await startMessage(visit, stack, 'After the clocks went forward.');
  await chooseLater(visit, day, month, year, '01', '30');
  await pressContinue(visit);
  await page.getByRole('heading', { level: 1, name: 'Check and send' }).waitFor();
  await page.reload();
  await page.locator('.nhsuk-notification-banner').getByText(/clocks go forward/).waitFor();
  assert.match(await page.locator('.nhsuk-summary-list').innerText(), new RegExp(`${day} March ${year} at 2am`));
  await visit.check('step 3 in the skipped hour');
  await page.getByRole('button', { name: 'Schedule for 1 patient' }).click();
  await page.getByText('Your bulk message is scheduled.').waitFor();
  assert.match(await rows(page).first().innerText(), /Scheduled/);
  assert.match(await rows(page).first().innerText(), new RegExp(`${day} Mar ${year}`));
  await visit.check('Bulk Messages with a scheduled one');
  await rows(page).first().getByRole('link').click();
  await page.getByRole('button', { name: 'Cancel this bulk message' }).click();
  await page.getByRole('heading', { level: 1, name: /^Cancel the bulk message/ }).waitFor();
  await visit.check('cancel');
  await page.getByRole('button', { name: 'Cancel this bulk message' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bulk message to One' }).waitFor();
  await visit.until(page.getByText('Stopped', { exact: true }).first(), 'Stopped');
  await visit.check('details of a stopped one');
}

// 01:30 on the last Sunday of October comes twice: the first of them is meant.
async function scheduleInTheRepeatedHour(visit, stack) {
  const { page } = visit;
  const [day, month, year] = nextClockChange(10);
  await startMessage(visit, stack, 'Before the clocks go back.');
  await chooseLater(visit, day, month, year, '01', '30');
  await pressContinue(visit);
  await page.locator('.nhsuk-notification-banner').getByText(/clocks go back.*first time/).waitFor();
  assert.match(await page.locator('.nhsuk-summary-list').innerText(), new RegExp(`${day} October ${year} at 1:30am`));
  await visit.check('step 3 in the repeated hour');
}

await runTest(async ({ stack, visit, step }) => {
  await signIn(visit, stack);
  await step('type times that cannot be understood', () => typeUnreadableTimes(visit, stack));
  await step('schedule in the skipped hour', () => scheduleInTheSkippedHour(visit, stack));
  await step('schedule in the repeated hour', () => scheduleInTheRepeatedHour(visit, stack));
});
