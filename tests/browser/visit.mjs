// A browser that holds every page it is shown to the promises of all pages: axe finds nothing against WCAG 2.2 AA,
// there is one h1, nothing is asked of another machine, nothing is complained about on the console, and at 320 pixels
// no page scrolls sideways.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// 'region' is no rule of WCAG: NHS pages have the back link before main.
const axeOptions = {
  resultTypes: ['violations'],
  rules: { region: { enabled: false } },
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
const wide = { width: 1200, height: 900 };
const narrow = { width: 320, height: 700 };
const withinMs = 15000;
const ourHosts = ['127.0.0.1', 'localhost'];

async function openBrowser() {
  const executablePath = process.env.COHORT_CHROMIUM ?? '/usr/bin/chromium';
  assert.ok(existsSync(executablePath), `Chromium is needed at ${executablePath}`);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

export class Visit {
  static async begin(name, javaScriptEnabled = true) {
    const browser = await openBrowser();
    const context = await browser.newContext({ javaScriptEnabled, viewport: wide, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(withinMs);
    // Axe is a script. A page without scripts is looked at in a twin that may run them and is shown the same elements.
    const twin = javaScriptEnabled ? page : await (await browser.newContext({ viewport: wide, bypassCSP: true })).newPage();
    return new Visit(name, javaScriptEnabled, browser, page, twin);
  }

  constructor(name, hasJavaScript, browser, page, twin) {
    this.name = name;
    this.hasJavaScript = hasJavaScript;
    this.browser = browser;
    this.page = page;
    this.twin = twin;
    this.faults = []; // all are told at the end: one run shows every page
    this.refusals = new Set(); // addresses that were meant to answer with a 4xx
    this.expected = []; // what the console may complain about, because the test brought it about
    this.shown = 0;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && !ourHosts.includes(url.hostname)) {
        this.faults.push(`asks another machine: ${request.url()}`);
      }
    });
    page.on('console', (message) => {
      const isRefusal = /^Failed to load resource: .* status of 4\d\d/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !(isRefusal && this.refusals.has(message.location().url))
        && !this.expected.some((words) => words.test(message.text()))) {
        this.faults.push(`${page.url()}: on the console: ${message.text()} at ${message.location().url}`);
      }
    });
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.stack}`));
  }

  // The page that answers an action with a refusal, which the console may mention. An upload's comes by script.
  async refused(status, action) {
    const answer = this.page.waitForResponse((response) =>
      response.status() === status
      && (response.request().isNavigationRequest() || response.request().resourceType() === 'xhr'));
    await Promise.all([answer.then((response) => this.refusals.add(response.url())), action()]);
    await this.page.waitForLoadState();
  }

  expectFault(words) {
    this.expected.push(words);
  }

  async goTo(address) {
    return this.page.goto(address);
  }

  // What is on the screen keeps what all pages promise. Screenshots are named in the order of the visit.
  async check(what) {
    const { page } = this;
    await page.waitForLoadState();
    const headings = await page.locator('h1').count();
    if (headings !== 1) {
      this.faults.push(`${what}: ${headings} h1`);
    }
    if ((await page.locator('body').innerText()).includes('no words for yet')) {
      this.faults.push(`${what}: a code without a sentence`);
    }
    await this.shoot(what, '1200');
    await this.#axe(what);
    await page.setViewportSize(narrow);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await this.shoot(what, '320');
    if (width > narrow.width) {
      this.faults.push(`${what}: scrolls sideways at ${narrow.width} pixels, being ${width} wide`);
    }
    await page.setViewportSize(wide);
  }

  assertNoFaults() {
    assert.deepEqual(this.faults, [], 'every page keeps what all pages promise');
  }

  // The page as it stands, without its scripts, and with what stands in it for those who have none.
  async #showTwin() {
    const html = (await this.page.content())
      .replaceAll(/<script\b.*?<\/script>/gs, '')
      .replaceAll(/<\/?noscript>/g, '');
    const url = this.page.url();
    await this.twin.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
    await this.twin.goto(url);
    await this.twin.unroute(url);
  }

  async #axe(what) {
    if (this.twin !== this.page) {
      await this.#showTwin();
    }
    await this.twin.evaluate(axeSource);
    const found = await this.twin.evaluate(async (options) => {
      const { violations } = await window.axe.run(document, options);
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
    }, axeOptions);
    this.faults.push(...found.map((fault) => `${what}: axe: ${fault}`));
  }

  async shoot(what, width) {
    const folder = process.env.COHORT_SCREENSHOTS;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      this.shown += width === '1200' ? 1 : 0;
      const number = String(this.shown).padStart(2, '0');
      const file = `${this.name}-${number}-${what.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}-${width}.png`;
      await this.page.screenshot({ path: join(folder, file), fullPage: true });
    }
  }

  // Waits until the page shows it: by itself with JavaScript, by loading the page again without.
  async until(locator, what) {
    if (this.hasJavaScript) {
      await locator.waitFor();
      return;
    }
    const end = Date.now() + withinMs;
    while (!(await locator.isVisible())) {
      assert.ok(Date.now() < end, `${what} did not come, however often the page was loaded again`);
      await this.page.waitForTimeout(200);
      await this.page.reload();
    }
  }

  async end() {
    await this.browser.close();
  }
}
