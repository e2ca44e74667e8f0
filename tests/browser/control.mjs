// Who decides when messages leave: pause and resume, stop, the time to undo, the practice's hours and the reason to send
// outside them, and a scheduled message that is changed or cancelled. With JavaScript, or without.
import assert from 'node:assert/strict';
import { csvFile, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';
import { assertSaid, chooseLater, composeForOne, pressContinue, signIn } from './steps.mjs';

const oneFile = csvFile('one.csv', onePatientList);
const rows = (page) => page.locator('tbody tr');
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function setPractice(stack, ...settings) {
  stack.command('practice', 'set', '--ods', 'Y99999', ...settings);
}

// Hours that are shut now, whatever time it is: of a day that is neither today nor near it.
function shutHours() {
  return `${days[(new Date().getUTCDay() + 3) % 7]} 09:00-10:00 holidays`;
}

async function compose(visit, stack, name, text) {
  await visit.goTo(`${stack.base}/bulk-messages`);
  await composeForOne(visit, name, oneFile, text);
}

async function openNewest(visit, name) {
  const { page } = visit;
  await rows(page).first().getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: `Bulk message to ${name}` }).waitFor();
}

async function send(visit, stack, name) {
  await compose(visit, stack, name, `Hello from ${name}.`);
  await visit.page.getByRole('button', { name: 'Send to 1 patient' }).click();
  await openNewest(visit, name);
}

async function openTimeline(visit) {
  const open = visit.page.locator('details:has(#live-timeline)');
  if (!(await open.getAttribute('open').then((value) => value !== null))) {
    await visit.page.getByText('What happened, and when').click();
  }
}

async function assertHappened(visit, words) {
  await openTimeline(visit);
  await visit.page.locator('#live-timeline').getByText(words).first().waitFor();
}

// While the text company is away the message waits, long enough to be paused.
async function pauseAndResume(visit, stack) {
  const { page } = visit;
  await stack.stopSimulator();
  await send(visit, stack, 'Paused one');
  const paused = page.url();
  await visit.until(page.getByRole('button', { name: 'Pause sending' }), 'Pause');
  await visit.check('details while it waits');
  await page.getByRole('button', { name: 'Pause sending' }).click();
  await page.getByText('Nothing leaves until somebody resumes it.').waitFor();
  await page.getByText(/What has not left by .* will not be sent/).waitFor();
  await assertHappened(visit, /Robin Reception paused it, while 1 patient waited/);
  await visit.check('details of a paused one');
  await visit.goTo(`${stack.base}/bulk-messages`);
  assert.match(await rows(page).first().innerText(), /Paused/);
  await stack.startSimulator();
  await page.waitForTimeout(1500);
  await visit.goTo(paused);
  await page.getByText('Nothing leaves until somebody resumes it.').waitFor();
  await page.getByRole('button', { name: 'Resume sending' }).click();
  await visit.until(page.getByText('OK', { exact: true }), 'sent after Resume');
  await assertHappened(visit, /Robin Reception let it go on, to 1 patient/);
}

// Two windows show the same buttons: the second press does nothing and says what was first.
async function pressTwice(visit, stack) {
  const { page } = visit;
  await stack.stopSimulator();
  await send(visit, stack, 'Pressed twice');
  await visit.until(page.getByRole('button', { name: 'Pause sending' }), 'Pause');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Pause sending' }).waitFor();
  const token = await other.locator('form:has(#pause) input[name=token]').getAttribute('value');
  await page.getByRole('button', { name: 'Pause sending' }).click();
  await page.getByText('Nothing leaves until somebody resumes it.').waitFor();
  // Its own button may be gone by itself; a slow network presses it all the same.
  await other.evaluate(([action, value]) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = action;
    form.innerHTML = `<input name="token" value="${value}">`;
    document.body.append(form);
    HTMLFormElement.prototype.submit.call(form);
  }, [`${page.url()}/pause`, token]).catch(() => {});
  await other.getByText(/Your press changed nothing.*Robin Reception paused it/).waitFor();
  await other.close();
  await visit.goTo(`${page.url()}?said=nothing`);
  await page.getByText(/Your press changed nothing/).waitFor();
  await visit.check('details after a press too many');
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await page.getByRole('heading', { level: 1, name: /^Stop sending to/ }).waitFor();
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await visit.until(page.getByText('Stopped', { exact: true }).first(), 'Stopped');
  await assertHappened(visit, /Robin Reception stopped it; 1 patient will not get it/);
  await stack.startSimulator();
}

async function undo(visit, stack) {
  const { page } = visit;
  setPractice(stack, '--undo-seconds', '300');
  await send(visit, stack, 'Thought better of');
  await page.getByText(/Nothing leaves before \d+:\d\d:\d\d[ap]m\. Stop now and no one gets it\./).waitFor();
  await visit.check('details in the time to undo');
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await page.getByRole('button', { name: 'Stop sending' }).click();
  await visit.until(page.getByText('Stopped', { exact: true }).first(), 'Stopped');
  setPractice(stack, '--undo-seconds', '0');
}

async function sendOutsideTheHours(visit, stack) {
  const { page } = visit;
  setPractice(stack, '--send-window', shutHours());
  await compose(visit, stack, 'Cannot wait', 'The surgery is closed today.');
  await page.locator('.nhsuk-notification-banner').getByText(/does not send messages at that time/).waitFor();
  await page.getByRole('button', { name: 'Schedule for 1 patient' }).waitFor();
  await visit.check('step 3 outside the hours');
  await page.getByText('Send anyway, outside our hours').click();
  await visit.refused(400, () => page.getByRole('button', { name: 'Send outside our hours' }).click());
  await assertSaid(visit, /no reason for sending outside your practice's hours/);
  await visit.check('step 3 without the reason');
  await page.getByLabel('Why can it not wait?').fill('The boiler has burst');
  await page.getByRole('button', { name: 'Send outside our hours' }).click();
  await page.getByRole('button', { name: 'Send to 1 patient' }).waitFor();
  assert.match(await page.locator('.nhsuk-summary-list').innerText(), /The boiler has burst/);
  await visit.check('step 3 with the reason');
  // And back, and once more.
  await page.getByRole('button', { name: 'Keep to our hours for sending instead' }).click();
  await page.getByRole('button', { name: 'Schedule for 1 patient' }).waitFor();
  await page.getByText('Send anyway, outside our hours').click();
  await page.getByLabel('Why can it not wait?').fill('The boiler has burst');
  await page.getByRole('button', { name: 'Send outside our hours' }).click();
  await page.getByRole('button', { name: 'Send to 1 patient' }).click();
  await openNewest(visit, 'Cannot wait');
  await visit.until(page.getByText('OK', { exact: true }), 'sent outside the hours');
  await page.getByText('The boiler has burst').waitFor();
  await visit.check('details of one that did not wait');
}

async function closeWhileItSends(visit, stack) {
  const { page } = visit;
  setPractice(stack, '--send-window', 'always');
  await stack.stopSimulator();
  await send(visit, stack, 'Closed upon');
  await visit.until(page.getByRole('button', { name: 'Pause sending' }), 'it waits');
  setPractice(stack, '--send-window', shutHours());
  await visit.until(page.getByText(/Outside your practice's hours for sending, which open too late for it/), 'the hours');
  await visit.check('details outside the hours');
  await visit.goTo(`${stack.base}/bulk-messages`);
  await rows(page).first().getByText(/Outside sending hours, which open too late for it/).waitFor();
  await visit.check('Bulk Messages outside the hours');
  await stack.startSimulator();
  await page.waitForTimeout(1500);
  await rows(page).first().getByText(/Outside sending hours/).waitFor();
  setPractice(stack, '--send-window', 'always');
  await visit.until(rows(page).first().getByText('OK', { exact: true }), 'sent when they open');
}

async function schedule(visit, stack, name) {
  const { page } = visit;
  await compose(visit, stack, name, `Scheduled for ${name}.`);
  await page.getByRole('link', { name: 'Change the message' }).click();
  const later = new Date(Date.now() + 20 * 24 * 3600 * 1000);
  const date = [later.getUTCDate(), later.getUTCMonth() + 1, later.getUTCFullYear()].map(String);
  await chooseLater(visit, ...date, '09', '30');
  await pressContinue(visit);
  await page.getByRole('button', { name: 'Schedule for 1 patient' }).click();
  await openNewest(visit, name);
}

async function changeAScheduledOne(visit, stack) {
  const { page } = visit;
  await schedule(visit, stack, 'Changed later');
  await visit.check('details of a scheduled one');
  const first = page.url();
  await page.getByRole('button', { name: 'Change message or time' }).click();
  await page.getByRole('heading', { level: 1, name: 'Change the bulk message to Changed later?' }).waitFor();
  await visit.check('change');
  await page.getByRole('button', { name: 'Change the time' }).click();
  await page.getByRole('heading', { level: 1, name: 'Write the message' }).waitFor();
  assert.match(page.url(), /#when$/);
  await page.getByText('This replaces a bulk message that was taken back').waitFor();
  assert.equal(await page.getByLabel('Hour', { exact: true }).inputValue(), '09');
  assert.equal(await page.getByLabel('Message', { exact: true }).inputValue(), 'Scheduled for Changed later.');
  await visit.check('step 2 of a changed one');
  // Who goes away finds it again through the one that was taken back.
  await visit.goTo(first);
  await assertHappened(visit, /Robin Reception took it back to change it/);
  await visit.check('details of one that was taken back');
  await page.getByRole('link', { name: 'Go on with what replaces it' }).click();
  await page.getByLabel('Hour', { exact: true }).fill('10');
  await pressContinue(visit);
  await page.getByRole('button', { name: 'Schedule for 1 patient' }).click();
  await page.getByText('Your bulk message is scheduled.').waitFor();
  assert.match(await rows(page).nth(0).innerText(), /10:30am[^]*Scheduled/);
  assert.match(await rows(page).nth(1).innerText(), /9:30am[^]*Stopped/);
}

async function cancelAScheduledOne(visit, stack) {
  const { page } = visit;
  await schedule(visit, stack, 'Cancelled later');
  await page.getByRole('button', { name: 'Cancel this bulk message' }).click();
  await page.getByRole('heading', { level: 1, name: 'Cancel the bulk message to Cancelled later?' }).waitFor();
  await visit.check('cancel');
  await page.getByRole('button', { name: 'Cancel this bulk message' }).click();
  await visit.until(page.getByText('Stopped', { exact: true }).first(), 'Stopped');
}

await runTest(async ({ stack, visit, step }) => {
  await signIn(visit, stack);
  await step('pause and resume', () => pauseAndResume(visit, stack));
  await step('press twice', () => pressTwice(visit, stack));
  await step('think better of it', () => undo(visit, stack));
  await step('send outside the hours', () => sendOutsideTheHours(visit, stack));
  await step('close while it sends', () => closeWhileItSends(visit, stack));
  await step('change a scheduled one', () => changeAScheduledOne(visit, stack));
  await step('cancel a scheduled one', () => cancelAScheduledOne(visit, stack));
});
