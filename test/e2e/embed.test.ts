// The form on somebody else's site: plain, with the script, and scripts of sites that nobody named.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityFaults, hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';

let courant: CourantUnderTest;
let browser: Browser | undefined;
let other: Server;
let otherUrl: string;
let html = '';

beforeAll(async () => {
  other = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>A lab</title><h1>A lab</h1>${html}</html>`);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  courant = await startCourantUnderTest({
    env: {
      CORS_ORIGINS: `https://lab.example.org,${otherUrl}`,
      SIGN_UP_FILL_SECONDS: '1',
      SIGN_UP_WORK: '10',
    },
  });
  if (hasBrowser) browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await courant.stop();
  other.close();
});

const snippets = async () => {
  const page = await (await fetch(`${courant.url}/embed`)).text();
  const fields = [...page.matchAll(/<textarea[^>]*readonly[^>]*>\n?([^]*?)<\/textarea>/g)];
  const plain = (text = '') =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&');
  return { form: plain(fields[0]?.[1]), script: plain(fields[1]?.[1]), page };
};

describe('the page for operators', () => {
  it('shows a form without any script, and the script in one line', async () => {
    const { form, script, page } = await snippets();
    expect(form).toContain(`<form action="${courant.url}/" method="post"`);
    expect(form).not.toMatch(/<script|\son\w+=|style=/);
    expect(script).toBe(`<script src="${courant.url}/assets/embed.js" async></script>`);
    expect(page).toContain(`<li>${otherUrl}</li>`);
  });
});

describe('the API for scripts of other sites', () => {
  const ask = (origin: string, method: string, path = '/api/subscriptions') =>
    fetch(courant.url + path, { method, headers: { origin, 'access-control-request-method': 'POST' } });

  it('answers those that were named, and says so to nobody else', async () => {
    for (const origin of ['https://lab.example.org', otherUrl]) {
      const asked = await ask(origin, 'OPTIONS');
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-headers')).toBe('content-type');
      expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
      const posted = await ask(origin, 'POST');
      expect([posted.status, posted.headers.get('access-control-allow-origin')]).toEqual([422, origin]);
      expect(posted.headers.get('vary')).toContain('origin');
    }
    for (const origin of ['https://evil.example', 'null', 'https://lab.example.org.evil.example']) {
      for (const method of ['OPTIONS', 'POST']) {
        expect((await ask(origin, method)).headers.get('access-control-allow-origin')).toBeNull();
      }
    }
    const admin = await ask(otherUrl, 'OPTIONS', '/api/admin/subscribers');
    expect(admin.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('in a browser, on another site', () => {
  async function visit(content: string, javaScriptEnabled = true): Promise<Page> {
    html = content;
    const context = await browser?.newContext({ javaScriptEnabled, timezoneId: 'Asia/Tokyo' });
    const page = await context?.newPage();
    if (!page) throw new Error('no browser');
    await page.goto(otherUrl);
    return page;
  }
  const fillIn = async (page: Page, email: string) => {
    await page.fill('[name=email]', email);
    await page.fill('[name=description]', 'sparse experts');
  };
  const zoneOf = (address: string) =>
    courant.prisma.subscriber.findFirst({ where: { address } }).then((reader) => reader?.timeZone);

  for (const javaScriptEnabled of [true, false]) {
    withBrowser(
      `the plain form leads ${javaScriptEnabled ? 'with' : 'without'} scripts to our page, filled in, and from there to the mail`,
      async () => {
        const address = `plain-${javaScriptEnabled}@example.org`;
        const page = await visit((await snippets()).form, javaScriptEnabled);
        await fillIn(page, address);
        await page.click('button');
        await page.waitForURL(`${courant.url}/`);
        expect(await page.inputValue('#email')).toBe(address);
        expect(await page.inputValue('#description')).toBe('sparse experts');
        expect(await page.locator('[role=alert]').evaluate((notice) => notice.matches(':focus'))).toBe(true);
        if (javaScriptEnabled) expect(await accessibilityFaults(page)).toEqual([]);
        await page.selectOption('#timeZone', 'Asia/Tokyo');
        // Without scripts patience takes the place of the sum.
        await page.waitForTimeout(javaScriptEnabled ? 1_100 : 15_100);
        await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
        await page.waitForURL('**/check-mail');
        expect(await zoneOf(address)).toBe('Asia/Tokyo');
        await page.context().close();
      },
      60_000,
    );
  }

  withBrowser('with the script it is sent from where it stands', async () => {
    const { form, script } = await snippets();
    const page = await visit(form + script);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.locator('[role=status]').waitFor({ state: 'attached' });
    await fillIn(page, 'scripted@example.org');
    await page.click('button');
    await page.getByText('If this address can be subscribed').waitFor();
    expect(page.url()).toBe(`${otherUrl}/`);
    expect(await page.inputValue('[name=email]')).toBe('');
    expect(await zoneOf('scripted@example.org')).toBe('Asia/Tokyo');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  withBrowser('on a site that nobody named the script lets the form go its own way', async () => {
    const { form, script } = await snippets();
    html = form + script;
    const context = await browser?.newContext();
    const page = await context?.newPage();
    await page?.goto(otherUrl.replace('127.0.0.1', 'localhost'));
    if (!page) throw new Error('no browser');
    await page.locator('[role=status]').waitFor({ state: 'attached' });
    await fillIn(page, 'unnamed@example.org');
    await page.click('button');
    await page.waitForURL(`${courant.url}/`);
    expect(await page.inputValue('#email')).toBe('unnamed@example.org');
    await context?.close();
  });
});
