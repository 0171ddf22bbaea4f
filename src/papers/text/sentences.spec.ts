import { describe, expect, it } from '@jest/globals';
import { splitSentences } from './sentences.js';

describe('sentences', () => {
  it.each([
    ['Smith et al. Transformers, e.g. BERT, vs. i.e. GPT.', 1],
    ['As Fig. 2 and Eq. (3) show, z ~ 2.5 holds. We agree.', 2],
    ['By J. K. Smith and U.S. teams. It works.', 2],
    ['We cite Smith et al. We go on.', 2],
    ['Use scans, texts, etc. The rest follows.', 2],
    ['Is it so? Yes! "It is." (Always.) End', 5],
    ['Costs are high. we propose a cure.', 2],
    ['It uses static texts.Real-world use differs.', 2],
    ['Node.js and 3.5 versions cost 1.5 each.', 1],
    ['No. 5 is alive. No. That is all.', 3],
    ['We train iTransformer. iTransformer wins.', 2],
    ['我们提出一种方法。它很快！好吗？', 3],
    ['', 0],
    ['no end', 1],
  ])('%s has %i', (text, count) => {
    const sentences = splitSentences(text);
    expect(sentences).toHaveLength(count);
    expect(sentences.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });
});
