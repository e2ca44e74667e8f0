// Pages that stay open while a message goes out: what fails shows its button by itself while receipts are still awaited,
// and a text company that cannot be reached is said, with what happens next. With JavaScript, or by loading again.
import assert from 'node:assert/strict';
import { csvFile, emisList, emisPhones, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';
import { composeForOne, pressContinue, signIn, startNew, upload, useList } from './steps.mjs';

const notGoingOut = 'Text messages are not going out at the moment';
const whatHappensNext = /What happens next: messages wait, at most until the end of the next day.* and go out by themselves/;
const rows = (page) => page.locator('tbody tr');
const receiptsAfterMs = 4000;

// Loading the page again is what this test says is not needed.
async function markPage(page) {
  await page.evaluate(() => {
    window.stillTheSamePage = true;
  });
}

async function assertSamePage(visit) {
  if (visit.hasJavaScript) {
    assert.ok(await visit.page.evaluate(() => window.stillTheSamePage), 'the page was not loaded again');
  }
}

// Before the text company has ever been there.
async function sendWhileItIsDown(visit, stack) {
  const { page } = visit;
  await visit.until(page.getByText(notGoingOut), 'the warning on Bulk Messages');
  await page.getByText(whatHappensNext).first().waitFor();
  await visit.check('Bulk Messages, text company down');
  await composeForOne(visit, 'Sent meanwhile', csvFile('one.csv', onePatientList), 'Hello ((first name)).');
  await page.getByText(notGoingOut).waitFor();
  await visit.check('step 3, text company down');
  await page.getByRole('button', { name: 'Send to 1 patient' }).click();
  await page.getByText('Your bulk message is on its way.').waitFor();
  await page.getByText(notGoingOut).waitFor();
  await rows(page).first().getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Bulk message to Sent meanwhile' }).waitFor();
  await page.getByText(notGoingOut).waitFor();
  await page.getByText(whatHappensNext).first().waitFor();
  await visit.check('details, text company down');
  await markPage(page);
  await stack.startSimulator();
  await visit.until(page.getByText('OK', { exact: true }), 'sent by itself');
  await page.getByText(notGoingOut).waitFor({ state: 'detached' });
  await assertSamePage(visit);
  await visit.check('details, text company back');
}

async function setRules(stack, rules) {
  const answer = await fetch(`${stack.simulator}/api/rules`, { method: 'POST', body: JSON.stringify(rules) });
  assert.equal(answer.status, 201, await answer.text());
}

// One fails at once; of another nothing is heard, so that the sending is not at its end.
async function failWhileReceiptsAreAwaited(visit, stack) {
  const { page } = visit;
  await setRules(stack, [
    { channel: 'sms', match: 'exact', value: emisPhones.late, action: 'lost_receipt' },
    { channel: 'sms', match: 'exact', value: emisPhones.fails, action: 'undelivered', delay_ms: receiptsAfterMs },
  ]);
  await visit.goTo(`${stack.base}/bulk-messages`);
  await startNew(visit);
  await upload(visit, 'One fails', csvFile('emis.csv', emisList));
  await useList(visit);
  await page.getByLabel('Message', { exact: true }).fill('Hello ((first name)), once.');
  await pressContinue(visit);
  await page.getByRole('button', { name: 'Send to 4 patients' }).click();
  await rows(page).first().getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Bulk message to One fails' }).waitFor();
  await page.getByText('What happened, and when').click();
  await markPage(page);
}

async function tryAgainByItself(visit) {
  const { page } = visit;
  const again = page.getByRole('button', { name: /^Try sending message again/ });
  await visit.until(again, 'Try sending message again');
  await visit.until(page.getByRole('link', { name: /^Only patients with errors \([12]\)/ }), 'the count of the tab');
  // Somebody has moved to the search meanwhile, and types.
  if (visit.hasJavaScript) {
    await page.getByLabel('Find a patient').fill('Sample');
    await page.getByLabel('Find a patient').focus();
  }
  await visit.until(rows(page).filter({ hasText: emisPhones.fails }).getByText('Failed', { exact: true }), 'its row');
  await visit.until(rows(page).filter({ hasText: emisPhones.late }).getByText('Sent', { exact: true }), 'not heard of');
  if (visit.hasJavaScript) {
    assert.equal(await page.getByLabel('Find a patient').inputValue(), 'Sample', 'what was typed stays');
    assert.ok(await page.getByLabel('Find a patient').evaluate((field) => field === document.activeElement));
    await page.getByText('Sending started').waitFor();
  }
  await assertSamePage(visit);
  await visit.check('details, one failed and one awaited');
  await again.click();
  await page.getByRole('heading', { level: 1, name: 'Bulk message to One fails' }).waitFor();
  if (!visit.hasJavaScript) {
    await page.getByText('What happened, and when').click();
  }
  await page.locator('#live-timeline').getByText(/Robin Reception tried again, for [12] patients?/).first().waitFor({ state: 'attached' });
}

// Nobody has to press anything while the text company is away for a moment.
async function goAwayAndComeBack(visit, stack) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/bulk-messages`);
  await markPage(page);
  await stack.stopSimulator();
  await visit.until(page.getByText(notGoingOut), 'the warning by itself');
  await assertSamePage(visit);
  await stack.startSimulator();
  await markPage(page);
  const gone = page.locator('#live-gateways:empty');
  if (visit.hasJavaScript) {
    await gone.waitFor({ state: 'attached', timeout: 30000 });
  }
  await assertSamePage(visit);
}

await runTest(async ({ stack, visit, step }) => {
  await signIn(visit, stack);
  await step('send while the text company is down', () => sendWhileItIsDown(visit, stack));
  await step('fail while receipts are awaited', () => failWhileReceiptsAreAwaited(visit, stack));
  await step('try again without loading the page', () => tryAgainByItself(visit));
  await step('the text company goes and comes back', () => goAwayAndComeBack(visit, stack));
}, { simulatorStarts: 'later' });
