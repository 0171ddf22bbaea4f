import { describe, expect, it } from '@jest/globals';
import { trainTextModel } from './text-model.js';

describe('trainTextModel', () => {
  const papers = ['common rare', 'common', 'common other'].map((abstract, i) => {
    return { id: String(i), title: '', abstract, authors: [], categories: [] };
  });

  it('weighs a term the more the fewer papers have it, one never seen the most', () => {
    const model = trainTextModel(papers);
    expect(model.paperCount).toBe(3);
    expect(model.idf('common')).toBe(1);
    expect(model.idf('rare')).toBeCloseTo(Math.log(4 / 2) + 1);
    expect(model.idf('unseen')).toBe(model.idf('rare'));
    expect(model.idf('__proto__')).toBe(model.idf('unseen'));
  });

  it('counts a term once for each paper', () => {
    const twice = trainTextModel(papers.map((paper) => ({ ...paper, title: paper.abstract })));
    expect(twice.idf('common')).toBe(1);
  });

  it('takes papers one by one', () => {
    const oneByOne = trainTextModel(
      (function* () {
        yield* papers;
      })(),
    );
    expect(oneByOne.idf('common')).toBe(1);
  });
});
