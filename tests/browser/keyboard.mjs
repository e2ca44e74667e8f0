// The main job by keyboard alone: every field and button is reached with Tab, shows that it is, and is worked with the
// keys. Only the file is handed over by the test, as the browser's own dialog would.
import assert from 'node:assert/strict';
import { csvFile, onePatientList } from './lists.mjs';
import { runTest } from './run.mjs';

const tabsMax = 60;

const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

// Tabs to it, and sees that it looks different from when it is not there.
async function tabTo(page, locator) {
  await locator.waitFor();
  for (let tabs = 0; !(await isFocused(locator)); ++tabs) {
    assert.ok(tabs < tabsMax, `${locator} is not reached with the Tab key`);
    await page.keyboard.press('Tab');
  }
  const look = () => locator.evaluate((element) => {
    const own = getComputedStyle(element);
    const label = element.labels?.[0] ? getComputedStyle(element.labels[0], '::before') : own;
    return [own.outline, own.boxShadow, own.backgroundColor, label.boxShadow, label.borderColor].join(' ');
  });
  const focused = await look();
  await locator.evaluate((element) => element.blur());
  assert.notEqual(focused, await look(), `${locator} shows that it has the focus`);
  await locator.evaluate((element) => element.focus());
}

async function press(page, role, name) {
  await tabTo(page, page.getByRole(role, { name }));
  await page.keyboard.press('Enter');
}

async function type(page, label, words) {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.type(words);
}

async function skipToContent(page) {
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to main content' });
  assert.ok(await isFocused(skip), 'the first Tab offers to skip the menu');
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement.id === 'maincontent' || location.hash === '#maincontent'));
}

async function signIn(page, stack) {
  await page.goto(stack.base);
  await skipToContent(page);
  await type(page, 'Email address', stack.receptionist);
  await type(page, 'Password', stack.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Bulk Messages' }).waitFor();
}

async function addList(page) {
  await press(page, 'button', 'Create new Bulk Message');
  await type(page, 'Name of this list', 'By keyboard');
  await tabTo(page, page.locator('input[type=file]'));
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await chooser).setFiles(csvFile('one.csv', onePatientList));
  await press(page, 'button', 'Upload CSV file');
  await press(page, 'button', /^Continue with/);
}

// Arrows choose among radios; what they reveal is next.
async function writeEmail(page) {
  await tabTo(page, page.locator('input[name=channel]').first());
  await page.keyboard.press('ArrowDown');
  await type(page, 'Subject', 'Hello');
  await type(page, 'Message', 'Hello, ');
  await press(page, 'button', 'Insert ((first name))');
  const message = page.getByLabel('Message', { exact: true });
  assert.equal(await message.inputValue(), 'Hello, ((first name))');
  assert.ok(await isFocused(message), 'one goes on writing');
  await page.keyboard.type('.');
  await press(page, 'button', 'Continue to check');
  await page.getByRole('heading', { level: 1, name: 'Check and send' }).waitFor();
}

async function sendAndRead(page) {
  await press(page, 'button', 'Send to 1 patient');
  await page.getByText('Your bulk message is on its way.').waitFor();
  await tabTo(page, page.locator('tbody tr').first().getByRole('link'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Bulk message to By keyboard' }).waitFor();
  await tabTo(page, page.locator('summary'));
  await page.keyboard.press('Enter');
  await page.getByText('pressed Send, for a list of 1 patient').waitFor();
  await press(page, 'link', /^Only patients with errors/);
  await page.getByText('Nobody has an error.').waitFor();
}

// The error summary has the focus, and its link leads to the field.
async function mendAnError(page) {
  await page.keyboard.press('Tab');
  await page.goto(`${new URL(page.url()).origin}/bulk-messages/new`);
  await press(page, 'button', 'Upload CSV file');
  const summary = page.locator('main .nhsuk-error-summary:visible');
  await summary.waitFor();
  assert.ok(await isFocused(summary), 'the error summary has the focus');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok(await isFocused(page.getByLabel('Name of this list')), 'its link leads to the field');
}

await runTest(async ({ stack, visit, step }) => {
  const { page } = visit;
  await step('sign in', () => signIn(page, stack));
  await step('add a list', () => addList(page));
  await step('write an email', () => writeEmail(page));
  await step('send and read', () => sendAndRead(page));
  visit.expectFault(/status of 400/);
  await step('mend an error', () => mendAnError(page));
});
