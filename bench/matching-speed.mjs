// Measures how fast matching is and how much memory it takes, beside scoring each pair naively and one SVM per reader.
//
//   npm run bench:matching-speed -- [--papers FILE] [--readers 100000] [--profiles 500]
//
// FILE is $COURANT_SHARED/data/papers-2026-06.jsonl.gz unless told. The last 1,000 papers are candidates, the model learns
// from the others; a reader likes papers of two categories. Profiles are made from `--profiles` different readers and
// scored round and round until there were `--readers`; the same from a PostgreSQL of its own, in batches as digests ask for
// them, for `--stored` readers; and the memory of a worker with the model that comes with Courant and a week of papers.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backgroundOf } from '../dist/matching/background.js';
import { explainPapers, matchPapers } from '../dist/matching/match.js';
import { weighPapers } from '../dist/matching/paper-evidence.js';
import { indexPapers } from '../dist/matching/paper-index.js';
import { compileProfile } from '../dist/matching/profile.js';
import { readPapers } from './matching/benchmark-set.mjs';
import { cpuTime } from './matching/cpu-time.mjs';
import { learnModel } from './matching/learn-model.mjs';
import { LinearSvm } from './matching/linear-svm.mjs';
import { interestOf } from './matching/methods.mjs';
import { naiveVector, dotByMap } from './matching/naive.mjs';
import { randomNumbers } from './matching/random-numbers.mjs';
import { measureStored } from './matching/stored-profiles.mjs';
import { measureWorker } from './matching/worker-memory.mjs';

const CANDIDATES = 1_000;
const SHOWN = 10;
const LIKES = 10;
const { values: options } = parseArgs({
  options: {
    papers: { type: 'string' },
    readers: { type: 'string', default: '100000' },
    profiles: { type: 'string', default: '500' },
    stored: { type: 'string', default: '5000' },
  },
});
const file =
  options.papers ?? join(process.env.COURANT_SHARED ?? '../shared', 'data/papers-2026-06.jsonl.gz');
const papers = [...(await readPapers(file, ['title', 'abstract', 'categories'])).values()];
const candidates = papers.slice(-CANDIDATES);
const others = papers.slice(0, -CANDIDATES);
const random = randomNumbers(1);
let unread = 0;
const subjects = subjectsOf(others);

const training = cpuTime(() => learnModel(others));
const model = training.result;
const background = backgroundOf(model, others);
const indexing = cpuTime(() => indexPapers(model, candidates));
const index = indexing.result;
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; CPU time throughout\n`,
);
row('learning, a paper', training.cpuMs / others.length);
row('indexing, a paper', indexing.cpuMs / CANDIDATES);
for (const likes of [5, LIKES, 60]) measureCompiling(likes);

const readers = Array.from({ length: Number(options.profiles) }, () => likesOf(LIKES));
const profiles = readers.map((likes) => compileProfile(background, likes.map(interestOf)));
measureScoring();
await measureStored({ index, profiles, count: Number(options.stored), row });
measureNaive();
measureSvm();
measureWorker(papers.slice(-2_500));

function measureCompiling(likes) {
  const all = Array.from({ length: 60 }, () => likesOf(likes).map(interestOf));
  for (const interests of all.slice(0, 20)) compileProfile(background, interests);
  const compileAll = (readers) => cpuTime(() => readers.forEach((one) => compileProfile(background, one)));
  const anew = all.map((interests) => interests.map(neverRead));
  row(`a profile of ${likes} likes, all of them read anew`, compileAll(anew).cpuMs / all.length);
  const oneNew = all.map(([first, ...others]) => [neverRead(first), ...others]);
  let ms = 0;
  for (const interests of oneNew) {
    compileProfile(background, interests.slice(1));
    ms += compileAll([interests]).cpuMs;
  }
  row(`  one of them new, the others read before`, ms / all.length);
}

/** Blanks that no text had before, so that it is read. */
function neverRead(interest) {
  unread += 1;
  return {
    ...interest,
    value: interest.value + unread.toString(2).replaceAll('0', ' ').replaceAll('1', '\t'),
  };
}

function measureScoring() {
  const count = Number(options.readers);
  for (const profile of profiles.slice(0, 100)) matchPapers(index, profile);
  let best = 0;
  const scoring = cpuTime(() => {
    for (let i = 0; i < count; i += 1)
      best += strongest(weighPapers(index, profiles[i % profiles.length]).total)[0];
  });
  row(`one reader × ${CANDIDATES} papers: scored, best ${SHOWN} found`, scoring.cpuMs / count);
  const seconds = (scoring.cpuMs / count) * 100;
  console.log(
    `  100,000 readers × ${CANDIDATES}: ${seconds.toFixed(1)} s, from ${count} readers (checksum ${best})`,
  );
  const explaining = cpuTime(() => {
    for (const profile of profiles) {
      const evidence = weighPapers(index, profile);
      explainPapers(index, profile, evidence, strongest(evidence.total));
    }
  });
  row(`the same, and the best ${SHOWN} explained`, explaining.cpuMs / profiles.length);
  const all = cpuTime(() => profiles.forEach((profile) => matchPapers(index, profile)));
  row('the same, and every paper explained', all.cpuMs / profiles.length);
}

function measureNaive() {
  const vectors = candidates.map((paper) => naiveVector(model, paper));
  const some = readers.slice(0, 100);
  const maps = some.map((likes) => naiveVector(model, ...likes));
  const { cpuMs } = cpuTime(() =>
    maps.forEach((profile) => vectors.map((vector) => dotByMap(profile, vector))),
  );
  row('naively, words alone: a Map for each of a pair', cpuMs / some.length);
}

function measureSvm() {
  const negatives = Array.from({ length: 2_000 }, () => pick(others));
  const svm = new LinearSvm(model, negatives, random);
  const vectors = candidates.map((paper) => svm.vectorOf(paper));
  const some = readers.slice(0, 5);
  const training = cpuTime(() => some.map((likes) => svm.train(likes)));
  row('a linear SVM, 2,000 negatives: a profile', training.cpuMs / some.length);
  const scoring = cpuTime(() =>
    training.result.forEach((weights) => vectors.map((one) => svm.score(weights, one))),
  );
  row('a linear SVM: one reader', scoring.cpuMs / some.length);
}

/** @returns papers of one primary category each, 60 or more */
function subjectsOf(all) {
  const bySubject = new Map();
  for (const paper of all) {
    const own = bySubject.get(paper.categories[0]) ?? [];
    bySubject.set(paper.categories[0], own);
    own.push(paper);
  }
  return [...bySubject.values()].filter((own) => own.length >= 60);
}

function likesOf(count) {
  const own = [pick(subjects), pick(subjects)];
  return Array.from({ length: count }, () => pick(own[random() < 0.7 ? 0 : 1]));
}

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

/** Papers with the highest totals, best first. */
function strongest(total) {
  const best = [];
  for (let paper = 0; paper < total.length; paper += 1) {
    if (total[paper] <= (best.length < SHOWN ? 0 : total[best[SHOWN - 1]])) continue;
    if (best.length === SHOWN) best.pop();
    let at = best.length;
    while (at > 0 && total[best[at - 1]] < total[paper]) at -= 1;
    best.splice(at, 0, paper);
  }
  return best;
}

function row(what, ms) {
  console.log(`${what.padEnd(62)}${ms.toFixed(3).padStart(9)} ms`);
}
