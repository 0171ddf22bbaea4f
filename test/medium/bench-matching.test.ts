// The benchmark of matching on sets of other people: it measures what can be measured, and says what is odd or missing.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

interface Row {
  n: number | 'all';
  method: string;
  cases: number;
  metrics: Record<string, { mean: number; times: number | null }>;
}

const script = fileURLToPath(new URL('../../bench/matching.mjs', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courant-bench-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param files name to text; names of `.gz` are packed */
function writeSet(name: string, files: Record<string, string>): string {
  const set = join(folder, name);
  mkdirSync(set);
  for (const [file, text] of Object.entries(files))
    writeFileSync(join(set, file), file.endsWith('.gz') ? gzipSync(text) : text);
  return set;
}

function lines(items: readonly unknown[]): string {
  return items.map((item) => JSON.stringify(item)).join('\n');
}

function run(set: string, ...more: string[]) {
  const json = join(folder, 'out.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, '--set', set, '--json', json, ...more],
    {
      encoding: 'utf8',
    },
  );
  const rowsOf = () => (JSON.parse(readFileSync(json, 'utf8')) as { rows: Row[] }).rows;
  return { status, stdout, stderr, rowsOf };
}

const PAPERS = [
  { id: 'graphs', title: 'Graph neural networks', abstract: 'Message passing on graphs.' },
  { id: 'trees', title: 'Trees', abstract: 'Graphs without cycles, as neural networks see them.' },
  { id: 'folding', title: 'Protein folding', authors: ['A. Secret'] },
  { id: 'stars', title: 'Black holes', abstract: 'Gravity and stars.' },
];

describe('the benchmark of matching', () => {
  it('measures a set without background, with ids missing, twice or unknown, and papers without abstract', () => {
    const set = writeSet('odd', {
      'meta.json': JSON.stringify({
        papers: 'papers.jsonl.gz',
        known: [1, 3],
        metrics: ['R@1', 'MRR', 'Luck@3'],
      }),
      'papers.jsonl.gz': lines([...PAPERS, { ...PAPERS[0], title: 'Another of the same id' }]),
      'pools.json': JSON.stringify({ day: ['stars', 'trees', 'folding', 'trees', 'unknown'] }),
      'cases.jsonl': lines([
        { reader: 'a', pool: 'day', known: ['graphs'], relevant: ['trees', 'trees'] },
        { reader: 'b', pool: 'day', known: ['lost'], relevant: ['stars'] },
        { reader: 'c', pool: 'day', known: ['graphs'], relevant: [] },
        { reader: 'd', pool: 'another day', known: ['graphs'], relevant: ['trees'] },
      ]),
    });
    const { status, stdout, stderr, rowsOf } = run(set, '--without', 'all');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const note of [
      'a metric that is not known',
      'a second paper with the id of another',
      'an id twice in one pool',
      'a relevant paper twice in one case',
      'a case left out: nothing is relevant',
      'a case left out: its pool is not in pools.json',
      'no background is named',
      'a paper of a pool that is not among the papers',
      'a known paper that is not among the papers',
    ])
      expect(stdout).toContain(note);
    const ours = rowsOf().filter(({ method }) => method === 'Courant');
    expect(ours.map(({ n, cases }) => [n, cases])).toEqual([
      [1, 2],
      [3, 2],
    ]);
    for (const { metrics } of rowsOf())
      for (const { mean } of Object.values(metrics)) expect(mean).toBeGreaterThanOrEqual(0);
    expect(ours[0]?.metrics['R@1']?.mean).toBeGreaterThanOrEqual(0.5); // the trees are found; the stars are chance
  });

  it('measures readers’ whole collections, and holds papers out for tuning', () => {
    const collection = Array.from({ length: 60 }, (_, i) => ({
      id: String(i),
      title: i % 2 ? `Graphs ${i}` : `Proteins ${i}`,
      abstract: null,
    }));
    const even = collection.filter((_, i) => i % 2 === 0).map(({ id }) => id);
    const set = writeSet('collections', {
      'meta.json': JSON.stringify({
        papers: 'papers.jsonl.gz',
        known: 'interactions',
        background: 'outside-pool',
        metrics: ['R@5', 'nDCG@5'],
      }),
      'papers.jsonl.gz': lines(collection),
      'pools.json': JSON.stringify({ new: ['0', '1', '2', '3', '4', '5', '6', '7'] }),
      'cases.jsonl': lines([{ reader: 'p', pool: 'new', relevant: ['0', '2'], grades: { 0: 2, 2: 1 } }]),
      'interactions.tsv.gz': even
        .slice(4)
        .map((id) => `p\t${id}\n`)
        .join(''),
    });
    const tested = run(set);
    expect(tested.status).toBe(0);
    expect(tested.rowsOf().find(({ method }) => method === 'Courant')).toMatchObject({
      n: 'all',
      metrics: { 'R@5': { mean: 1 } },
    });
    expect(tested.stdout).toMatch(/Community: it cannot be told: .*, so Courant is with it off\./);
    expect(tested.rowsOf().map(({ method }) => method)).toContain('Courant, community on');
    const tuned = run(set, '--cases', 'validation');
    expect(tuned.stderr).toBe('');
    expect(tuned.stdout).toMatch(/validation: 1 cases/);
  });

  it.each([
    ['a folder that is none', 'nowhere', /nowhere is not a folder/],
    ['an empty folder', 'empty', /meta\.json is missing: a set has/],
    ['a meta.json without papers', 'unnamed', /meta\.json: “papers” is missing/],
    ['a line that is not JSON', 'broken', /cases\.jsonl, line 2 is not JSON/],
    ['papers cut in half', 'cut', /papers\.jsonl\.gz cannot be read: unexpected end of file/],
  ])('says what is missing, and where: %s', (_, name, message) => {
    const files: Record<string, Record<string, string>> = {
      empty: {},
      unnamed: { 'meta.json': '{}' },
      cut: { 'meta.json': '{"papers":"papers.jsonl.gz"}' },
      broken: {
        'meta.json': '{"papers":"papers.jsonl.gz"}',
        'papers.jsonl.gz': lines(PAPERS),
        'pools.json': '{"day":["stars"]}',
        'cases.jsonl': '{"pool":"day","known":["trees"],"relevant":["stars"]}\n{"pool":',
      },
    };
    const set = files[name] ? writeSet(name, files[name]) : join(folder, name);
    if (name === 'cut') writeFileSync(join(set, 'papers.jsonl.gz'), gzipSync(lines(PAPERS)).subarray(0, -40));
    const { status, stderr } = run(set);
    expect(stderr).toMatch(message);
    expect(status).toBe(66);
  });
});
