// The lists that were used: found in the menu, looked at, searched, used again, deleted. With JavaScript, or without.
import assert from 'node:assert/strict';
import { csvFile, emisList, emisPhones, manyPatientsList, systmOneList } from './lists.mjs';
import { runTest } from './run.mjs';
import { assertSaid, look, pressContinue, signIn, startNew, upload, useList } from './steps.mjs';

const patients = 120;
const rows = (page) => page.locator('tbody tr');
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

async function openLists(visit) {
  const { page } = visit;
  await page.locator('header').getByRole('link', { name: 'Patient lists' }).click();
  await heading(page, 'Patient lists');
}

async function keep(visit, stack, name, file) {
  await visit.goTo(`${stack.base}/bulk-messages`);
  await startNew(visit);
  await upload(visit, name, file);
  await useList(visit);
}

async function seeNone(visit) {
  await openLists(visit);
  await visit.page.getByText('There are no patient lists yet.').waitFor();
  await look(visit, 'no lists');
}

async function keepThree(visit, stack) {
  const { page } = visit;
  await keep(visit, stack, 'Flu invitations', csvFile('emis.csv', emisList));
  await keep(visit, stack, 'Newsletter', csvFile('systmone.csv', systmOneList));
  await keep(visit, stack, 'Everybody', csvFile('many.csv', manyPatientsList(patients, 10)));
  await openLists(visit);
  const names = await rows(page).locator('td:first-child a').allInnerTexts();
  assert.deepEqual(names, ['Everybody', 'Newsletter', 'Flu invitations'], 'the newest first');
  await look(visit, 'lists');
}

async function seeOne(visit) {
  const { page } = visit;
  await page.getByRole('link', { name: 'Flu invitations' }).click();
  await heading(page, 'Flu invitations');
  await page.getByText('Show all of it').click();
  await page.getByText(/^[0-9a-f]{64}$/).waitFor();
  await page.getByText('1 row was refused').waitFor();
  await look(visit, 'a kept list');
  await page.getByRole('link', { name: 'The NHS number is mistyped' }).click();
  await page.getByText('The list is confirmed, so nothing about it can be changed.').waitFor();
  assert.equal(await page.getByRole('button', { name: /Leave out/ }).count(), 0);
  await look(visit, 'refused rows of a kept list');
  await page.getByRole('link', { name: 'Back to the whole list' }).click();
}

async function search(visit, words) {
  const { page } = visit;
  await page.getByLabel('Find a patient').fill(words);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('heading', { level: 1, name: 'Find a patient in Flu invitations' }).waitFor();
}

async function findPatients(visit) {
  const { page } = visit;
  await search(visit, 'ZOE FAKE');
  await page.getByText("1 patient has 'ZOE FAKE' in the name.").waitFor();
  assert.match(await rows(page).first().innerText(), /Zoë Fakebrown/);
  await look(visit, 'found by name');
  await search(visit, emisPhones.arrives);
  await page.getByText(`1 patient has the mobile number ${emisPhones.arrives}.`).waitFor();
  await search(visit, 'imagina@example.org');
  await page.getByText('1 patient has the email address imagina@example.org.').waitFor();
  await search(visit, '999 000 0018');
  await page.getByText('No patient of this list has this NHS number.').waitFor();
  await search(visit, 'Nobody');
  await page.getByText("No patient of this list has 'Nobody' in the name.").waitFor();
  assert.ok(!page.url().includes('Nobody'), 'what is looked for stands in no address');
  await look(visit, 'nobody found');
}

async function pageThrough(visit) {
  const { page } = visit;
  await openLists(visit);
  await page.getByRole('link', { name: 'Everybody' }).click();
  let seen = await rows(page).count();
  for (let pages = 1; await page.getByRole('link', { name: /^More patients/ }).count(); ++pages) {
    assert.ok(pages < 4, 'three pages');
    await page.getByRole('link', { name: /^More patients/ }).click();
    await page.waitForURL(/after=/);
    seen += await rows(page).count();
  }
  assert.equal(seen, patients, 'every patient is on one page');
}

// While nothing can leave, what was sent is still under way.
async function useAgain(visit, stack) {
  const { page } = visit;
  await stack.stopSimulator();
  await openLists(visit);
  await page.getByRole('link', { name: 'Flu invitations' }).click();
  await page.getByRole('button', { name: 'Use this list again' }).click();
  await heading(page, 'Write the message');
  await page.getByText('Flu invitations').waitFor();
  await page.getByLabel('Message', { exact: true }).fill('Dear ((first name)), hello again.');
  await pressContinue(visit);
  await heading(page, 'Check and send');
  await page.getByRole('button', { name: 'Send to 4 patients' }).click();
  await page.getByText('Your bulk message is on its way.').waitFor();
}

async function deleteLists(visit) {
  const { page } = visit;
  await openLists(visit);
  await page.getByRole('link', { name: 'Flu invitations' }).click();
  await page.getByRole('button', { name: 'Delete this list' }).click();
  await heading(page, 'Delete Flu invitations?');
  await look(visit, 'delete a list');
  await visit.refused(409, () => page.getByRole('button', { name: 'Delete this list' }).click());
  await assertSaid(visit, /A bulk message to this list is still under way/);
  await look(visit, 'a list that is needed');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await heading(page, 'Flu invitations');

  await openLists(visit);
  await page.getByRole('link', { name: 'Newsletter' }).click();
  const address = page.url();
  await page.getByRole('button', { name: 'Delete this list' }).click();
  await page.getByRole('button', { name: 'Delete this list' }).click();
  await page.getByRole('alert').getByText('The list Newsletter is deleted.').waitFor();
  assert.equal(await rows(page).count(), 2);
  await look(visit, 'a list is deleted');
  await visit.goTo(address);
  await page.getByText(/This list was deleted by Robin Reception on .* Its patients are gone from it\./).waitFor();
  assert.ok(!(await page.locator('main').innerText()).includes('Mocktaylor'), 'no patient');
  await look(visit, 'a deleted list');
}

await runTest(async ({ stack, visit, step }) => {
  await signIn(visit, stack);
  await step('see that there is none', () => seeNone(visit));
  await step('keep three', () => keepThree(visit, stack));
  await step('see one', () => seeOne(visit));
  await step('find patients', () => findPatients(visit));
  await step('page through one', () => pageThrough(visit));
  await step('use one again', () => useAgain(visit, stack));
  await step('delete lists', () => deleteLists(visit));
});
