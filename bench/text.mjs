// Measures the reading of paper text: what stays TeX in real titles, and titles, abstracts and summaries a second.
//
//   npm run build && COURANT_SHARED=../shared node bench/text.mjs [--left]
//
// --left prints the titles that still show a backslash or a dollar sign, to be looked at: money is right, the rest is not.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { plainOf, readRichText } from '../dist/papers/text/rich-text.js';
import { readAuthorName } from '../dist/papers/text/author-names.js';
import { chooseSummary } from '../dist/papers/text/summary.js';

const shared = process.env.COURANT_SHARED ?? '../shared';
const SECONDS = 3;

const titles = readFileSync(`${shared}/corpora/hostile-text/tex-titles.txt`, 'utf8')
  .split('\n')
  .filter(Boolean);
const papers = gunzipSync(readFileSync(`${shared}/data/papers-2026-06.jsonl.gz`))
  .toString()
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const abstracts = papers.map(({ abstract }) => abstract);
const texAbstracts = abstracts.filter((abstract) => /[$\\]/.test(abstract));

console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);

const left = titles.map((title) => plainOf(readRichText(title))).filter((title) => /[\\$]/.test(title));
const money = left.filter((title) => !title.includes('\\') && /\$\w|\d\$/.test(title));
console.log(`${titles.length} titles with TeX: ${left.length} still show a backslash or a dollar sign`);
console.log(`  (${percent(left.length, titles.length)}), ${money.length} of them money`);
if (process.argv.includes('--left')) for (const title of left) console.log(`    ${title}`);
const leftAbstracts = texAbstracts.filter((abstract) => plainOf(readRichText(abstract)).includes('\\'));
console.log(`${texAbstracts.length} abstracts with TeX: ${leftAbstracts.length} still show a backslash`);
console.log(`  (${percent(leftAbstracts.length, texAbstracts.length)})\n`);

const plainAbstracts = abstracts.map((abstract) => plainOf(readRichText(abstract)));
const names = papers.flatMap(({ authors }) => authors);
measure('titles with TeX', titles, (title) => plainOf(readRichText(title)));
measure('titles, all', papers, ({ title }) => plainOf(readRichText(title)));
measure('abstracts', abstracts, (abstract) => plainOf(readRichText(abstract)));
measure('summaries', plainAbstracts, chooseSummary);
measure('author names', names, readAuthorName);

function measure(what, items, read) {
  for (const item of items.slice(0, 500)) read(item);
  const cpu = process.cpuUsage();
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < SECONDS * 1000) {
    for (let i = 0; i < 200; i += 1) read(items[count++ % items.length]);
  }
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const used = (user + system) / 1e6;
  console.log(
    `${what.padEnd(16)} ${Math.round(count / wall)
      .toLocaleString('en')
      .padStart(8)} a second` +
      ` ${Math.round((used / count) * 1e6)
        .toLocaleString('en')
        .padStart(6)} µs of CPU each`,
  );
}

function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
