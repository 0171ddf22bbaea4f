// Hostile text becomes plain Unicode on one line; abstracts become a sentence or two.
import { describe, expect, it } from '@jest/globals';
import { cutText, firstSentences, plainText } from './plain-text.js';

describe('plainText', () => {
  it.each([
    ['line breaks and tabs', 'Deep\r\n  learning\tfor all', 'Deep learning for all'],
    ['the NUL PostgreSQL cannot hold', 'Deep\u0000learning', 'Deep learning'],
    ['terminal escapes', '\u001b[31mred\u009b0m', '[31mred 0m'],
    ['text that runs backwards', 'safe\u202egpj.exe\u2066\u061c', 'safe gpj.exe'],
    ['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
    ['byte order marks', '\ufeffTitle', 'Title'],
    ['halves of characters', 'a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    ['white space around', '  \u00a0 Title \u3000', 'Title'],
    ['nothing but white space', ' \u200b\u2003\n', ''],
  ])('takes out %s', (_, text, clean) => {
    expect(plainText(text)).toBe(clean);
  });

  it('composes letters, so that the same word is the same text', () => {
    expect(plainText('Schro\u0308dinger')).toBe('Schrödinger');
  });

  it.each(['日本語', 'العربية', 'Ω ≤ ∞', '👩‍🔬 emoji', '<b>&amp;</b>', '$\\alpha_{1}$'])(
    'leaves %s alone',
    (text) => {
      expect(plainText(text)).toBe(text);
    },
  );
});

describe('firstSentences', () => {
  it('takes whole sentences as long as there is room', () => {
    const [one, two] = [`${'A'.repeat(100)}.`, `${'B'.repeat(100)}.`];
    expect(firstSentences(`${one} ${two} ${'C'.repeat(100)}.`)).toBe(`${one} ${two}`);
  });

  it('does not end a sentence at an abbreviation in its middle', () => {
    expect(firstSentences('We use e.g. trees, i.e. graphs. Then we stop.', 32)).toBe(
      'We use e.g. trees, i.e. graphs.',
    );
  });

  it('cuts a long sentence at a word', () => {
    const cut = firstSentences('word '.repeat(200), 50);
    expect(cut).toMatch(/^(word )+…$/);
    expect(cut.length).toBeLessThanOrEqual(50);
  });

  it('cuts text without spaces too, and never through a character', () => {
    for (const text of ['深層学習による画像認識'.repeat(100), '𝔸'.repeat(500), `A ${'x'.repeat(5_000)}`]) {
      const cut = firstSentences(text, 281);
      expect(cut.length).toBeLessThanOrEqual(281);
      expect(cut.length).toBeGreaterThan(200);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.endsWith(' …')).toBe(true);
    }
  });

  it('is nothing of nothing', () => {
    expect(firstSentences('')).toBe('');
  });

  it('takes no time over twenty thousand characters of anything', () => {
    const start = performance.now();
    for (const text of ['a', '.', ' ', '. ', 'A. ', '!?']) firstSentences(text.repeat(20_000 / text.length));
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('cutText', () => {
  it('leaves no half of a character', () => {
    expect(cutText('ab😀c', 3)).toBe('ab');
    expect(cutText('ab😀c', 4)).toBe('ab😀');
    expect(cutText('ab', 4)).toBe('ab');
  });
});
