// Writes every mail we send, with sample data in every state, to a folder: as files, and as a page each that shows it on a
// desktop and a telephone, in light and dark, with its text part beside it. `npm run mail:preview [FOLDER]`. The pages need
// nothing but a browser; where there is a Chromium, dark mode is shown as pictures too (--pictures).
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { specimenBrand, specimenMails } from '../dist/mails/specimens/specimen-mails.js';
import { brandOnWeb } from '../dist/mails/brand-of.js';
import { asSent } from '../dist/mails/specimens/as-sent.js';
import { loadDotEnv, readEnvironment } from '../dist/config/env.js';
import { makeConfig } from '../dist/config/config.js';

const folder = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? '.courant/mail-preview';
const withPictures = process.argv.includes('--pictures');
const target = resolve(folder);

const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

/** A browser shows dark mode only where the reader's system has it: these copies show it everywhere. */
function inDark(html) {
  return html.replace('@media (prefers-color-scheme: dark)', '@media all').replace('light dark', 'dark');
}

function page({ name, content }) {
  const frame = (file, width, height, what) =>
    `<figure><figcaption>${what}</figcaption><iframe title="${escaped(`${name}, ${what}`)}" src="${file}" width="${width}" height="${height}" sandbox="allow-popups"></iframe></figure>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(name)}</title>
<style>
body { margin: 24px; font: 15px/1.5 system-ui, sans-serif; background: #e8e6e1; color: #1d1b18; }
.row { display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }
figure { margin: 0 0 24px; } figcaption { margin-bottom: 6px; color: #57534b; }
iframe { border: 1px solid #bbb5a8; background: #fff; }
pre { margin: 0; width: 74ch; padding: 16px; background: #fff; border: 1px solid #bbb5a8; font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; }
</style>
<p><a href="index.html">All mails</a></p>
<h1>${escaped(name)}</h1>
<p><strong>Subject</strong> ${escaped(content.subject)}<br><strong>Size</strong> HTML ${Buffer.byteLength(content.html).toLocaleString('en')} octets, text ${Buffer.byteLength(content.text).toLocaleString('en')}</p>
<div class="row">
${frame(`${name}.html`, 680, 900, 'desktop, light')}
${frame(`${name}.dark.html`, 680, 900, 'desktop, dark')}
${frame(`${name}.html`, 390, 900, 'telephone, light')}
${frame(`${name}.dark.html`, 390, 900, 'telephone, dark')}
${frame(`${name}.html`, 320, 900, '320 pixels')}
<figure><figcaption>text part</figcaption><pre>${escaped(content.text)}</pre></figure>
</div>
</html>
`;
}

function index(mails) {
  const rows = mails.map(
    ({ name, content }) =>
      `<tr><td><a href="${name}.page.html">${escaped(name)}</a></td><td>${escaped(content.subject)}</td><td>${Buffer.byteLength(content.html).toLocaleString('en')}</td><td><a href="${name}.html">HTML</a></td><td><a href="${name}.txt">text</a></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails</title>
<style>body { margin: 24px; font: 15px/1.5 system-ui, sans-serif; } td, th { padding: 4px 14px 4px 0; text-align: left; } td:nth-child(3) { text-align: right; }</style>
<h1>Mails</h1>
<table><tr><th>mail</th><th>subject</th><th>octets</th><th></th><th></th></tr>
${rows.join('\n')}
</table>
</html>
`;
}

function placeOf({ publicUrl, postalAddress, ownerEmail }) {
  return { publicUrl, postalAddress, ownerEmail };
}

async function takePictures(mails) {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  for (const [size, width] of Object.entries({ desktop: 760, phone: 390, narrow: 320 })) {
    for (const colorScheme of ['light', 'dark']) {
      const view = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      for (const { name } of mails) {
        await view.goto(pathToFileURL(join(target, `${name}.html`)).href);
        await view.screenshot({ path: join(target, `${name}.${size}-${colorScheme}.png`), fullPage: true });
      }
      await view.close();
    }
  }
  await browser.close();
}

loadDotEnv();
const config = makeConfig(readEnvironment(), { databaseUrl: '', smtpUrl: '', mailboxDir: undefined });
// Without an installation of one's own the sample stands for it.
const brand = process.env.PUBLIC_URL
  ? brandOnWeb(config)
  : { ...brandOnWeb(config), ...placeOf(specimenBrand) };
const mails = specimenMails(asSent, brand).map(({ kind, state, write }) => ({
  name: `${kind}-${state}`,
  content: write(),
}));
await mkdir(target, { recursive: true });
for (const mail of mails) {
  const { name, content } = mail;
  await writeFile(join(target, `${name}.html`), content.html);
  await writeFile(join(target, `${name}.dark.html`), inDark(content.html));
  await writeFile(join(target, `${name}.txt`), content.text);
  await writeFile(join(target, `${name}.page.html`), page(mail));
}
await writeFile(join(target, 'index.html'), index(mails));
if (withPictures) await takePictures(mails);
console.log(`${mails.length} mails: ${pathToFileURL(join(target, 'index.html')).href}`);
