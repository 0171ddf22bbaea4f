// Every mail in Chromium: readable in both schemes and in Outlook's own dark mode, usable by everyone, as narrow as a
// telephone, and deaf to what papers try.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { texts } from '../../src/language/languages.js';
import { asSent } from '../../src/mails/specimens/as-sent.js';
import { specimenBrand, specimenDigest } from '../../src/mails/specimens/specimen-mails.js';
import { specimenPaper } from '../../src/mails/specimens/specimen-papers.js';
import type { DigestPaper } from '../../src/mails/mail-content.js';
import { accessibilityFaults, hasBrowser, openBrowser, withBrowser } from '../support/browser.js';
import { writtenSpecimens } from '../support/mail-specimens.js';
import { pngOf } from '../support/pictures.js';

let browser: Browser | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function openPage(options: { width?: number; colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const { width = 700, colorScheme = 'light' } = options;
  const page = await browser?.newPage({ viewport: { width, height: 800 }, colorScheme });
  if (!page) throw new Error('no browser');
  return page;
}

const specimens = writtenSpecimens();
// One of each look is enough for what costs seconds.
const looks = [
  'digest weekly-with-saved',
  'digest 0-papers',
  'digest hostile-text',
  'digest chinese',
  'confirmation en',
  'welcome de',
  'alert zh',
  'address-changed en',
  'erased en',
];
const chosen = specimens.filter(({ name }) => looks.includes(name));

/** A mail is an article inside a mail program, which has the landmarks and the headings around it. */
const OF_PAGES = ['landmark-one-main', 'region', 'page-has-heading-one', 'heading-order'];

describe('contrast', () => {
  const branded = writtenSpecimens({
    ...specimenBrand,
    accent: { light: '#00205b', dark: '#9db8ff' },
    footer: 'A service of the library.',
  }).filter(({ name }) => looks.includes(name));

  withBrowser.each([
    ['light', chosen],
    ['dark', chosen],
    ['light', branded],
    ['dark', branded],
  ] as const)('is 4.5 or more for every word, %s', async (colorScheme, mails) => {
    expect(mails).toHaveLength(looks.length);
    const page = await openPage({ colorScheme });
    for (const { name, content } of mails) {
      await page.setContent(content.html);
      const { ground, faults } = await page.evaluate<Contrast>(measureContrast);
      expect([name, faults]).toEqual([name, []]);
      expect([name, ground > 0.5]).toEqual([name, colorScheme === 'light']);
    }
    await page.close();
  });

  withBrowser("holds in the dark mode of Outlook's own, which marks elements", async () => {
    const page = await openPage();
    for (const { name, content } of chosen) {
      await page.setContent(content.html);
      await page.evaluate(
        `for (const mark of ['data-ogsc', 'data-ogsb']) document.documentElement.setAttribute(mark, '')`,
      );
      const { ground, faults } = await page.evaluate<Contrast>(measureContrast);
      expect([name, faults]).toEqual([name, []]);
      expect(ground).toBeLessThan(0.5);
    }
    await page.close();
  });
});

describe('a program that knows no style sheets', () => {
  withBrowser.each([320, 700])('shows every word, none wider than %i pixels', async (width) => {
    const page = await openPage({ width });
    for (const { name, content } of chosen) {
      const bare = content.html.replace(/<style[^]*?<\/style>/g, '');
      await page.setContent(bare);
      const { faults } = await page.evaluate<Contrast>(measureContrast);
      expect([name, faults]).toEqual([name, []]);
      // What it does not break it scrolls: long words, and those alone.
      if (name.includes('hostile')) continue;
      expect([name, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([
        name,
        width,
      ]);
    }
    await page.close();
  });
});

describe('people', () => {
  withBrowser('find nothing that axe calls serious', async () => {
    const page = await openPage();
    for (const { name, content } of chosen) {
      await page.setContent(content.html);
      expect([name, await accessibilityFaults(page, OF_PAGES)]).toEqual([name, []]);
    }
    await page.close();
  });

  withBrowser('need not scroll sideways at 320, 390 or 700 pixels', async () => {
    const page = await openPage();
    for (const { name, content } of specimens) {
      await page.setContent(content.html);
      for (const width of [320, 390, 700]) {
        await page.setViewportSize({ width, height: 800 });
        const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect([name, widest]).toEqual([name, width]);
      }
    }
    await page.close();
  });

  withBrowser(
    'see a logo 48 pixels high, however large its file, and its name where pictures are off',
    async () => {
      const page = await openPage({ width: 320 });
      const picture = `data:image/png;base64,${pngOf(576, 96).toString('base64')}`;
      await page.setContent(asSent(specimenDigest({ brand: { ...specimenBrand, logoUrl: picture } })).html);
      const logo = `(({ width, height, alt }) => [width, height, alt])(document.querySelector('img'))`;
      expect(await page.evaluate(logo)).toEqual([288, 48, 'Courant']);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      const gone = 'cid:logo@news.example.org';
      await page.setContent(asSent(specimenDigest({ brand: { ...specimenBrand, logoUrl: gone } })).html);
      await page.getByRole('img', { name: 'Courant' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      await page.close();
    },
  );

  withBrowser('hear headings in order, and the language of each text', async () => {
    const page = await openPage();
    await page.setContent(specimens.find(({ name }) => name === 'digest german')?.content.html ?? '');
    const outline = await page.evaluate<string[]>(
      `[...document.querySelectorAll('h1, h2, h3')].map((one) => one.localName + ' ' + (one.closest('[lang]').lang))`,
    );
    expect(outline.slice(0, 3)).toEqual(['h1 de', 'h2 de', 'h3 en']);
    expect(outline.filter((one) => one === 'h1 de')).toHaveLength(1);
    await page.close();
  });
});

interface Contrast {
  /** Luminance of what most of the mail stands on. */
  ground: number;
  faults: string[];
}

/** Runs inside the page, hence as text: every visible word against the nearest ground below it. */
const measureContrast = `(() => {
  const parse = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const groundOf = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() === '' || !element.checkVisibility()) continue;
    const ground = luminance(groundOf(element));
    const ink = luminance(parse(getComputedStyle(element).color));
    const ratio = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (ratio < 4.5) faults.push(element.className + ' ' + ratio.toFixed(2) + ': ' + node.textContent.trim().slice(0, 40));
  }
  const grounds = ['.sheet', '[role=article]'].map((one) => luminance(groundOf(document.querySelector(one))));
  if (Math.abs(grounds[0] - grounds[1]) > 0.5) faults.push('the sheet and the ground around it are of two schemes');
  return { ground: grounds[0], faults };
})()`;

const corpora = `${process.env.COURANT_SHARED ?? '../shared'}/corpora/hostile-text`;
const withPayloads = hasBrowser && existsSync(corpora) ? it : it.skip;

describe('hostile text in titles, summaries, authors, fields, reasons and topics', () => {
  const PER_MAIL = 240;
  const lines = (file: string) =>
    readFileSync(`${corpora}/${file}`, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');

  withPayloads(
    'runs no script, asks for nothing, adds no tag and no header (skipped without the corpus)',
    async () => {
      const payloads = [
        ...lines('xss-payloads.txt'),
        ...lines('tex-titles.txt'),
        ...(JSON.parse(readFileSync(`${corpora}/naughty-strings.json`, 'utf8')) as string[]),
      ].map((line) => line.replaceAll('\0', ''));
      expect(payloads.length).toBeGreaterThan(7_500);
      const page = await openPage();
      const happened: string[] = [];
      page.on('dialog', (dialog) => {
        happened.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (!request.url().startsWith('about:')) happened.push(`request ${request.url()}`);
      });
      page.on('pageerror', (error) => happened.push(`script ${error.message}`));
      for (let start = 0; start < payloads.length; start += PER_MAIL) {
        const { subject, html, text } = asSent(hostileDigest(payloads.slice(start, start + PER_MAIL), start));
        expect(subject).not.toMatch(/[\r\n\0]/);
        expect(text).not.toMatch(/[\0\u202a-\u202e\u2066-\u2069]/);
        await page.setContent(html);
        expect([start, await page.evaluate<string[]>(strangers)]).toEqual([start, []]);
      }
      await page.waitForTimeout(100);
      expect(happened).toEqual([]);
      await page.close();
    },
    240_000,
  );

  function hostileDigest(payloads: string[], start: number) {
    const papers = payloads.map((payload, index): DigestPaper => {
      const of = specimenPaper(start + index + 1);
      const { richTitle: _title, richSummary: _summary, ...paper } = of.paper;
      const facts = {
        ...paper,
        title: payload,
        summary: payload,
        authors: [payload, 'Ada Lovelace'],
        categoryName: payload,
        ...(index % 2 === 0 ? { url: payload, codeUrl: payload } : { pdfUrl: payload }),
      };
      return { ...of, paper: facts, reason: payload, topics: [payload], followed: [payload] };
    });
    const code = ['en', 'de', 'zh'][(start / PER_MAIL) % 3];
    return specimenDigest({
      texts: texts(code),
      forYou: papers.slice(0, 160),
      trending: papers.slice(160, 200),
      saved: papers.slice(200),
    });
  }
});

/** Runs inside the page, hence as text: what acts there by itself or at a touch, or is no tag of ours. */
const strangers = `(() => {
  const ours = /^(html|head|base|body|meta|title|style|div|table|tbody|tr|td|h[1-3]|p|a|span|strong|br|sub|sup|em)$/;
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (!ours.test(name)) found.push(name);
    for (const attribute of element.attributes) {
      if (/^on|^src|^srcdoc|^formaction/i.test(attribute.name) || (name === 'base' && attribute.name !== 'target')) found.push(name + ' ' + attribute.name);
    }
    if (name === 'a' && !/^(https?|mailto):$/.test(element.protocol)) found.push('a ' + element.href.slice(0, 40));
  }
  return found;
})()`;
