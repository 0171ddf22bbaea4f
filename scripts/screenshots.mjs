// Takes the pictures in docs/images from a demonstration that is running: `npm run demo`, then
// `node scripts/screenshots.mjs [URL]`; with `--mails` those of sample mails alone, which need no demonstration. Needs a Chromium; CHROMIUM names one that is not at /usr/bin/chromium.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { takeMailPictures } from './mail-pictures.mjs';

const mailsOnly = process.argv[2] === '--mails';
const origin = ((mailsOnly ? undefined : process.argv[2]) ?? 'http://localhost:3000').replace(/\/+$/, '');
const target = fileURLToPath(new URL('../docs/images/', import.meta.url));
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

const sizes = {
  desktop: { viewport: { width: 1120, height: 840 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 720 }, deviceScaleFactor: 1.25, isMobile: true, hasTouch: true },
};
/** Pages that need less than the whole window on a desktop. */
const shortened = { confirm: 460, mailbox: 560 };
/** A mail stands in a column of its own. */
const widths = { digest: 720 };
const themes = ['light', 'dark'];
const MOST_BYTES = 300_000;
const READER = 'ada@example.org';

/** Addresses of the mailbox's messages for a reader whose subject contains these words, newest first. */
async function messagesTo(page, words) {
  await page.goto(`${origin}/mailbox`);
  const links = await page.locator('a[href^="/mailbox/"]').evaluateAll((anchors) =>
    anchors.map((anchor) => ({
      path: anchor.getAttribute('href'),
      text: anchor.closest('li, tr, article')?.textContent ?? anchor.textContent ?? '',
    })),
  );
  return links.filter(({ text }) => text.includes(words) && text.includes(READER)).map(({ path }) => path);
}

/** The pages to take, found the way a reader finds them: through the mailbox. */
async function pagesOf(page) {
  const [digest] = await messagesTo(page, 'for you');
  const [confirmation] = await messagesTo(page, 'Confirm');
  if (!digest || !confirmation)
    throw new Error(`The mailbox at ${origin} holds no mails to ${READER}: run the demonstration`);
  const confirm = await linkIn(page, confirmation, /\/confirm\/[\w-]{43}/);
  const preferences = await linkIn(page, digest, /\/p\/[\w.-]+/);
  return {
    form: '/',
    confirm,
    preferences: `${preferences}/interests`,
    mailbox: '/mailbox',
    digest: `${digest}/html`,
  };
}

/** The first link of a message that looks so. */
async function linkIn(page, message, pattern) {
  await page.goto(`${origin}${message}/raw`);
  const link = pattern.exec((await page.content()).replace(/=\r?\n/g, ''))?.[0];
  if (!link) throw new Error(`The message ${message} holds no link such as ${pattern}`);
  return link;
}

async function take(browser, paths, size, theme) {
  const context = await browser.newContext({
    ...sizes[size],
    colorScheme: theme,
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  for (const [name, path] of Object.entries(paths)) {
    const { width, height } = {
      ...sizes[size].viewport,
      ...(size === 'desktop' && { width: widths[name] ?? sizes.desktop.viewport.width }),
    };
    await page.setViewportSize({ width, height });
    await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' });
    const file = join(target, `${name}-${size}-${theme}.png`);
    const shown = size === 'desktop' ? (shortened[name] ?? height) : height;
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width, height: shown } });
    const { size: bytes } = await stat(file);
    console.log(`${name}-${size}-${theme}.png  ${Math.round(bytes / 1_000)} kB`);
    if (bytes > MOST_BYTES) throw new Error(`${file} has ${bytes} bytes; ${MOST_BYTES} are the most`);
  }
  await context.close();
}

await mkdir(target, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  await takeMailPictures(browser, target);
  const paths = mailsOnly ? {} : await pagesOf(await browser.newPage());
  for (const size of Object.keys(sizes)) {
    for (const theme of themes) await take(browser, paths, size, theme);
  }
} finally {
  await browser.close();
}
