// Measures matching on the benchmark arxiv-daily: quality beside the published baselines, and what it costs.
//
//   npm run build && COURANT_SHARED=../shared node bench/matching.mjs [folder of the compiled code, default dist]
//
// A reader is an author: N of her earlier papers are liked, everything announced on one day is ranked, hers are relevant.
// Authors are blanked, or the benchmark would be about names. The model sees only papers from before the cut.
import { createReadStream, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';

const DEPTH = 10;
/** nDCG@10, scikit-learn, all 927 cases of which this set holds 460; standard error about 0.011. */
const BASELINES = {
  random: { 1: 0.012, 3: 0.016, 5: 0.02, 10: 0.017 },
  'TF-IDF 1-2-gram centroid (scikit-learn)': { 1: 0.147, 3: 0.224, 5: 0.269, 10: 0.317 },
};

const set = join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/arxiv-daily');
const code = pathToFileURL(`${resolve(process.argv[2] ?? 'dist')}/matching/`);
const load = (file) => import(new URL(file, code));
const { trainTextModel } = await load('text-model.js');
const { indexPapers } = await load('paper-index.js');
const { compileProfile } = await load('profile.js');
const { matchPapers } = await load('match.js');

const meta = JSON.parse(readFileSync(join(set, 'meta.json'), 'utf8'));
const pools = JSON.parse(readFileSync(join(set, 'pools.json'), 'utf8'));
const cases = readFileSync(join(set, 'cases.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
const papers = await readPapers(join(set, meta.papers));

const background = [...papers.values()].filter(
  ({ published }) => published < meta.background.publishedBefore,
);
const training = cpuTime(() => trainTextModel(background));
const model = training.result;
const indexing = { cpuMs: 0, papers: 0 };
const indexes = new Map();

console.log(`arxiv-daily: ${cases.length} cases, ${Object.keys(pools).length} days, authors blanked`);
printRow(
  '',
  meta.known.map((n) => `N=${n}`),
);
const measured = meta.known.map((n) => measure(n));
printRow(
  'Courant, nDCG@10',
  measured.map(({ ndcg }) => ndcg.toFixed(3)),
);
for (const [name, values] of Object.entries(BASELINES)) {
  printRow(
    `${name}, nDCG@10`,
    meta.known.map((n) => values[n].toFixed(3)),
  );
}
printRow(
  'Courant, R@10',
  measured.map(({ recall }) => recall.toFixed(3)),
);
printRow(
  'ms per ranking of one day, profile compiled',
  measured.map(({ ms }) => ms.toFixed(2)),
);
printRow(
  'ms per profile compiled',
  measured.map(({ compileMs }) => compileMs.toFixed(2)),
);
console.log(
  `CPU per paper indexed: ${(indexing.cpuMs / indexing.papers).toFixed(2)} ms (${indexing.papers} papers)`,
);
console.log(
  `CPU per paper trained on: ${(training.cpuMs / background.length).toFixed(2)} ms (${background.length} papers)`,
);
const [cpu] = cpus();
console.log(`Machine: ${cpu?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`);

async function readPapers(file) {
  const byId = new Map();
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const paper = JSON.parse(line);
    byId.set(paper.id, { ...paper, authors: [] });
  }
  return byId;
}

function measure(n) {
  const sums = { ndcg: 0, recall: 0, ms: 0, compileMs: 0 };
  for (const { pool, known, relevant } of cases) {
    const index = indexOf(pool);
    const startedAt = performance.now();
    const profile = compileProfile(model, known.slice(0, n).map(likedPaper));
    const compiledAt = performance.now();
    const ranking = matchPapers(index, profile).map(({ paperId }) => paperId);
    sums.ms += performance.now() - compiledAt;
    sums.compileMs += compiledAt - startedAt;
    const hits = ranking.slice(0, DEPTH).map((id) => relevant.includes(id));
    sums.ndcg += gain(hits) / gain(relevant.slice(0, DEPTH).map(() => true));
    sums.recall += hits.filter(Boolean).length / relevant.length;
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / cases.length]));
}

function likedPaper(id) {
  const { title, abstract } = papers.get(id);
  return { kind: 'paper', value: `${title}\n${abstract}`, weight: 1, muted: false };
}

function indexOf(pool) {
  const known = indexes.get(pool);
  if (known !== undefined) return known;
  const { cpuMs, result } = cpuTime(() =>
    indexPapers(
      model,
      pools[pool].map((id) => papers.get(id)),
    ),
  );
  indexing.cpuMs += cpuMs;
  indexing.papers += pools[pool].length;
  indexes.set(pool, result);
  return result;
}

function gain(hits) {
  return hits.reduce((sum, hit, rank) => sum + (hit ? 1 / Math.log2(rank + 2) : 0), 0);
}

function cpuTime(run) {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000 };
}

function printRow(name, cells) {
  console.log(name.padEnd(52) + cells.map((cell) => cell.padStart(8)).join(''));
}
