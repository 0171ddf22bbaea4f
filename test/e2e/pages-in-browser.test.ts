// The reader's way in a real browser, on the running service. Needs Chromium, else it is skipped.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { StartRun } from '../../src/digests/start-run.js';
import { listMessages, readMessage } from '../../src/platform/embedded/mailbox-store.js';
import { parseStored } from '../../src/platform/embedded/mailbox-view.js';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { accessibilityFaults, hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { confirmLink, submitForm } from '../support/reader.js';
import { newPaper } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';
import { until } from '../support/until.js';

/** Waits for the page that comes after a form was sent, which may have the same address. */
async function submits(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}

describe('in a browser', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'courant-browser-'));
  let courant: CourantUnderTest;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;

  beforeAll(async () => {
    if (!hasBrowser) return;
    courant = await startCourantUnderTest({
      clock: new TestClock(),
      env: { SMTP_URL: '', DATA_DIR: dataDir },
    });
    browser = await openBrowser();
    await newPaper(courant.prisma, {
      title: 'Sparse experts in very large models',
      summary: 'Routing by need.',
      upvotes: 41,
      pdfUrl: 'https://arxiv.org/pdf/2606.1',
    });
    await newPaper(courant.prisma, { title: 'Dwarf galaxies', announcedOn: new Date('2026-06-26') });
  }, 60_000);
  afterEach(() => context?.close());
  afterAll(async () => {
    await browser?.close();
    await courant?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser?.newContext({ viewport: { width: 900, height: 700 }, ...options });
    const page = await context?.newPage();
    if (!page) throw new Error('no browser');
    await page.goto(new URL(path, courant.url).href);
    return page;
  }

  /** The newest mail to this address whose subject contains these words: its id and text. */
  const mailTo = (address: string, words: string) =>
    until(`“${words}” to ${address}`, async () => {
      const directory = courant.service.config.mailboxDir ?? '';
      const found = (await listMessages(directory, 100)).find(
        ({ to, subject }) => to.includes(address) && subject.includes(words),
      );
      const stored = found && (await readMessage(directory, found.id));
      return stored && { id: stored.envelope.id, ...(await parseStored(stored.raw)) };
    });
  const reader = (address: string) => courant.prisma.subscriber.findFirstOrThrow({ where: { address } });

  withBrowser('a reader without scripts and without a mouse signs up and confirms', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    const keys = page.keyboard;
    const tabTo = async (id: string) => {
      for (let presses = 0; presses < 120; presses += 1) {
        const focused = page.locator(':focus');
        if ((await focused.count()) > 0 && (await focused.getAttribute('id')) === id) return;
        await keys.press('Tab');
      }
      throw new Error(`Tab never came to ${id}`);
    };
    await tabTo('email');
    await keys.type('keyboard@example.org');
    await keys.press('Tab');
    await keys.type('sparse experts');
    await tabTo('timeZone');
    await keys.type('Europe/Berlin');
    await keys.press('Tab'); // the language is the one of the browser
    await keys.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Subscribe');
    await keys.press('Enter');
    await page.waitForURL('**/check-mail');
    expect(await page.locator('h1').innerText()).toMatch(/mail/i);

    await page.goto(confirmLink(await mailTo('keyboard@example.org', 'Confirm')));
    for (let presses = 0; presses < 20; presses += 1) {
      await keys.press('Tab');
      if ((await page.locator(':focus').innerText()) === 'Confirm subscription') break;
    }
    await submits(page, () => keys.press('Enter'));
    expect(await page.locator('main').innerText()).toContain('Tuesday, 30 June 2026, at 08:00');
    expect(await reader('keyboard@example.org')).toMatchObject({
      state: 'active',
      timeZone: 'Europe/Berlin',
    });
  });

  withBrowser(
    'a reader with scripts finds her time zone chosen, and her fault next to the field',
    async () => {
      const page = await open('/', { timezoneId: 'America/New_York' });
      expect(await page.inputValue('#timeZone')).toBe('America/New_York');
      await page.fill('#email', 'not an address');
      await page.fill('#description', 'sparse "experts" & <b>more</b>');
      await page.click('summary:has-text("Computer Science")');
      await page.check('input[value="cs.LG"]');
      await submits(page, () => page.click('button[type=submit]'));
      expect(await page.getAttribute('#email', 'aria-invalid')).toBe('true');
      expect(await page.locator('#email-error').innerText()).toContain('ada@example.org');
      expect(await page.inputValue('#description')).toBe('sparse "experts" & <b>more</b>');
      expect(await page.isChecked('input[value="cs.LG"]')).toBe(true);
      expect(await page.inputValue('#timeZone')).toBe('America/New_York');
      await page.fill('#email', 'scripts@example.org');
      await page.click('button[type=submit]');
      await page.waitForURL('**/check-mail');
      expect(await reader('scripts@example.org')).toMatchObject({
        state: 'pending',
        timeZone: 'America/New_York',
      });
    },
  );

  withBrowser('the mailbox shows the digest in its frame, and its unsubscribe link works', async () => {
    const form = { email: 'framed@example.org', description: 'sparse experts', timeZone: 'UTC' };
    await submitForm(courant.url, form);
    await fetch(confirmLink(await mailTo('framed@example.org', 'Confirm')), { method: 'POST' });
    await courant.get(StartRun).run({ date: '2026-06-29' });
    await mailTo('framed@example.org', 'for you');
    const page = await open('/mailbox');
    await page
      .locator('tr, li')
      .filter({ hasText: 'framed@example.org' })
      .filter({ hasText: 'for you' })
      .locator('a')
      .first()
      .click();
    const frame = page.frameLocator('iframe.mail');
    await frame.locator('h3').first().waitFor();
    expect(await frame.locator('body').innerText()).toContain('Sparse experts in very large models');
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      frame.locator('a', { hasText: 'Unsubscribe' }).first().click(),
    ]);
    await popup.waitForLoadState();
    expect((await reader('framed@example.org')).state).toBe('active');
    await submits(popup, () => popup.click('button[type=submit]'));
    expect(await popup.locator('h1').innerText()).toMatch(/unsubscribed/i);
    expect((await reader('framed@example.org')).state).toBe('unsubscribed');
  });

  withBrowser(
    'axe finds nothing serious on any page, and the browser has nothing to complain of',
    async () => {
      const address = 'looked-at@example.org';
      await submitForm(courant.url, { email: address, description: 'experts', timeZone: 'UTC' });
      const confirmation = await mailTo(address, 'Confirm');
      const { id } = await reader(address);
      const unsubscribe = `/u/${signToken(courant.get(SecretKey).value, 'unsubscribe', id)}`;
      const page = await open('/');
      const complaints: string[] = [];
      page.on('console', (message) => {
        // A page that is missing or refused is reported as such, and is meant to be.
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
          complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      const check = async (name: string) =>
        expect([name, await accessibilityFaults(page), complaints]).toEqual([name, [], []]);

      const paths = ['/', '/check-mail', '/editions', '/editions/2026-06-29', '/mailbox', '/nope', '/u/x'];
      for (const path of [...paths, `/mailbox/${confirmation.id}`]) {
        await page.goto(courant.url + path);
        await check(path);
      }
      await page.goto(courant.url);
      await page.fill('#email', 'x');
      await submits(page, () => page.click('button[type=submit]'));
      await check('the form, refused');
      for (const [path, name] of [
        [new URL(confirmLink(confirmation)).pathname, 'confirm'],
        [unsubscribe, 'unsubscribe'],
      ]) {
        await page.goto(courant.url + path);
        await check(`${name}, before`);
        await submits(page, () => page.click('button[type=submit]'));
        await check(`${name}, after`);
      }
      expect((await reader(address)).state).toBe('unsubscribed');
    },
  );
});
