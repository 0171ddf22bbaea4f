// A reader's whole life in a real browser, from the form to erasure, with scripts and without. Needs Chromium, else it
// is skipped. axe looks at every page on the way.
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { StartRun } from '../../src/digests/start-run.js';
import { accessibilityFaults, hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { linkIn } from '../support/reader-pages.js';
import { confirmLink } from '../support/reader.js';
import { newPaper } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';

describe("a reader's life in a browser", () => {
  let courant: CourantUnderTest;
  let browser: Browser | undefined;
  let hasScripts = true;

  beforeAll(async () => {
    if (!hasBrowser) return;
    courant = await startCourantUnderTest({ clock: new TestClock() });
    browser = await openBrowser();
    await newPaper(courant.prisma, { title: 'Sparse experts in very large models', upvotes: 41 });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await courant?.stop();
  });

  /** Presses a button of this name and waits for the page that comes after. */
  async function presses(page: Page, name: string): Promise<void> {
    const button = page.getByRole('button', { name, exact: true });
    await Promise.all([page.waitForEvent('load'), button.click()]);
    await look(page);
  }

  /** axe is a script itself. */
  async function look(page: Page): Promise<void> {
    if (!hasScripts) return;
    expect([page.url(), await accessibilityFaults(page)]).toEqual([page.url(), []]);
  }

  async function goes(page: Page, url: string): Promise<void> {
    await page.goto(url);
    await look(page);
  }

  for (const javaScriptEnabled of [true, false]) {
    withBrowser(
      `goes from the form to erasure ${javaScriptEnabled ? 'with' : 'without'} scripts`,
      async () => {
        hasScripts = javaScriptEnabled;
        const address = `browser-${javaScriptEnabled}@example.org`;
        const context = await browser?.newContext({
          viewport: { width: 800, height: 900 },
          javaScriptEnabled,
        });
        const page = await context?.newPage();
        if (!context || !page) throw new Error('no browser');
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(error.message));

        await goes(page, courant.url);
        await page.fill('#email', address);
        await page.fill('#description', 'sparse experts');
        await page.selectOption('#timeZone', 'Europe/Berlin');
        await page.getByText('Queries, authors, papers').click();
        await page.setInputFiles('#library', {
          name: 'library.bib',
          mimeType: 'text/plain',
          buffer: Buffer.from('@misc{b, title={On sparse experts}}\n@misc{c, title={never closed'),
        });
        await presses(page, 'Subscribe');
        expect(await page.textContent('main')).toContain('From your library 1 paper was read');
        await goes(page, confirmLink(await courant.sink.waitFor(address)));
        await presses(page, 'Confirm subscription');
        await courant.get(StartRun).run({ date: '2026-06-29' });
        const digest = await courant.sink.waitFor(address, 3);

        await goes(page, `${linkIn(digest, 'f')}/more`);
        await presses(page, 'More like this');
        expect(await page.textContent('main')).toContain('You said: more like this.');

        const settings = linkIn(digest, 'p');
        await goes(page, settings);
        await page.fill('#maxPapers', '0');
        await presses(page, 'Save settings');
        expect(await page.inputValue('#maxPapers')).toBe('0');
        expect(await page.locator('.error-summary').evaluate((summary) => summary.matches(':focus'))).toBe(
          true,
        );
        await page.fill('#maxPapers', '5');
        await page.selectOption('#frequency', 'weekly');
        await presses(page, 'Save settings');
        expect(await page.textContent('.notice')).toBe('Your settings are saved.');

        await goes(page, `${settings}/interests`);
        await page.fill('#query-1', 'title:experts AND (');
        if (javaScriptEnabled) await page.fill('#filter', 'galaxies');
        else await page.getByText('Astrophysics', { exact: false }).first().click();
        await page.getByLabel('Astrophysics of Galaxies').check();
        await presses(page, 'Save interests');
        expect(await page.getAttribute('#query-1', 'aria-invalid')).toBe('true');
        await page.fill('#query-1', 'title:experts');
        await presses(page, 'Save interests');
        expect(await page.inputValue('[name=category]')).toBe('astro-ph.GA');

        await goes(page, `${settings}/library`);
        await page.setInputFiles('#file', {
          name: 'library.bib',
          mimeType: 'text/plain',
          buffer: Buffer.from('@misc{a, title={On routing}, author={Noether, Emmy}}'),
        });
        await presses(page, 'Add to my library');
        expect(await page.textContent('.notice')).toContain('1 added');
        for (const path of ['history', 'saved', 'account']) await goes(page, `${settings}/${path}`);

        await presses(page, 'Mail me a sign-in link');
        await goes(page, linkIn(await courant.sink.waitFor(address, 4), 'sign-in'));
        await presses(page, 'Sign in');
        expect(new URL(page.url()).pathname).toBe('/p/me');
        const [cookie] = await context.cookies();
        expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
        await goes(page, `${courant.url}/p/me/account`);
        await goes(page, `${courant.url}/p/me/erase`);
        await presses(page, 'Erase everything');
        expect(await page.textContent('h1')).toBe('You are forgotten');
        expect(await courant.prisma.subscriber.count({ where: { address } })).toBe(0);
        expect(await context.cookies()).toEqual([]);
        expect(complaints).toEqual([]);
        await context.close();
      },
      120_000,
    );
  }
});
