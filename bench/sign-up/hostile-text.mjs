// Hostile strings through every field of the pages and through papers, looked at by Chromium without our content security
// policy: what runs, what asks another server, and what stands in a page as a script, a handler or a javascript: link.
//
//   node bench/sign-up/hostile-text.mjs FOLDER_WITH_THE_STRINGS [EVERY_NTH]
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { signToken } from '../../dist/shared/signed-link.js';
import { inParallel, machine, SECRET, send, startCourant } from './service.mjs';

const folder = process.argv[2] ?? '../shared/corpora/hostile-text';
const nth = Number(process.argv[3] ?? 1);
const lines = readFileSync(`${folder}/xss-payloads.txt`, 'utf8').split('\n').filter(Boolean);
const naughty = JSON.parse(readFileSync(`${folder}/naughty-strings.json`, 'utf8'));
const strings = [...lines, ...naughty].filter((_, index) => index % nth === 0);
const GROUP = 100;

const none = {
  SIGN_UP_LIMIT_NETWORK: 'none',
  SIGN_UP_LIMIT_DOMAIN: 'none',
  SIGN_UP_LIMIT_ALL: 'none',
  PREVIEW_LIMIT_NETWORK: 'none',
};
const { urls, database, stop } = await startCourant(1, none);
const [url] = urls;
const id = randomUUID();
await database.query(
  `INSERT INTO subscribers (id, address, address_key, state, created_at) VALUES ($1, 'a@example.org', 'a@example.org', 'active', now())`,
  [id],
);
const reader = `${url}/p/${signToken(SECRET, 'settings', id, 'a@example.org')}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const context = await browser.newContext();
const page = await context.newPage();
const found = { dialogs: 0, foreignRequests: 0, marked: 0, ran: 0 };
let html = '';
page.on('dialog', (dialog) => {
  found.dialogs += 1;
  void dialog.dismiss();
});
// Each answer is shown as it came, but without its headers, so that nothing but escaping keeps the strings quiet.
await page.route('**/*', (route) => {
  const asked = new URL(route.request().url());
  if (asked.href === `${url}/shown`)
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
  if (asked.origin !== url) found.foreignRequests += 1;
  if (asked.pathname.startsWith('/assets/') && asked.origin === url) return route.fulfill({ body: '' });
  return route.abort();
});
await page.addInitScript(() => {
  window.ran = 0;
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => (window.ran += 1);
});
const seen = {};

async function look(where, text) {
  html = text;
  await page.goto(`${url}/shown`, { waitUntil: 'load' });
  const { ran, marked } = await page.evaluate(() => ({
    ran: window.ran,
    marked: [...document.querySelectorAll('*')].filter(
      (element) =>
        (element.tagName === 'SCRIPT' && !element.src.includes('/assets/')) ||
        ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'SVG', 'MATH', 'IMG', 'VIDEO', 'STYLE', 'MARQUEE'].includes(
          element.tagName.toUpperCase(),
        ) ||
        [...element.attributes].some(
          ({ name, value }) =>
            /^on/i.test(name) ||
            (/^(href|action|formaction|src)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)),
        ),
    ).length,
  }));
  found.ran += ran;
  found.marked += marked;
  seen[where] = (seen[where] ?? 0) + 1;
}

for (let start = 0; start < strings.length; start += GROUP) {
  const group = strings.slice(start, start + GROUP);
  const rows = new URLSearchParams();
  for (const text of group) {
    rows.append('query', text);
    rows.append('author', text);
    rows.append('addCategory', text);
    rows.append('category', text);
  }
  rows.append('description', group.join('\n'));
  rows.append('papers', group.join('\n'));
  rows.append('query', 'AND (');
  await look(
    'interests: query, author, category, description, papers',
    (await send(`${reader}/interests`, 'POST', rows)).text,
  );
  const library = group.map((text) => ({
    title: text,
    abstract: text,
    author: [{ literal: text }],
    DOI: text,
    URL: text,
  }));
  await look(
    'library: title, abstract, author, identifiers',
    (await send(`${reader}/library`, 'POST', { text: JSON.stringify(library) })).text,
  );
  await look('library: page', (await send(`${reader}/library`, 'GET')).text);
  await look(
    'library: pasted and not read',
    (
      await send(`${reader}/library`, 'POST', {
        text: group.map((text) => text.replaceAll('10.', '')).join('\n'),
      })
    ).text,
  );
  await send(`${reader}/library/remove`, 'POST', {});
  const on = new Date(Date.UTC(2026, 0, 1 + start / GROUP));
  await database.query(
    `INSERT INTO papers (key, source, title, abstract, summary, authors, categories, url, announced_on, imported_at, updated_at, remark, trend_score)
     SELECT 'hostile-' || $2 || '-' || n, 'test', 'On routing ' || text, text, text, ARRAY[text], ARRAY['cs.LG', text], text, $3::date, now(), now(), text, 1
     FROM jsonb_array_elements_text($1::jsonb) WITH ORDINALITY AS t(text, n)`,
    [JSON.stringify(group.map((text) => text.toWellFormed().replaceAll('\u0000', ''))), start, on],
  );
  await look('edition', (await send(`${url}/editions/${on.toISOString().slice(0, 10)}`, 'GET')).text);
}
// One string a request: the sign-up form shows what was typed, in its own fields.
let forms = '';
const FORMS = 40;
const answers = [];
await inParallel(strings.length, 8, async (at) => {
  const text = strings[at];
  answers[at] = await send(`${url}/preview`, 'POST', {
    email: text,
    description: text,
    categories: text,
    queries: text,
    authors: text,
    frequency: text,
    weeklyOn: text,
    timeZone: text,
    deliverAtHour: text,
    language: text,
  });
});
for (const [at, answer] of answers.entries()) {
  forms += answer.text.slice(answer.text.indexOf('<form'), answer.text.indexOf('</form>') + 7);
  if (at % FORMS === FORMS - 1 || at === strings.length - 1) {
    await look(`sign-up: every field, ${FORMS} forms a page`, `<!doctype html><body>${forms}`);
    forms = '';
  }
}
await look('front page', (await send(url, 'GET')).text);
for (const path of ['/nope/', '/u/', '/confirm/', '/p/', '/f/', '/editions/']) {
  let pages = '';
  for (const text of strings.slice(0, 100)) {
    const address =
      url +
      path +
      encodeURIComponent(text.toWellFormed())
        .slice(0, 200)
        .replace(/%[0-9A-F]?$/, '');
    pages += (await send(address, 'GET')).text
      .replace(/^[^]*<body[^>]*>/, '')
      .replace(/<script[^>]*src="\/assets[^]*?<\/script>/g, '');
  }
  await look('addresses of pages, 100 pages in one', `<!doctype html><body>${pages}`);
}
await browser.close();
await stop();
console.log(machine());
console.log(
  `${strings.length} strings; pages looked at: ${Object.values(seen).reduce((sum, many) => sum + many, 0)}`,
);
for (const [where, many] of Object.entries(seen)) console.log(`- ${where}: ${many}`);
console.log(
  `scripts run: ${found.ran + found.dialogs}; requests to other servers: ${found.foreignRequests}; scripts, handlers, frames, images and javascript: links of theirs in pages: ${found.marked}`,
);
