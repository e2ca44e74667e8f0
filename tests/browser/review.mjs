// A new receptionist has a list with six hundred rows in trouble: finds out what is wrong with them, corrects some, leaves
// some out, mends the others in a spreadsheet, and goes on. With JavaScript, or without.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { csvFile, headingsOnlyList, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';
import { assertSaid, look, pressUpload, signIn, startNew, upload } from './steps.mjs';
import { troubledList } from './troubled_list.mjs';

const daysAgo = 21;
// With a word that fits on no phone.
const name = `Recall, all ages ${'Grippeschutzimpfung_'.repeat(3)}2026`;
const list = troubledList(daysAgo);

const facts = (page, key) =>
  page.locator('.nhsuk-summary-list__row').filter({ has: page.getByText(key, { exact: true }) }).locator('dd').first();
const rows = (page) => page.locator('tbody tr');
const inWords = (number) => number.toLocaleString('en-GB');

async function assertCounts(visit, counts) {
  const words = (await visit.page.locator('.cohort-counts').innerText()).replaceAll(/\s+/g, ' ');
  for (const [what, number] of Object.entries(counts)) {
    assert.ok(words.includes(`${inWords(number)} ${what}`), `'${inWords(number)} ${what}' is in '${words}'`);
  }
}

// The wrong file was chosen first.
async function replaceTheFile(visit) {
  const { page } = visit;
  await startNew(visit);
  await upload(visit, name, csvFile('one.csv', onePatientList));
  const wrong = page.url();
  await page.getByRole('button', { name: 'Replace the file' }).click();
  await page.getByRole('heading', { level: 1, name: `Replace the file of ${name}` }).waitFor();
  assert.equal(await page.getByLabel('Name of this list').inputValue(), name, 'the name need not be typed again');
  await look(visit, 'replace the file');
  await visit.refused(400, () => pressUpload(visit, name, csvFile('headings.csv', headingsOnlyList)));
  await assertSaid(visit, /headings, but no patients below them/);
  await upload(visit, name, csvFile(`${'recall_of_everybody_'.repeat(5)}.csv`, list.text));
  await visit.refused(404, () => visit.goTo(wrong));
  await page.goBack();
}

async function review(visit) {
  const { page } = visit;
  await page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}` }).waitFor();
  await assertCounts(visit, { 'rows read': list.rows, 'patients on the list': list.accepted, 'rows refused': list.refused });
  assert.equal(await facts(page, 'Kind of text').innerText(), 'Unicode text (UTF-8)');
  assert.equal(await facts(page, 'Headings').innerText(), 'As EMIS Web writes them, on line 6');
  assert.match(await facts(page, 'Report run on').innerText(), new RegExp(`^\\d+ \\w+ \\d{4}, ${daysAgo} days ago$`));
  assert.match(await facts(page, 'Ages').innerText(), /^From 6 to 106. 2 patients are under 16$/);
  await page.getByText('2 patients are 6 and 1 patient is 106').waitFor();
  await page.getByText('One mobile number is shared by three or more patients').click();
  await page.getByRole('row', { name: `${list.sharedPhone} 7` }).waitFor();
  await look(visit, 'review');
}

const reason = (page, title) => page.getByRole('link', { name: title });

async function findEveryGroup(visit) {
  const { page } = visit;
  assert.equal(list.titles.length, 10);
  for (const title of list.titles) {
    await reason(page, title).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText(`${list.each} rows were refused for this reason.`).waitFor();
    assert.equal(await rows(page).count(), 50);
    await look(visit, title);
    await page.getByRole('link', { name: /^More rows/ }).click();
    await page.getByRole('link', { name: /^First rows/ }).waitFor();
    assert.equal(await rows(page).count(), list.each - 50);
    await page.getByRole('link', { name: 'Back to the whole list' }).click();
  }
}

const troublesOf = (title) => list.troubles.filter((each) => title === each.title || each.title.startsWith(title));
const rowOf = (page, { line }) => rows(page).filter({ hasText: new RegExp(`\\b${inWords(line)}\\b`) }).first();

async function openRow(visit, title, trouble) {
  const { page } = visit;
  await reason(page, title).click();
  await page.getByRole('link', { name: `Correct line ${inWords(trouble.line)}`, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: `Correct line ${inWords(trouble.line)}` }).waitFor();
}

const put = (page) => page.getByRole('button', { name: 'Put this row on the list' }).click();

async function assertNews(visit, words) {
  await visit.page.getByRole('alert').getByText(words).waitFor();
}

async function correctThree(visit) {
  const { page } = visit;
  const [mistyped] = troublesOf('The NHS number is mistyped');
  await openRow(visit, 'The NHS number is mistyped', mistyped);
  assert.equal(await page.getByLabel('NHS Number').inputValue(), mistyped.row.nhs, 'the cell as the file has it');
  await look(visit, 'correct a row');
  await page.getByLabel('NHS Number').fill('999');
  await visit.refused(400, () => put(page));
  await assertSaid(visit, /does not have exactly 10 digits/);
  assert.equal(await page.getByLabel('NHS Number').inputValue(), '999', 'what was typed is kept');
  if (visit.hasJavaScript) {
    const focused = await page.locator('main .nhsuk-error-summary').evaluate((each) => each === document.activeElement);
    assert.ok(focused, 'the error summary has the focus');
  }
  await look(visit, 'corrected wrongly');
  await page.getByLabel('NHS Number').fill(mistyped.good.nhs);
  await put(page);
  await assertNews(visit, `Line ${inWords(mistyped.line)} is on the list now.`);
  await page.getByText(`${list.each - 1} rows were refused for this reason.`).waitFor();
  await look(visit, 'a row is on the list');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();

  const [date] = troublesOf('The date of birth is not a date we can read');
  await openRow(visit, 'The date of birth is not a date we can read', date);
  await page.getByLabel('Date of Birth').fill(date.good.dob);
  await put(page);
  await assertNews(visit, 'is on the list now.');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();

  // Another patient's NHS number is a mistake that only the list can see.
  const [landline] = troublesOf('The mobile number is a landline');
  await openRow(visit, 'The mobile number is a landline', landline);
  await page.getByLabel('Mobile Telephone').fill('07700 900123');
  await page.getByLabel('NHS Number').fill(mistyped.good.nhs);
  await visit.refused(409, () => put(page));
  await assertSaid(visit, /Another row of the list has this NHS number/);
  await look(visit, 'corrected to somebody else');
  await page.getByLabel('NHS Number').fill(landline.good.nhs);
  await put(page);
  await assertNews(visit, 'is on the list now.');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();
  await assertCounts(visit, {
    'patients on the list': list.accepted + 3, 'rows refused': list.refused - 3, 'rows put on the list': 3,
  });
}

async function leaveOutSome(visit) {
  const { page } = visit;
  const [unreached] = troublesOf('This patient has neither a mobile number nor');
  await reason(page, 'This patient has neither').click();
  await page.getByRole('button', { name: `Leave out line ${inWords(unreached.line)}`, exact: true }).click();
  await assertNews(visit, `Line ${inWords(unreached.line)} is left out.`);
  await page.getByRole('link', { name: 'Back to the whole list' }).click();

  const [first, second] = troublesOf('This NHS number is in the file more than once');
  await reason(page, 'This NHS number is in the file more than once').click();
  assert.match(await rowOf(page, first).innerText(), new RegExp(`Line ${inWords(second.line)}`));
  await page.getByRole('link', { name: `Correct line ${inWords(second.line)}`, exact: true }).click();
  await page.getByRole('table', { name: 'The rows of this patient' }).waitFor();
  await look(visit, 'rows of one patient');
  await page.getByRole('button', { name: `Leave out line ${inWords(second.line)}` }).click();
  await assertNews(visit, 'the other row of this patient is on the list now.');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();
  await assertCounts(visit, {
    'patients on the list': list.accepted + 4, 'rows refused': list.refused - 6,
    'rows put on the list': 4, 'rows left out': 2,
  });
}

async function seeWhatWasRepaired(visit) {
  const { page } = visit;
  await page.getByRole('link', { name: 'The mobile number had lost its leading 0' }).click();
  await page.getByRole('heading', { level: 1, name: /lost its leading 0/ }).waitFor();
  assert.equal(await rows(page).count(), 20);
  assert.match(await rows(page).first().innerText(), /7700 900\d{3}.*07700 900\d{3}/s, 'found and kept');
  await look(visit, 'what was repaired');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();
}

// The cells of a file as a spreadsheet has them.
function readCsv(text) {
  assert.ok(text.startsWith('\uFEFF'), 'with the mark that tells spreadsheets UTF-8');
  return text.slice(1).split('\r\n').filter(Boolean).map((row) =>
    [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain)));
}
const writeCsv = (table) => table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');

async function mendInASpreadsheet(visit) {
  const { page } = visit;
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('button', { name: 'Download the refused rows' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `Refused rows, ${name}.csv`);
  const table = readCsv(readFileSync(await download.path(), 'utf8'));
  const [heading, ...cells] = table;
  assert.equal(cells.length, list.refused - 6);
  const lineAt = heading.indexOf('Line');
  const byLine = new Map(list.troubles.map((trouble) => [String(trouble.line), trouble]));
  const mended = cells.map((row) => {
    const good = byLine.get(row[lineAt])?.good;
    const isConflict = byLine.get(row[lineAt])?.title.startsWith('This NHS number');
    return good && !isConflict ? [good.given, good.family, good.dob, good.nhs, good.mobile, good.email, ...row.slice(6)] : row;
  });
  const mendedCount = list.refused - list.each * 2 - 4;
  await page.getByRole('button', { name: 'Add another file to this list' }).click();
  await page.getByRole('heading', { level: 1, name: `Add another file to ${name}` }).waitFor();
  await look(visit, 'add another file');
  await visit.refused(400, () => page.getByRole('button', { name: 'Upload CSV file' }).click());
  await assertSaid(visit, /No file was chosen/);
  await page.locator('input[type=file]').setInputFiles(csvFile('mended.csv', writeCsv([heading, ...mended])));
  await page.getByRole('button', { name: 'Upload CSV file' }).click();
  await page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}` }).waitFor();
  await page.getByRole('heading', { name: 'File 2 of 2' }).waitFor();
  await assertCounts(visit, { 'patients on the list': list.accepted + 4 + mendedCount });
  await look(visit, 'review with two files');
  // What was mended in the file is of no use where it was refused.
  await reason(page, 'The NHS number is mistyped').click();
  await page.getByRole('button', { name: `Leave out all ${list.each - 1} rows` }).click();
  await assertNews(visit, 'The rows with this fault are left out: The NHS number is mistyped');
  await assertCounts(visit, { 'rows left out': 2 + list.each - 1 });
  await page.getByRole('button', { name: 'Add another file to this list' }).click();
  await page.locator('input[type=file]').setInputFiles(csvFile('mended.csv', writeCsv([heading, ...mended])));
  await visit.refused(409, () => page.getByRole('button', { name: 'Upload CSV file' }).click());
  await assertSaid(visit, /This file is on the list already/);
  await look(visit, 'the same file again');
  await page.getByRole('link', { name: 'Back to the list' }).click();
}

async function goOn(visit) {
  const { page } = visit;
  await visit.refused(409, () => page.getByRole('button', { name: /^Continue with/ }).click());
  await assertSaid(visit, /run more than 14 days ago/);
  await look(visit, 'an old list');
  await page.getByLabel(`This list was run ${daysAgo} days ago. I have checked that it is still right.`).check();
  await page.getByRole('button', { name: /^Continue with/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Write the message' }).waitFor();
}

await runTest(async ({ stack, visit, step }) => {
  await signIn(visit, stack);
  await step('replace the file', () => replaceTheFile(visit));
  await step('review', () => review(visit));
  await step('find every group', () => findEveryGroup(visit));
  await step('correct three', () => correctThree(visit));
  await step('leave out some', () => leaveOutSome(visit));
  await step('see what was repaired', () => seeWhatWasRepaired(visit));
  await step('mend in a spreadsheet', () => mendInASpreadsheet(visit));
  await step('go on', () => goOn(visit));
});
