// Files as operators have them: plain, gzipped, cut short, of the wrong kind. Bad lines are told by number, good ones kept.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { JsonLinesSource } from '../../src/papers/sources/jsonl/json-lines-source.js';

const directory = mkdtempSync(join(tmpdir(), 'courant-papers-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
function write(content: string | Buffer): string {
  const path = join(directory, `papers-${(files += 1)}.jsonl`);
  writeFileSync(path, content);
  return path;
}

const line = (number: number, change: Record<string, unknown> = {}) =>
  JSON.stringify({
    id: `2606.${String(number).padStart(5, '0')}`,
    title: `Paper ${number}`,
    published: '2026-06-29',
    ...change,
  });

async function readAll(path: string): Promise<{ titles: string[]; faults: string[] }> {
  const titles: string[] = [];
  const faults: string[] = [];
  for await (const item of new JsonLinesSource(path).read()) {
    if ('paper' in item) titles.push(item.paper.title);
    else if ('fault' in item) faults.push(`${item.fault.place}: ${item.fault.reason}`);
  }
  return { titles, faults };
}

const text = `${line(1)}\n${line(2)}\n`;
const both = { titles: ['Paper 1', 'Paper 2'], faults: [] };

describe('a file of JSON Lines', () => {
  it.each<[string, string | Buffer]>([
    ['plain', text],
    ['gzipped', gzipSync(text)],
    ['gzipped in several pieces', Buffer.concat([gzipSync(`${line(1)}\n`), gzipSync(`${line(2)}\n`)])],
    ['without a line break at its end', text.trimEnd()],
    ['with the line breaks of Windows', text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${text}`],
    ['with empty lines', `\n\n${line(1)}\n   \n${line(2)}\n\n`],
  ])('is read when it is %s', async (_, content) => {
    expect(await readAll(write(content))).toEqual(both);
  });

  it('holds nothing when it is empty', async () => {
    expect(await readAll(write(''))).toEqual({ titles: [], faults: [] });
  });

  it('keeps its characters whole wherever a read ends', async () => {
    const title = '𝔸ürgy 日本語 '.repeat(70).trim();
    const many = Array.from({ length: 200 }, (_, index) => line(index, { title })).join('\n');
    expect(Buffer.byteLength(many)).toBeGreaterThan(3 * 65_536);
    expect(new Set((await readAll(write(many))).titles)).toEqual(new Set([title]));
  });

  it('tells each bad line by its number and reason, and gives the good ones', async () => {
    const content = [
      line(1),
      'no JSON',
      '{"id": "2606.00003"',
      line(4, { title: '' }),
      '[]',
      '',
      line(7, { published: 'yesterday', upvotes: -3 }),
      line(2),
    ].join('\n');
    const { titles, faults } = await readAll(write(content));
    expect(titles).toEqual(['Paper 1', 'Paper 2']);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      'line 7',
    ]);
    expect(faults.slice(0, 3)).toEqual(['line 2: not JSON', 'line 3: not JSON', 'line 4: title: is empty']);
    expect(faults[4]).toMatch(/^line 7: published: not a date .*; upvotes: /);
  });

  it('is read as far as it goes when it was cut short', async () => {
    const many = `${Array.from({ length: 5_000 }, (_, index) => line(index)).join('\n')}\n`;
    const whole = gzipSync(many);
    const { titles, faults } = await readAll(write(whole.subarray(0, whole.length / 2)));
    expect(titles.length).toBeGreaterThan(500);
    expect(titles.length).toBeLessThan(5_000);
    expect(titles.at(-1)).toBe(`Paper ${titles.length - 1}`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      new RegExp(
        `^after line ${titles.length}: the file cannot be read any further: .*unexpected end of file$`,
      ),
    );
  });

  it('is read as far as it goes when it is damaged', async () => {
    const many = `${Array.from({ length: 5_000 }, (_, index) => line(index)).join('\n')}\n`;
    const damaged = gzipSync(many);
    damaged.fill(0xff, damaged.length / 2, damaged.length / 2 + 50);
    const { titles, faults } = await readAll(write(damaged));
    expect(titles.length).toBeLessThan(5_000);
    expect(faults.at(-1)).toMatch(/^after line \d+: the file cannot be read any further: /);
  });

  it('may hold a line of any length: it is told, not kept in memory', async () => {
    const content = Buffer.concat([
      Buffer.from(`${line(1)}\n`),
      Buffer.alloc(30_000_000, 'x'),
      Buffer.from(`\n${line(2)}\n`),
    ]);
    const before = process.memoryUsage().rss;
    for (const file of [content, gzipSync(content, { level: 1 })]) {
      expect(await readAll(write(file))).toEqual({ ...both, faults: ['line 2: the line is too long'] });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it('may end with a line of any length', async () => {
    const content = `${line(1)}\n${'x'.repeat(2_500_000)}`;
    expect(await readAll(write(content))).toEqual({
      titles: ['Paper 1'],
      faults: ['line 2: the line is too long'],
    });
  });

  it('may hold what is no UTF-8', async () => {
    const content = Buffer.concat([Buffer.from(line(1, { title: 'caf?' })), Buffer.from(`\n${line(2)}`)]);
    content[content.indexOf('?')] = 0xe9;
    expect(await readAll(write(content))).toEqual({ titles: ['caf\ufffd', 'Paper 2'], faults: [] });
  });

  it('that is something else altogether is told line by line', async () => {
    const { titles, faults } = await readAll(write('<html>\n<body>\n</html>'));
    expect({ titles, faults: faults.length }).toEqual({ titles: [], faults: 3 });
  });

  it.each([
    ['is not there', join(directory, 'none.jsonl'), 'there is no such file'],
    ['is a folder', directory, 'it is not a file'],
  ])('that %s is no source at all', async (_, path, reason) => {
    await expect(readAll(path)).rejects.toThrow(`Cannot read papers from ${path}: ${reason}.`);
  });

  it('says how far it was read', async () => {
    const source = new JsonLinesSource(write(text));
    expect(source.progress()).toBeUndefined();
    for await (const item of source.read()) expect('paper' in item).toBe(true);
    expect(source.progress()).toBe(1);
  });
});
