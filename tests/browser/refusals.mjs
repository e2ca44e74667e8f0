// What a new user gets wrong, and what the pages say to it; and that one press sends once.
import assert from 'node:assert/strict';
import { csvFile, emailOnlyList, headingsOnlyList, nobodyAcceptedList, oneMobile, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';
import { assertSaid, composeForOne, pressContinue, pressUpload, signIn, startNew, upload, useList } from './steps.mjs';

const practiceOds = 'Y99999';
const oneFile = csvFile('one.csv', onePatientList);

// The first bytes of an Excel workbook: a ZIP entry named as every workbook's first.
function workbook() {
  const name = '[Content_Types].xml';
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(name.length, 26);
  return { name: 'patients.csv', mimeType: 'text/csv', buffer: Buffer.concat([header, Buffer.from(name), Buffer.alloc(200, 7)]) };
}

const rows = (page) => page.locator('tbody tr');

async function signInWrongly(visit, stack) {
  const { page } = visit;
  await visit.goTo(stack.base);
  await page.getByLabel('Email address').fill(stack.receptionist);
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await visit.refused(401, () => page.getByRole('button', { name: 'Sign in' }).click());
  await assertSaid(visit, /do not fit together/);
  assert.equal(await page.getByLabel('Email address').inputValue(), stack.receptionist, 'the address need not be typed again');
  await visit.check('sign in, wrong password');
}

async function uploadWrongly(visit) {
  const { page } = visit;
  await startNew(visit);
  await visit.refused(400, () => pressUpload(visit, ''));
  await assertSaid(visit, /list has no name/);
  await assertSaid(visit, /No file was chosen/);
  await visit.check('step 1 without name and file');
  await visit.refused(400, () => pressUpload(visit, 'A workbook', workbook()));
  await assertSaid(visit, /Excel workbook, not a CSV file/);
  assert.equal(await page.getByLabel('Name of this list').inputValue(), 'A workbook', 'the name is kept');
  await visit.check('step 1 with a workbook');
  await visit.refused(400, () => pressUpload(visit, 'Empty', csvFile('empty.csv', '')));
  await assertSaid(visit, /The file is empty\./);
  await visit.check('step 1 with an empty file');
  await visit.refused(400, () => pressUpload(visit, 'Headings', csvFile('headings.csv', headingsOnlyList)));
  await assertSaid(visit, /headings, but no patients below them/);
  await upload(visit, 'All refused', csvFile('refused.csv', nobodyAcceptedList));
  await page.getByText('Nobody on this list can be sent a message').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Continue with/ }).count(), 0);
  await visit.check('review with nobody accepted');
}

async function composeWrongly(visit, stack) {
  const { page } = visit;
  const text = page.getByLabel('Message', { exact: true });
  await visit.goTo(`${stack.base}/bulk-messages/new`);
  await upload(visit, 'Emails only', csvFile('emails.csv', emailOnlyList));
  await useList(visit);
  // The page offers email by itself, because nobody on this list has a mobile number.
  await page.locator('input[name=channel][value=sms]').check();
  await page.getByLabel('Text message (SMS)').check();
  await text.fill('Hello');
  await visit.refused(400, () => pressContinue(visit));
  await assertSaid(visit, /has a mobile number/);
  await visit.check('step 2 with nobody to reach');

  await visit.goTo(`${stack.base}/bulk-messages/new`);
  await upload(visit, 'One', oneFile);
  await useList(visit);
  await visit.refused(400, () => pressContinue(visit));
  await assertSaid(visit, /./);
  await text.fill('Dear ((dog)), hello');
  await visit.refused(400, () => pressContinue(visit));
  await assertSaid(visit, /dog/);
  assert.equal(await text.inputValue(), 'Dear ((dog)), hello', 'what was written is kept');
  await text.fill('a'.repeat(919));
  await visit.refused(400, () => pressContinue(visit));
  await assertSaid(visit, /longer than can be sent/);
  assert.match(await page.locator('#count').innerText(), /Too long to be sent.*The most is 6 SMS segments/s);
  await visit.check('step 2 with too long a text');
  await text.fill(`((first name)) ${'a'.repeat(915)}`);
  await pressContinue(visit);
  await page.getByText('Nobody would get this message').waitFor();
  await page.locator('.nhsuk-card--warning').getByText("With this patient's name in it the text is too long").waitFor();
  assert.equal(await page.getByRole('button', { name: /^Send to/ }).count(), 0);
  await visit.check('step 3 with too long a text for its one patient');
}

async function pressOften(visit, stack) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/bulk-messages`);
  const before = await rows(page).count();
  await composeForOne(visit, 'Pressed often', oneFile, 'Hello ((first name)), once.');
  const address = page.url();
  const fields = await page.locator('main form input[type=hidden]').evaluateAll((inputs) =>
    Object.fromEntries(inputs.map((input) => [input.name, input.value])));
  await page.getByRole('button', { name: 'Send to 1 patient' }).dblclick();
  await page.getByText('Your bulk message is on its way.').waitFor();
  // As a browser does that loads the answer again, and as five impatient people would.
  const answers = await Promise.all(Array.from({ length: 5 }, () => page.request.post(address, { form: fields })));
  assert.deepEqual(answers.map((answer) => answer.status()), [200, 200, 200, 200, 200], 'each leads to Bulk Messages');
  await visit.goTo(`${stack.base}/bulk-messages`);
  assert.equal(await rows(page).count(), before + 1, 'one bulk message');
  await visit.until(rows(page).first().getByText('OK', { exact: true }), 'the status OK');
  const number = `44${oneMobile.replaceAll(' ', '').slice(1)}`;
  const totals = await (await fetch(`${stack.simulator}/api/totals`)).json();
  assert.equal(totals.phones[number].submits, 1, 'one text');
  await refuseStrangers(page, address, fields);
}

// Neither another site's form nor one without this session's token is heard.
async function refuseStrangers(page, address, fields) {
  const wrongToken = await page.request.post(address, { form: { ...fields, token: 'x' } });
  assert.equal(wrongToken.status(), 403);
  const elsewhere = await page.request.post(address, { form: fields, headers: { Origin: 'http://other.example' } });
  assert.equal(elsewhere.status(), 403);
}

async function switchOff(visit, stack) {
  const { page } = visit;
  const menu = page.locator('header').getByRole('link', { name: 'Bulk Messages' });
  await visit.goTo(`${stack.base}/bulk-messages`);
  assert.equal(await menu.count(), 1);
  stack.command('practice', 'feature', '--ods', practiceOds, 'bulk-messages', 'off');
  await visit.refused(403, () => page.reload());
  await page.getByText('Bulk messages are switched off for your practice.').waitFor();
  assert.equal(await menu.count(), 0);
  await visit.check('feature off');
  await visit.refused(403, () => visit.goTo(`${stack.base}/bulk-messages/new`));
  await visit.goTo(stack.base);
  await page.getByText('Bulk messages are switched off for your practice.').waitFor();
  assert.equal(await menu.count(), 0, 'no entry in the menu');
  await visit.check('start page, feature off');
  stack.command('practice', 'feature', '--ods', practiceOds, 'bulk-messages', 'on');
  await visit.goTo(stack.base);
  await page.getByRole('heading', { level: 1, name: 'Bulk Messages' }).waitFor();
  assert.equal(await menu.count(), 1);
}

// What is shown instead of a page has the menu, and leads back.
async function assertLeadsBack(visit, title) {
  const { page } = visit;
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.locator('header').getByText('Riverside Demonstration Practice').waitFor();
  await page.locator('header').getByRole('button', { name: 'Sign out' }).waitFor();
  await visit.check(title);
  await page.getByRole('link', { name: 'Go to Bulk Messages' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bulk Messages' }).waitFor();
}

async function goAstray(visit, stack) {
  const { page } = visit;
  for (const address of ['nothing-here', 'bulk-messages/1', 'drafts/1', 'lists/1']) {
    await visit.refused(404, () => visit.goTo(`${stack.base}/${address}`));
    await assertLeadsBack(visit, 'Page not found');
  }
  await visit.refused(403, () => postForm(page, `${stack.base}/sign-out`, { token: 'of an earlier time' }));
  await assertLeadsBack(visit, 'You cannot do this');
  await visit.refused(413, () => postForm(page, `${stack.base}/sign-out`, { token: 'x'.repeat(300 * 1024) }));
  await assertLeadsBack(visit, 'This is too large');
  await visit.refused(400, () => visit.goTo(`${stack.base}/bulk-messages?before=%zz`));
  await assertLeadsBack(visit, 'This did not work');
}

// A form that no page of ours has, sent as a page of ours would.
async function postForm(page, address, fields) {
  await page.evaluate(([action, values]) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action });
    for (const [name, value] of Object.entries(values)) {
      form.append(Object.assign(document.createElement('input'), { name, value }));
    }
    document.body.append(form);
    form.submit();
  }, [address, fields]);
}

await runTest(async ({ stack, visit, step }) => {
  await step('sign in with a wrong password', () => signInWrongly(visit, stack));
  await signIn(visit, stack);
  await step('upload wrongly', () => uploadWrongly(visit));
  await step('compose wrongly', () => composeWrongly(visit, stack));
  await step('press often', () => pressOften(visit, stack));
  await step('switch the feature off', () => switchOff(visit, stack));
  await step('go astray', () => goAstray(visit, stack));
});
