// Pages as Chromium shows them when nothing but escaping keeps what stands in them quiet: they come without our content
// security policy, and several in one document, which a parser of HTML takes as it comes.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const DOCUMENT_BYTES = 1_500_000;
const TABS = 2;
/** Lists that are the same on every page: nothing in them but letters of ours. */
const STATIC = [
  /<option value="[\w/+-]*"(?: selected)?>[^<>&"']*<\/option>\s*/g,
  /<li[^<>]*><label><input type="checkbox" name="(?:categories|addCategory)" value="[\w.-]+"> <span[^<>]*>[^<>]*<small>[\w.-]+<\/small><\/span><\/label><\/li>\s*/g,
];

/** Runs in each page: what hostile strings usually call. */
function tell() {
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
    window[name] = () => window.courantRan();
  }
}

/** Runs in each page. @returns the elements in it that none of our templates has */
function foreignElements() {
  const never = /^(?:IFRAME|OBJECT|EMBED|BASE|SVG|MATH|IMG|VIDEO|AUDIO|STYLE|MARQUEE)$/i;
  const isForeign = (element) =>
    never.test(element.tagName) ||
    (element.tagName === 'SCRIPT' && !/\/assets\/[\w-]+\.js$/.test(element.src)) ||
    [...element.attributes].some(
      ({ name, value }) =>
        /^on/i.test(name) ||
        (/^(href|action|formaction|src)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)),
    );
  return [...document.querySelectorAll('*')]
    .filter(isForeign)
    .map((element) => element.outerHTML.slice(0, 100));
}

/** A server of documents that were put into it, and empty scripts. */
async function serve() {
  const documents = new Map();
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', url.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(documents.get(url) ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { documents, origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Tabs of a browser that finds no other server, and count what goes on in them. */
async function openTabs(origin, found) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const context = await browser.newContext();
  await context.exposeBinding('courantRan', () => void (found.ran += 1));
  await context.addInitScript(tell);
  context.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.origin !== origin) found.foreignRequests += 1;
    else if (!/^\/(shown\/\d+|assets\/[\w.-]+|favicon\.ico)$/.test(asked.pathname)) found.left += 1;
  });
  context.on('dialog', (dialog) => {
    found.ran += 1;
    void dialog.dismiss();
  });
  const tabs = await Promise.all(Array.from({ length: TABS }, () => context.newPage()));
  return { tabs, close: () => browser.close() };
}

/** @returns where to put pages, and what was found in them: see `finish` */
export async function startLooking() {
  const found = { ran: 0, foreignRequests: 0, left: 0, marked: [], documents: 0 };
  const server = await serve();
  const { tabs, close } = await openTabs(server.origin, found);
  /** What each tab is busy with. */
  const turns = tabs.map(() => Promise.resolve());
  let gathered = '';
  let flushed = 0;

  async function show(tab, html) {
    found.documents += 1;
    const path = `/shown/${found.documents}`;
    server.documents.set(path, html);
    await tab.goto(server.origin + path, { waitUntil: 'load' });
    found.marked.push(...(await tab.evaluate(foreignElements)));
    server.documents.delete(path);
  }

  /** Hands what was gathered to the tab whose turn it is, and waits for what it had before. */
  async function flush() {
    const html = gathered;
    gathered = '';
    const turn = flushed % TABS;
    flushed += 1;
    const before = turns[turn];
    turns[turn] = before.then(() => show(tabs[turn], html));
    await before;
  }

  return {
    async look(html) {
      gathered += STATIC.reduce((text, pattern) => text.replace(pattern, ''), html);
      if (gathered.length > DOCUMENT_BYTES) await flush();
    },
    /** @returns what was found in all of them so far, once the last page has come to rest */
    async finish() {
      await flush();
      await Promise.all(turns);
      await Promise.all(tabs.map((tab) => tab.waitForTimeout(1_000)));
      return { ...found, marked: [...found.marked] };
    },
    async stop() {
      await close();
      server.close();
    },
  };
}
