// Every page and mail in a real browser: 320 pixels wide, light and dark, under the content security policy,
// looked over by axe. Needs Chromium (CHROMIUM names it when it is not where Debian puts it), else it is skipped.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { languages, texts } from '../../src/language/languages.js';
import { changeAddressMail } from '../../src/mails/change-address.mail.js';
import { confirmationMail } from '../../src/mails/confirmation.mail.js';
import { digestMail } from '../../src/mails/digest.mail.js';
import { signInMail } from '../../src/mails/sign-in.mail.js';
import { welcomeMail } from '../../src/mails/welcome.mail.js';
import { renderPage, type PageName } from '../../src/platform/http/page-views.js';
import { bringAxe, hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { sampleBrand, sampleDigest } from '../support/sample-mails.js';
import { sampleFrame, samplePages, sampleSignUp } from '../support/sample-pages.js';

const unsubscribeUrl = 'https://papers.example.org/u/3f7a';
const settingsUrl = 'https://papers.example.org/p/3f7a';

const documents = new Map<string, string>([
  ...languages().codes.flatMap((code) =>
    (Object.keys(samplePages) as PageName[]).map((name): [string, string] => [
      `/page/${code}/${name}`,
      renderPage(name, texts(code), { ...sampleFrame, path: `/${name}`, ...samplePages[name] }),
    ]),
  ),
  [
    '/page/sign-up-refused',
    renderPage('sign-up', texts('en'), {
      ...sampleFrame,
      ...sampleSignUp,
      errors: { email: 'Enter an address', description: 'Too long', timeZone: 'Choose one' },
    }),
  ],
  ['/mail/digest', digestMail(sampleDigest()).html],
  [
    '/mail/confirmation',
    confirmationMail({
      brand: sampleBrand,
      texts: texts('en'),
      confirmUrl: `https://papers.example.org/confirm/${'3f7a9b1c'.repeat(8)}`,
      expiresInDays: 7,
    }).html,
  ],
  [
    '/mail/welcome',
    welcomeMail({
      brand: sampleBrand,
      texts: texts('en'),
      firstDigestAtText: 'soon',
      interests: ['routing'],
      unsubscribeUrl,
      settingsUrl,
    }).html,
  ],
  [
    '/mail/sign-in',
    signInMail({ brand: sampleBrand, texts: texts('en'), url: settingsUrl, expiresInMinutes: 15 }).html,
  ],
  [
    '/mail/change-address',
    changeAddressMail({ brand: sampleBrand, texts: texts('en'), url: settingsUrl, expiresInMinutes: 60 })
      .html,
  ],
]);

const types: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };

function serve(): Server {
  return createServer((request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/assets/')) {
      response.setHeader('content-type', types[path.split('.').at(-1) ?? ''] ?? 'text/plain');
      response.end(readFileSync(new URL(`../../dist${path}`, import.meta.url)));
      return;
    }
    if (path.startsWith('/page/')) response.setHeader('content-security-policy', "default-src 'self'");
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(documents.get(path) ?? '<!doctype html><title>framed</title>');
  });
}

interface Findings {
  widerThanScreen: number;
  faults: string[];
}

/** Mails are shown inside other pages, which have the landmarks. */
const inMails = { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } } };
/** Of what axe tells, only the faults are read. */
const quickly = { resultTypes: ['violations'], preload: false };
/** All that it knows is for one language and one scheme: colours are the same in all languages, words in both schemes. */
const ofColours = { runOnly: ['color-contrast'] };
const ofWords = { runOnly: ['cat.language', 'cat.text-alternatives', 'cat.name-role-value', 'cat.forms'] };

const isTranslated = (path: string) => /^\/page\/(?!en\/)[^/]+\//.test(path);

function rulesFor(path: string): { light: object; dark?: object } {
  if (path.startsWith('/mail/')) return { light: inMails, dark: ofColours };
  return isTranslated(path) ? { light: ofWords } : { light: {}, dark: ofColours };
}

/** Runs inside the page, hence as text: axe is loaded before it. */
const look = (rules: object) => `axe.run(${JSON.stringify({ ...quickly, ...rules })}).then((result) => ({
  widerThanScreen: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  faults: result.violations
    .map((found) => found.id + ': ' + found.nodes.map((node) => node.html).join(' | ')),
}))`;

describe('in a browser', () => {
  let browser: Browser | undefined;
  const server = serve();
  const urlOf = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  beforeAll(async () => {
    if (!hasBrowser) return;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  withBrowser(
    'every page and mail is accessible and fits 320 pixels, light and dark',
    async () => {
      const context = await browser?.newContext({ viewport: { width: 320, height: 640 } });
      const page = await context?.newPage();
      if (!context || !page) throw new Error('no browser');
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(urlOf('/page/en/sign-up'));
      for (const [path, html] of documents) {
        // Into the page before it, which has axe and the same policy already: half of the time of coming to a new one.
        if (isTranslated(path) && !html.includes('<script')) await page.setContent(html);
        else await page.goto(urlOf(path));
        await bringAxe(page);
        for (const [colorScheme, rules] of Object.entries(rulesFor(path))) {
          await page.emulateMedia({ colorScheme: colorScheme as 'light' | 'dark' });
          const found = await page.evaluate<Findings>(look(rules));
          expect({ path, colorScheme, ...found, complaints }).toEqual({
            path,
            colorScheme,
            widerThanScreen: 0,
            faults: [],
            complaints: [],
          });
        }
      }
      await context.close();
    },
    240_000,
  );

  withBrowser(
    'every page is accessible without scripts too',
    async () => {
      const page = await browser?.newPage({ viewport: { width: 320, height: 640 } });
      if (!page) throw new Error('no browser');
      // axe needs scripts itself; those of the page never come.
      await page.route('**/assets/*.js', (route) => route.abort());
      const scripted = [...documents].filter(
        ([path, html]) => html.includes('<script') && !isTranslated(path),
      );
      expect(scripted.length).toBeGreaterThan(1);
      for (const [path] of scripted) {
        await page.goto(urlOf(path));
        await bringAxe(page);
        const found = await page.evaluate<Findings>(look({}));
        expect({ path, ...found }).toEqual({ path, widerThanScreen: 0, faults: [] });
      }
      await page.close();
    },
    240_000,
  );

  withBrowser(
    'the sign-up page takes the time zone of the browser, and works without scripts too',
    async () => {
      for (const [javaScriptEnabled, zone] of [[true, 'Europe/Berlin'] as const, [false, ''] as const]) {
        const context = await browser?.newContext({ timezoneId: 'Europe/Berlin', javaScriptEnabled });
        const page = await context?.newPage();
        await page?.goto(urlOf('/page/en/sign-up'));
        expect(await page?.inputValue('#timeZone')).toBe(zone);
        await context?.close();
      }
    },
  );
});
