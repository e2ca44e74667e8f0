// The steps of a receptionist, by what they read on the screen.
import assert from 'node:assert/strict';

export async function signIn(visit, stack) {
  const { page } = visit;
  await visit.goTo(`${stack.base}/`);
  await page.getByLabel('Email address').fill(stack.receptionist);
  await page.getByLabel('Password', { exact: true }).fill(stack.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bulk Messages' }).waitFor();
}

export async function startNew(visit) {
  await visit.page.getByRole('button', { name: 'Create new Bulk Message' }).click();
  await visit.page.getByRole('heading', { level: 1, name: 'Add a patient list' }).waitFor();
}

export async function pressUpload(visit, name, file) {
  const { page } = visit;
  await page.getByLabel('Name of this list').fill(name);
  if (file) {
    await page.locator('input[type=file]').setInputFiles(file);
  }
  await page.getByRole('button', { name: 'Upload CSV file' }).click();
}

export async function upload(visit, name, file) {
  await pressUpload(visit, name, file);
  await visit.page.getByRole('heading', { level: 1, name: `Check the patient list: ${name}` }).waitFor();
}

export async function useList(visit) {
  await visit.page.getByRole('button', { name: /^Continue with/ }).click();
  await visit.page.getByRole('heading', { level: 1, name: 'Write the message' }).waitFor();
}

export async function pressContinue(visit) {
  await visit.page.getByRole('button', { name: 'Continue to check' }).click();
}

export async function chooseLater(visit, day, month, year, hour, minute) {
  const { page } = visit;
  await page.getByLabel('Send later').check();
  for (const [label, value] of Object.entries({ Day: day, Month: month, Year: year, Hour: hour, Minute: minute })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
}

// From the Bulk Messages page to 'Check and send' for one patient.
export async function composeForOne(visit, listName, file, text) {
  await startNew(visit);
  await upload(visit, listName, file);
  await useList(visit);
  await visit.page.getByLabel('Message', { exact: true }).fill(text);
  await pressContinue(visit);
  await visit.page.getByRole('heading', { level: 1, name: 'Check and send' }).waitFor();
}

// The sentence stands in the summary, and its link leads to a field.
export async function assertSaid(visit, words) {
  const { page } = visit;
  const link = page.locator('main .nhsuk-error-summary:visible').getByRole('link', { name: words });
  await link.waitFor();
  const target = await link.getAttribute('href');
  assert.ok(await page.locator(target).count(), `${words}: the link ${target} leads to a field`);
  assert.match(await page.title(), /^Error: /, 'the title says that there is an error');
}

// Headings go down one level at a time, and every table says what it is about and what its columns are.
async function assertStructure(visit, what) {
  const levels = await visit.page.locator('main').locator('h1, h2, h3, h4').evaluateAll((all) =>
    all.filter((each) => each.offsetParent !== null).map((each) => Number(each.tagName[1])));
  const from = levels.indexOf(1);
  assert.ok(from >= 0, `${what}: there is an h1`);
  for (let i = from + 1; i < levels.length; ++i) {
    assert.ok(levels[i] <= levels[i - 1] + 1, `${what}: the headings are in order: ${levels}`);
  }
  for (const table of await visit.page.locator('table').all()) {
    assert.ok((await table.locator('caption').textContent()).trim(), `${what}: a table has a caption`);
    assert.ok(await table.locator('thead th[scope=col]').count(), `${what}: a table has header cells`);
  }
}

// A page and its structure.
export async function look(visit, what) {
  await assertStructure(visit, what);
  await visit.check(what);
}
