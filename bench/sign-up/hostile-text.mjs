// Hostile strings through every field of the pages, through addresses, headers and papers, looked at by Chromium without our
// content security policy: what runs, what asks another server, and what stands in a page as a script, a handler or a
// javascript: link.
//
//   node bench/sign-up/hostile-text.mjs FOLDER_WITH_THE_STRINGS [EVERY_NTH]
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { signToken } from '../../dist/shared/signed-link.js';
import { hostilePapers } from './hostile-papers.mjs';
import { startLooking } from './look.mjs';
import { inParallel, machine, SECRET, send, startCourant } from './service.mjs';

const folder = process.argv[2] ?? '../shared/corpora/hostile-text';
const nth = Number(process.argv[3] ?? 1);
const strings = [
  ...readFileSync(`${folder}/xss-payloads.txt`, 'utf8').split('\n').filter(Boolean),
  ...JSON.parse(readFileSync(`${folder}/naughty-strings.json`, 'utf8')),
].filter((_, index) => index % nth === 0);

const startedAt = performance.now();
const { urls, database, stop } = await startCourant(1, {
  SIGN_UP_LIMIT_NETWORK: 'none',
  SIGN_UP_LIMIT_DOMAIN: 'none',
  SIGN_UP_LIMIT_ALL: 'none',
  PREVIEW_LIMIT_NETWORK: 'none',
});
const [url] = urls;
const { id, cookie } = await signedInReader();
const reader = `${url}/p/${signToken(SECRET, 'settings', id, 'a@example.org')}`;
const browser = await startLooking();
/** Where to what was asked of it. */
const table = new Map();
let broken = 0;

async function signedInReader() {
  const id = randomUUID();
  await database.query(
    `INSERT INTO subscribers (id, address, address_key, state, created_at) VALUES ($1, 'a@example.org', 'a@example.org', 'active', now())`,
    [id],
  );
  const session = randomBytes(32).toString('base64url');
  await database.query(
    `INSERT INTO tokens (hash, purpose, subscriber_id, expires_at) VALUES ($1, 'session', $2, now() + interval '1 day')`,
    [createHash('sha256').update(session).digest(), id],
  );
  return { id, cookie: `session=${session}` };
}

/** As the pages escape what they show. */
function escaped(text) {
  const signs = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#x27', '`': '#x60', '=': '#x3D' };
  return text.replace(/[&<>"'`=]/g, (sign) => `&${signs[sign]};`);
}

/** @param texts of which the page is to show what it shows of them */
async function look(where, texts, { status, text: html }) {
  const row = table.get(where) ?? { strings: 0, shown: 0, pages: 0 };
  table.set(where, row);
  row.strings += texts.length;
  row.pages += 1;
  row.shown += texts.filter((one) => html.includes(escaped(one.toWellFormed().trim()))).length;
  if (status >= 500) broken += 1;
  await browser.look(html);
}

/** Strings in groups that are no longer than this where they stand in a form. */
function groups(most, texts = strings) {
  const all = [[]];
  let length = 0;
  for (const text of texts) {
    const its = encodeURIComponent(text.toWellFormed()).length + 12;
    if (length + its > most && all.at(-1).length > 0) {
      all.push([]);
      length = 0;
    }
    all.at(-1).push(text);
    length += its;
  }
  return all;
}

const post = (path, fields, headers) => send(path, 'POST', fields, headers);

/** As many strings as fit in lines of every field at once. */
async function signUpForm() {
  const names =
    'email description categories queries authors papers frequency weeklyOn deliverAtHour timeZone language website stamp altcha';
  await forGroups(2_000, async (group) => {
    const text = group.join('\n');
    const fields = Object.fromEntries(names.split(' ').map((name) => [name, text]));
    const answer = await post(`${url}/`, fields);
    await look('sign-up: each of 14 fields', group, { ...answer, text: formOf(answer.text) });
  });
}

/** Calls `act` with groups of strings that are together no longer than this, several at a time. */
async function forGroups(most, act) {
  const all = groups(most);
  await inParallel(all.length, 4, (at) => act(all[at]));
}

/** The form with its title: around it every page is the same. */
function formOf(html) {
  const title = /<title>[^]*<\/title>/.exec(html)?.[0] ?? '';
  return title + html.slice(html.indexOf('<form'), html.lastIndexOf('</form>') + 7);
}

async function interestsForm() {
  const names = 'query queryWeight author authorWeight category categoryWeight addCategory paper paperWeight';
  await forGroups(5_500, async (group) => {
    const rows = new URLSearchParams({ description: group.join('\n'), papers: group.join('\n') });
    for (const text of group) for (const name of names.split(' ')) rows.append(name, text);
    rows.append('query', 'AND (');
    await look('interests: each of 11 fields', group, await post(`${reader}/interests`, rows));
  });
}

async function otherForms() {
  const names =
    'frequency weeklyOn deliverAtHour timeZone maxPapers strictness tellsWhenEmpty mailFormat language untilOn';
  await forGroups(5_000, async (group) => {
    const text = group.join('\n');
    const settings = Object.fromEntries(names.split(' ').map((name) => [name, text]));
    await look('settings: each of 9 fields', group, await post(reader, settings));
    await look('pause: until when', group, await post(`${reader}/pause`, { untilOn: text }));
    const reason = await post(`${url}/u/${signToken(SECRET, 'unsubscribe', id)}/reason`, { reason: text });
    await look('unsubscribed: why', group, reason);
    await look('sign-in: address', group, await post(`${url}/sign-in`, { email: text }));
    const own = { cookie, 'sec-fetch-site': 'same-origin' };
    await look('account: new address', group, await post(`${url}/p/me/address`, { email: text }, own));
  });
  // Longer ones are not looked at, and what could be a number of a library would be fetched.
  const short = strings.filter(
    (text) => text.length < 200 && !/^\s*\d+\s*$|(user|group)s?[/:\s#]+\d/i.test(text),
  );
  const all = groups(290, short);
  await inParallel(all.length, 4, async (at) => {
    const zotero = all[at].join('\n').slice(0, 300);
    await look('library: Zotero', all[at], await post(`${reader}/library/zotero`, { zotero }));
  });
}

async function libraries() {
  for (let start = 0; start < strings.length; start += 100) {
    const group = strings.slice(start, start + 100);
    const entry = (text) => ({
      title: text,
      abstract: text,
      author: [{ literal: text }],
      DOI: text,
      URL: text,
    });
    const text = JSON.stringify(group.map(entry));
    await look('library: title, authors, identifiers', group, await post(`${reader}/library`, { text }));
    await post(`${reader}/library/remove`, {});
    const pasted = group.map((one) => one.replaceAll('10.', '')).join('\n');
    for (const library of [pasted, `<rdf:RDF>${pasted}`, `@misc{a, title={${pasted}}}`])
      await look('sign-up: a file', [], await post(`${url}/preview`, { library }));
    await look('library: pasted, not read', group, await post(`${reader}/library`, { text: pasted }));
    await post(`${reader}/library/remove`, {});
  }
}

/** In the address of a page, after a question mark (its foot links to itself), and in what browsers tell of themselves. */
async function addressesAndHeaders() {
  const paths = ['nope', 'u', 'confirm', 'p', 'f', 'd', 'editions', 'sign-in'];
  await forGroups(2_000, async (group) => {
    const encoded = encodeURIComponent(group.join('\n').toWellFormed())
      .slice(0, 2_500)
      .replace(/%[0-9A-F]?$/, '');
    const query = `?${encoded}=${encoded}&done=${encoded}&lang=${encoded}`;
    await look('address: query', [], await send(`${url}/sign-in${query}`, 'GET'));
    const said = group
      .join('\n')
      .replace(/[^\x20-\x7e]/g, '?')
      .trim();
    const headers = {
      'accept-language': said,
      'user-agent': said,
      cookie: `language=${said}; session=${said}`,
    };
    await look('headers: language, browser, cookies', [], await send(`${url}/sign-in`, 'GET', null, headers));
  });
  await forGroups(200, async (group) => {
    const place = paths[group.join().length % paths.length];
    const encoded = encodeURIComponent(group.join('\n').toWellFormed())
      .slice(0, 280)
      .replace(/%[0-9A-F]?$/, '');
    await look('address: path', [], await send(`${url}/${place}/${encoded}`, 'GET'));
  });
}

const papers = () => hostilePapers({ strings, database, url, reader, id, look });
for (const part of [signUpForm, interestsForm, otherForms, libraries, addressesAndHeaders, papers]) {
  const from = performance.now();
  await part();
  console.error(`${part.name}: ${((performance.now() - from) / 1_000).toFixed(0)} s`);
}
const found = await browser.finish();
const { marked } = found;
for (const one of marked.slice(0, 10)) console.error(one);
// And that this bench can find something: the same when nothing is escaped.
const plants = [
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)></svg>',
  '<script>alert(1)</script>',
  '<script src="https://hostile.example/x.js"></script>',
  '<a href="javascript:alert(1)">x</a>',
];
await browser.look(`<!doctype html><title>planted</title>${plants.join('')}`);
const planted = await browser.finish();
await browser.stop();
await stop();
console.log(machine());
console.log(`${strings.length} strings, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
console.log('| where | strings | shown as typed | answers |\n| --- | ---: | ---: | ---: |');
for (const [where, row] of table)
  console.log(`| ${where} | ${row.strings || strings.length} | ${row.shown || '–'} | ${row.pages} |`);
console.log(
  `scripts run: ${found.ran}; requests to other servers: ${found.foreignRequests}; to addresses of ours that no page has: ${found.left}; scripts, handlers, frames, pictures and javascript: links of theirs: ${marked.length}; answers 5xx: ${broken}; documents: ${found.documents}`,
);
console.log(
  `planted, 5 unescaped: scripts run: ${planted.ran - found.ran}; requests: ${planted.foreignRequests - found.foreignRequests}; elements of theirs: ${planted.marked.length - marked.length}`,
);
if (found.ran + found.foreignRequests + marked.length + broken > 0 || planted.ran - found.ran < 3)
  process.exitCode = 1;
