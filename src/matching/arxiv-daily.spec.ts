// Quality on real readers and real days: a sample of the benchmark arxiv-daily. bench/matching.mjs runs all of it.
import { describe, expect, it } from '@jest/globals';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { matchPapers } from './match.js';
import { backgroundOf } from './background.js';
import { indexPapers, type PaperIndex } from './paper-index.js';
import { compileProfile } from './profile.js';
import { trainTextModel } from './text-model.js';
import type { PaperText } from './types.js';

interface Case {
  pool: string;
  known: string[];
  relevant: string[];
}

const LIKES = 3;
const DEPTH = 10;
/** All cases of every sixth day: the same ones each time, and a day costs as much as its index. */
const DAY_STEP = 6;
const TRAINING_PAPERS = 3_000;
/** nDCG@10 of a random order at 3 likes, as published with the benchmark. */
const RANDOM_NDCG = 0.016;

const set = join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/arxiv-daily');
const itWithData = existsSync(join(set, 'cases.jsonl')) ? it : it.skip;

describe('the benchmark arxiv-daily (skipped without COURANT_SHARED)', () => {
  itWithData(
    'ranks a reader’s own papers ten times better than chance, with authors blanked',
    async () => {
      const pools = new Map<string, string[]>(
        Object.entries(JSON.parse(readFileSync(join(set, 'pools.json'), 'utf8'))),
      );
      const cases = readSample(pools);
      const { papers, training } = await readPapers(neededIds(cases, pools));
      const model = trainTextModel(training);
      const background = backgroundOf(model, training);
      const indexes = new Map<string, PaperIndex>();
      const gains = cases.map(({ pool, known, relevant }) => {
        const pooled = pools.get(pool) ?? [];
        const index =
          indexes.get(pool) ??
          indexPapers(
            model,
            pooled.map((id) => paperOf(papers, id)),
          );
        indexes.set(pool, index);
        const likes = known.slice(0, LIKES).map((id) => {
          const { title, abstract } = paperOf(papers, id);
          return { kind: 'paper' as const, value: `${title}\n${abstract}`, weight: 1, muted: false };
        });
        const ranking = matchPapers(index, compileProfile(background, likes)).slice(0, DEPTH);
        const hits = ranking.map(({ paperId }) => relevant.includes(paperId));
        return gain(hits) / gain(relevant.slice(0, DEPTH).map(() => true));
      });
      const ndcg = gains.reduce((sum, each) => sum + each, 0) / gains.length;
      expect(gains.length).toBeGreaterThan(20);
      expect(ndcg).toBeGreaterThanOrEqual(10 * RANDOM_NDCG);
      expect(ndcg).toBeLessThan(0.5); // more would mean that the answer leaked into the likes
    },
    180_000,
  );
});

function readSample(pools: ReadonlyMap<string, string[]>): Case[] {
  const days = new Set([...pools.keys()].toSorted().filter((_, i) => i % DAY_STEP === 0));
  const lines = readFileSync(join(set, 'cases.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Case).filter(({ pool }) => days.has(pool));
}

function neededIds(cases: readonly Case[], pools: ReadonlyMap<string, string[]>): ReadonlySet<string> {
  return new Set(cases.flatMap(({ pool, known }) => [...(pools.get(pool) ?? []), ...known.slice(0, LIKES)]));
}

/** The needed papers, and some from before the cut to train on; none with its authors. */
async function readPapers(needed: ReadonlySet<string>) {
  const meta = JSON.parse(readFileSync(join(set, 'meta.json'), 'utf8'));
  const papers = new Map<string, PaperText>();
  const training: PaperText[] = [];
  for await (const line of createInterface({
    input: createReadStream(join(set, meta.papers)).pipe(createGunzip()),
  })) {
    const id = /^\{"id":"([^"]+)"/.exec(line)?.[1] ?? '';
    if (!needed.has(id) && training.length === TRAINING_PAPERS) continue;
    const { published, ...paper } = JSON.parse(line) as PaperText & { published: string };
    if (needed.has(id)) papers.set(id, { ...paper, authors: [] });
    else if (published < meta.background.publishedBefore) training.push({ ...paper, authors: [] });
  }
  return { papers, training };
}

function paperOf(papers: ReadonlyMap<string, PaperText>, id: string): PaperText {
  const paper = papers.get(id);
  if (paper === undefined) throw new Error(`paper ${id} is missing from the benchmark`);
  return paper;
}

function gain(hits: readonly boolean[]): number {
  return hits.reduce((sum, hit, rank) => sum + (hit ? 1 / Math.log2(rank + 2) : 0), 0);
}
