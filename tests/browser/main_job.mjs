// The main job, the way a new user goes it: sign in, upload an EMIS list, write, check, send, watch, find the error, try
// again, read the text on the phone; then a SystmOne list by email; sign out. With JavaScript, or without.
import assert from 'node:assert/strict';
import { csvFile, emisList, emisPhones, emisRefusedLine, systmOneList, systmOneMailbox } from './lists.mjs';
import { runTest } from './run.mjs';
import { pressContinue, signIn, startNew, upload, useList } from './steps.mjs';

const text = 'Dear ((first name)), please book your flu vaccination at ((practice name)). Call 01632 960000.';
const textOf = (first) =>
  `Dear ${first}, please book your flu vaccination at Riverside Demonstration Practice. Call 01632 960000.`;

const row = (page, words) => page.locator('tbody tr').filter({ hasText: words });

// One text is taken late, so that there is something to watch.
async function slowDownOnePhone(stack) {
  const rule = { channel: 'sms', match: 'exact', value: emisPhones.late, action: 'slow', delay_ms: 6000 };
  const answer = await fetch(`${stack.simulator}/api/rules`, { method: 'POST', body: JSON.stringify([rule]) });
  assert.equal(answer.status, 201, await answer.text());
}

async function readHelp(visit) {
  const { page } = visit;
  for (const system of ['EMIS Web', 'SystmOne']) {
    await page.getByRole('link', { name: `How to make this file in ${system}` }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(system) }).waitFor();
    await visit.check(`help ${system}`);
    await page.goBack();
  }
}

async function uploadEmis(visit) {
  const { page } = visit;
  await startNew(visit);
  await visit.check('step 1');
  await readHelp(visit);
  await upload(visit, 'Flu invitations, over 65', csvFile('emis.csv', emisList));
  const facts = page.locator('.nhsuk-summary-list');
  for (const [key, value] of Object.entries({
    'Headings': 'As EMIS Web writes them, on line 1', 'Rows read': '6', 'Patients on the list': '5',
    'Can be reached by text message': '4 (80%)', 'Can be reached by email': '2 (40%)',
  })) {
    const fact = facts.locator('.nhsuk-summary-list__row').filter({ hasText: key });
    assert.equal((await fact.locator('dd').innerText()).trim(), value, `review: ${key}`);
  }
  await page.getByRole('heading', { name: '1 row was refused' }).waitFor();
  await visit.check('review of the EMIS list');
  await page.getByRole('link', { name: 'The NHS number is mistyped' }).click();
  const refused = row(page, 'Mockford');
  assert.match(await refused.locator('td').first().innerText(), new RegExp(`\\b${emisRefusedLine}$`), 'line of the file');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();
}

// The placeholders go in where the cursor stands.
async function writeWithButtons(page) {
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('Dear , please book your flu vaccination at .');
  await message.evaluate((area) => area.setSelectionRange(5, 5));
  await page.getByRole('button', { name: 'Insert ((first name))' }).click();
  const words = await message.inputValue();
  await message.evaluate((area, at) => area.setSelectionRange(at, at), words.length - 1);
  await page.getByRole('button', { name: 'Insert ((practice name))' }).press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' Call 01632 960000.');
  assert.equal(await message.inputValue(), text);
}

async function composeSms(visit) {
  const { page } = visit;
  await useList(visit);
  await visit.check('step 2');
  const message = page.getByLabel('Message', { exact: true });
  await message.fill(text);
  if (visit.hasJavaScript) {
    const count = page.locator('#count');
    // Of the four with a mobile, Zoë's ë makes hers two.
    await count.getByText('1 to 2 SMS segments', { exact: true }).waitFor();
    assert.match(await page.locator('#preview').innerText(), new RegExp(textOf('Testina')), 'as the first patient gets it');
    await message.fill(`${text} Ő`);
    await count.getByText('2 SMS segments', { exact: true }).waitFor();
    assert.match(await count.innerText(), /do not fit.*Ő/s, 'the character that makes it dearer is named');
    await visit.check('step 2 with a dear character');
    await message.fill('');
    await count.getByText('Nothing written yet').waitFor();
    await writeWithButtons(page);
    await count.getByText('1 to 2 SMS segments', { exact: true }).waitFor();
  }
  await pressContinue(visit);
  await page.getByRole('heading', { level: 1, name: 'Check and send' }).waitFor();
  const words = await page.locator('main').innerText();
  assert.match(words, /Flu invitations, over 65, 4 patients/);
  // Every message is rendered and counted: the ë of one name makes hers two.
  assert.match(words, /5 SMS segments in all/);
  assert.ok(words.includes(textOf('Testina')), 'a message as a patient will see it');
  assert.match(words, /1 patient will not get this message, and why/);
  await page.getByText('will not get this message, and why').click();
  await page.getByText('Imagina Stubbington').waitFor();
  await visit.check('step 3');
}

// Sent, and watched to its end on the page that stays open.
async function sendAndWatch(visit) {
  const { page } = visit;
  await page.getByRole('button', { name: 'Send to 4 patients' }).click();
  await page.getByText('Your bulk message is on its way.').waitFor();
  const sent = row(page, 'Flu invitations, over 65');
  await visit.until(sent.getByText('Sending', { exact: true }).first(), 'Sending');
  await page.evaluate(() => {
    window.stillTheSamePage = true;
  });
  await visit.check('Bulk Messages while sending');
  await visit.until(sent.getByText('Error', { exact: true }), 'the status Error');
  if (visit.hasJavaScript) {
    assert.ok(await page.evaluate(() => window.stillTheSamePage), 'the page changed without being loaded again');
  }
  assert.match(await sent.innerText(), /2\s+delivered/i);
  assert.match(await sent.innerText(), /2\s+failed/i);
  for (const words of ['Robin Reception', 'Dear ((first name))', 'Text message']) {
    assert.ok((await sent.innerText()).includes(words), `the row says ${words}`);
  }
  await visit.check('Bulk Messages with an error');
}

async function tryAgain(visit) {
  const { page } = visit;
  await row(page, 'Flu invitations, over 65').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Bulk message to Flu invitations, over 65' }).waitFor();
  await visit.check('details');
  await page.getByRole('link', { name: 'Only patients with errors' }).click();
  await page.getByText('Patients who may not have received it').waitFor();
  // Imagina has no mobile: she may not have received it either.
  assert.equal(await row(page, emisPhones.fails).count(), 1);
  assert.equal(await row(page, emisPhones.failsFirst).count(), 1);
  assert.equal(await row(page, emisPhones.arrives).count(), 0, 'no patient who has it');
  await visit.check('only patients with errors');
  await page.getByRole('button', { name: 'Try sending message again (2 patients)' }).click();
  await visit.until(page.getByRole('button', { name: 'Try sending message again (1 patient)' }), 'the second try');
  await page.getByRole('link', { name: 'All patients' }).click();
  const late = row(page, emisPhones.failsFirst);
  await visit.until(late.getByText('Delivered', { exact: true }), 'delivered at the second try');
  const failed = row(page, emisPhones.fails);
  assert.match(await failed.innerText(), /Failed/);
  assert.match(await page.locator('main').innerText(), /3\s+delivered/i);
  await visit.check('details after trying again');
  await page.getByLabel('Find a patient').fill('fakebrown');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('Sampleton').waitFor({ state: 'detached' });
  assert.equal(await page.locator('tbody tr').count(), 1, 'the search finds one patient');
}

const international = (which) => `44${emisPhones[which].replaceAll(' ', '').slice(1)}`;

async function readPhone(visit, stack) {
  const { page } = visit;
  await visit.goTo(stack.simulator);
  await visit.check('the simulated phones');
  await page.getByRole('link', { name: emisPhones.failsFirst }).click();
  await page.getByRole('heading', { level: 1, name: `Phone ${emisPhones.failsFirst}` }).waitFor();
  assert.equal(await page.getByText(textOf('Zoë')).count(), 2, 'the text, which failed and then arrived');
  await visit.check('one phone');
  const totals = await (await fetch(`${stack.simulator}/api/totals`)).json();
  const submits = (which) => totals.phones[international(which)].submits;
  assert.deepEqual(
    ['arrives', 'fails', 'failsFirst', 'late'].map(submits), [1, 2, 4, 1], 'nobody who has it was texted again',
  );
}

async function sendEmail(visit, stack) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/bulk-messages`);
  await startNew(visit);
  await upload(visit, 'Newsletter', csvFile('systmone.csv', systmOneList));
  assert.match(await page.locator('.nhsuk-summary-list').first().innerText(), /TPP SystmOne/);
  await visit.check('review of the SystmOne list');
  await useList(visit);
  await page.getByLabel('Email', { exact: true }).check();
  await page.getByLabel('Message', { exact: true }).fill('Dear ((full name)),\n\nwe are open on Saturday.');
  await visit.refused(400, () => pressContinue(visit));
  await page.getByRole('alert').waitFor();
  await visit.check('step 2 without a subject');
  await page.getByLabel('Subject').fill('Open on Saturday');
  await pressContinue(visit);
  await page.getByRole('heading', { level: 1, name: 'Check and send' }).waitFor();
  await visit.check('step 3 of an email');
  const pressed = Date.now();
  await page.getByRole('button', { name: 'Send to 2 patients' }).click();
  const sent = row(page, 'Newsletter');
  await visit.until(sent.getByText('OK', { exact: true }), 'the status OK');
  await visit.until(page.getByText(/2\s+delivered/i).first(), 'delivered');
  const seconds = (Date.now() - pressed) / 1000;
  assert.ok(seconds >= stack.emailDeliveredAfterSeconds - 0.1, `counted as delivered after ${seconds} s already`);
  await sent.getByRole('link').click();
  await page.getByText('An email counts as delivered when').waitFor();
  await visit.check('details of an email');
  await visit.goTo(`${stack.simulator}/mailboxes`);
  await visit.check('the simulated mailboxes');
  await page.getByRole('link', { name: systmOneMailbox }).click();
  await visit.check('one mailbox');
  await page.getByRole('link', { name: 'Open on Saturday' }).click();
  await page.getByText(/we are open on Saturday\./).waitFor();
  assert.match(await page.locator('main').innerText(), /Dear Trialine Mocktaylor,\s+we are open on Saturday\./);
  await visit.check('one email');
}

async function signOut(visit, stack) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/bulk-messages`);
  const order = await page.locator('tbody tr').allInnerTexts();
  assert.match(order[0], /Newsletter/, 'the newest is on top');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in to Cohort' }).waitFor();
  await visit.goTo(`${stack.base}/bulk-messages`);
  await page.getByRole('heading', { level: 1, name: 'Sign in to Cohort' }).waitFor();
}

function assertNothingAboutPatientsIsLogged(stack) {
  const log = stack.log();
  for (const secret of ['Testina', 'Testpatient', '7700', 'example.org', 'flu vaccination', 'Saturday', stack.password]) {
    assert.ok(!log.includes(secret), `the log holds '${secret}'`);
  }
}

await runTest(async ({ stack, visit, step }) => {
  await slowDownOnePhone(stack);
  await visit.goTo(stack.base);
  await visit.check('sign in');
  await signIn(visit, stack);
  await visit.page.getByText('No bulk messages have been sent yet').waitFor();
  await visit.check('Bulk Messages, empty');
  await step('upload an EMIS list', () => uploadEmis(visit));
  await step('write a text', () => composeSms(visit));
  await step('send and watch', () => sendAndWatch(visit));
  await step('try again', () => tryAgain(visit));
  await step('read the phone', () => readPhone(visit, stack));
  await step('send an email', () => sendEmail(visit, stack));
  await step('sign out', () => signOut(visit, stack));
  assertNothingAboutPatientsIsLogged(stack);
});
