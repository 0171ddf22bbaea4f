import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readLiked, type WantedText } from './direction.js';
import { readModel } from './model-file.js';
import { indexPapers } from './paper-index.js';
import { usualLikeness } from './usual-likeness.js';

const TEXTS = [
  'Sparse experts\nroute tokens between layers of a language model',
  'Dark matter halos\nshape dwarf galaxies in simulations',
  'Language models\nanswer questions about galaxies',
  'Graph networks\nlearn simulations of matter',
  'Tokens in the dark\nand other layers',
];
const model = readModel(gunzipSync(readFileSync(new URL('../../models/science.model.gz', import.meta.url))));
const newIndex = () =>
  indexPapers(
    model,
    TEXTS.map((text, i) => {
      const [title = '', abstract = ''] = text.split('\n');
      return { id: String(i), title, abstract, authors: [], categories: [i % 2 ? 'cs.LG' : 'astro-ph.GA'] };
    }),
  );
const liked = TEXTS.map((text, i): WantedText => readLiked({ model }, text, i > 2 ? [] : ['cs.LG'], 1));

describe('what is usual for a liked text', () => {
  it('is the same alone, among others, and where some of them were compared before', () => {
    const together = usualLikeness(newIndex(), liked);
    expect(new Set(together.map(({ words }) => words?.mean)).size).toBe(liked.length);
    expect(liked.flatMap((text) => usualLikeness(newIndex(), [text]))).toEqual(together);
    const index = newIndex();
    usualLikeness(
      index,
      [1, 3].flatMap((at) => liked[at] ?? []),
    );
    expect(usualLikeness(index, liked)).toEqual(together);
    expect(usualLikeness(index, liked.toReversed())).toEqual(together.toReversed());
  });

  it('is of the background that is asked about, not of another', () => {
    const [other] = usualLikeness(indexPapers(model, []), liked);
    expect(usualLikeness(newIndex(), liked)[0]).not.toEqual(other);
  });

  it('has no categories where the text has none', () => {
    const usual = usualLikeness(newIndex(), liked);
    expect(usual.map(({ categories }) => categories !== undefined)).toEqual([true, true, true, false, false]);
  });
});
