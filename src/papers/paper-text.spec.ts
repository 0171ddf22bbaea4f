// What is kept of a paper's words: plain lines, and beside them the marks that belong to exactly these lines.
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type PaperText, readPaperText } from './paper-text.js';
import { hasMarks, plainOf } from './text/segment.js';

const PARTS = ['title', 'abstract', 'summary'] as const;

/** The parts whose marks do not say what their text says. */
function wrong(paper: PaperText): string[] {
  return PARTS.filter((part) => {
    const marked = paper.marks?.[part];
    return marked !== undefined && !(hasMarks(marked) && plainOf(marked) === paper[part]);
  }).map((part) => `${part}: ${paper[part]}`);
}

describe('the words of a paper', () => {
  it('keep their marks, text by text, and none where there are none', () => {
    const paper = readPaperText({ title: 'CO$_2$', abstract: 'Plain.', summary: String.raw`\emph{Short}.` });
    expect(paper).toEqual({
      title: 'CO₂',
      abstract: 'Plain.',
      summary: 'Short.',
      isSummaryGiven: true,
      marks: {
        title: [{ text: 'CO' }, { text: '2', mark: 'sub' }],
        summary: [{ text: 'Short', mark: 'em' }, { text: '.' }],
      },
    });
    expect(readPaperText({ title: String.raw`Plain \& simple`, abstract: 'a < b' }).marks).toBeNull();
  });

  it('have in a chosen summary the marks of the sentences that were chosen', () => {
    const abstract = String.raw`In recent years, $H_3$ has become essential. We propose Foo$^+$, a widget with $T_\text{eff}$ and \emph{care}. It has $x_i$. Experiments show that Foo reduces $E_b$ by 40\%.`;
    const { summary, marks, ...paper } = readPaperText({ title: 'x', abstract });
    expect(summary).toBe(
      'We propose Foo⁺, a widget with T_eff and care. Experiments show that Foo reduces E_b by 40%.',
    );
    expect(marks?.summary?.filter(({ mark }) => mark)).toEqual([
      { text: '+', mark: 'sup' },
      { text: 'eff', mark: 'sub' },
      { text: 'care', mark: 'em' },
      { text: 'b', mark: 'sub' },
    ]);
    expect(wrong({ ...paper, summary, marks })).toEqual([]);
  });

  it('have in a summary that is cut the marks up to the cut', () => {
    const abstract = `We show that H$_2$O ${'widgets of many kinds matter '.repeat(20)}at 10$^5$ K.`;
    const { summary, marks } = readPaperText({ title: 'x', abstract });
    expect(summary).toMatch(/^We show that H₂O .* …$/);
    expect(marks?.summary?.map(({ mark }) => mark)).toEqual([undefined, 'sub', undefined]);
    expect(plainOf(marks?.summary ?? [])).toBe(summary);
  });

  it('are no longer than any paper’s, with the marks of what is left', () => {
    const { title, marks } = readPaperText({ title: `H$_2$ ${'O'.repeat(993)} $x_{ab}$ y` });
    expect(title.length).toBeLessThanOrEqual(1_000);
    expect(marks?.title?.[1]).toEqual({ text: '2', mark: 'sub' });
    expect(plainOf(marks?.title ?? [])).toBe(title);
  });

  const shared = process.env.COURANT_SHARED ?? '../shared';
  const file = `${shared}/data/papers-2026-06.jsonl.gz`;
  const onPapers = existsSync(file) ? it : it.skip;
  onPapers('say the same with their marks as without, in real papers (shared papers)', () => {
    const papers = gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean);
    const read = papers.slice(0, 3_000).map((paper) => readPaperText(JSON.parse(paper) as { title: string }));
    expect(read.flatMap(wrong)).toEqual([]);
    expect(read.filter(({ marks }) => marks?.summary).length).toBeGreaterThan(50);
  });

  const corpus = `${shared}/corpora/hostile-text/xss-payloads.txt`;
  const onCorpora = existsSync(corpus) ? it : it.skip;
  onCorpora('say the same with their marks as without, in hostile ones (shared corpora)', () => {
    const lines = readFileSync(corpus, 'utf8').split('\n');
    const read = lines.map((line) =>
      readPaperText({ title: line, abstract: `${line} x$_2$ <i>y</i>. ${line}` }),
    );
    expect(read.flatMap(wrong)).toEqual([]);
  });
});
