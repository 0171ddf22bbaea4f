// Measures matching on a benchmark set, beside a random order and the plain TF-IDF centroid of the same run.
//
//   npm run bench:matching -- [--set FOLDER] [--cases validation]
//
// FOLDER is $COURANT_SHARED/data/bench/arxiv-daily unless told: a reader is an author, N of her earlier papers are liked,
// everything announced on one day is ranked, hers are relevant. The models see the set's background only.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backgroundOf } from '../dist/matching/background.js';
import { matchPapers } from '../dist/matching/match.js';
import { indexPapers } from '../dist/matching/paper-index.js';
import { compileProfile } from '../dist/matching/profile.js';
import { runAtOnce } from '../dist/matching/pausing.js';
import { TermCorpus } from '../dist/matching/term-corpus.js';
import { trainModel } from '../dist/matching/train-model.js';
import { readSet } from './matching/benchmark-set.mjs';
import { summary, valueOf } from './matching/metrics.mjs';
import { PlainCentroid } from './matching/plain-centroid.mjs';

const { values: options } = parseArgs({
  options: { set: { type: 'string' }, cases: { type: 'string', default: 'cases' } },
});
const folder = options.set ?? join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/arxiv-daily');
const { meta, pools, papers, cases, background } = await readSet(folder, options.cases);
const training = cpuTime(() => learn(background));
const usual = backgroundOf(training.result, background);
const indexing = cpuTime(() => indexAll());
const plain = new PlainCentroid(background, papers);
const methods = { random, 'TF-IDF 1-gram centroid': centroid, Courant: courant };

console.log(
  `${meta.name}: ${cases.length} cases, ${Object.keys(pools).length} pools, ${background.length} papers to learn from`,
);
for (const n of meta.known === 'interactions' ? [Infinity] : meta.known) report(n);
const poolPapers = Object.values(pools).reduce((sum, ids) => sum + ids.length, 0);
console.log(
  `\nCPU per paper: ${(training.cpuMs / background.length).toFixed(2)} ms to learn, ${(indexing.cpuMs / poolPapers).toFixed(2)} ms to index`,
);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);

function report(n) {
  console.log(`\n${n === Infinity ? "all of a reader's likes" : `N = ${n}`}`);
  printRow(
    '',
    meta.metrics.flatMap((metric) => [metric, '±']),
    'ms CPU a ranking',
  );
  const baseline = {};
  for (const [name, rank] of Object.entries(methods)) {
    const values = Object.fromEntries(meta.metrics.map((metric) => [metric, []]));
    const { cpuMs } = cpuTime(() => {
      for (const one of cases) {
        const ids = rank(one.known.slice(0, n), one);
        for (const metric of meta.metrics) values[metric].push(valueOf(metric, ids, one));
      }
    });
    const cells = meta.metrics.flatMap((metric) => {
      const { mean, error } = summary(values[metric]);
      if (rank === centroid) baseline[metric] = mean;
      return [mean.toFixed(4), error.toFixed(4)];
    });
    printRow(name, cells, (cpuMs / cases.length).toFixed(2));
    if (rank !== courant) continue;
    const ratios = meta.metrics.map((metric) => summary(values[metric]).mean / baseline[metric]);
    printRow(
      '  over the centroid',
      ratios.flatMap((ratio) => [`× ${ratio.toFixed(2)}`, '']),
      '',
    );
  }
}

function learn(learnedFrom) {
  const corpus = new TermCorpus();
  for (const paper of learnedFrom) corpus.add(paper);
  return runAtOnce(trainModel('bench', corpus));
}

function random(_known, { pool, reader }) {
  const key = (id) => Math.imul(hash(`${reader} ${id}`), 0x9e3779b1) >>> 0;
  return pools[pool].toSorted((a, b) => key(a) - key(b));
}

function centroid(known, { pool }) {
  return byScore(pools[pool], plain.rank(known, pools[pool]));
}

/** What speaks against nothing comes last, in the order of the pool. */
function courant(known, { pool }) {
  const profile = compileProfile(usual, known.map(likedPaper));
  const matched = matchPapers(indexing.result.get(pool), profile).map(({ paperId }) => paperId);
  const seen = new Set(matched);
  return [...matched, ...pools[pool].filter((id) => !seen.has(id))];
}

function likedPaper(id) {
  const { title, abstract, categories } = papers.get(id);
  return { kind: 'paper', value: `${title}\n${abstract}`, weight: 1, muted: false, categories };
}

function indexAll() {
  const index = (ids) =>
    indexPapers(
      training.result,
      ids.map((id) => papers.get(id)),
    );
  return new Map(Object.entries(pools).map(([pool, ids]) => [pool, index(ids)]));
}

function byScore(ids, scores) {
  return Array.from(ids.keys())
    .toSorted((a, b) => scores[b] - scores[a] || a - b)
    .map((at) => ids[at]);
}

function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

function cpuTime(run) {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}

function printRow(name, cells, last) {
  console.log(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(9)).join('')}  ${last}`);
}
