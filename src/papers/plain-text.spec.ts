// Hostile text becomes plain Unicode on one line; abstracts become a sentence or two.
import { describe, expect, it } from '@jest/globals';
import { cutText, plainText } from './plain-text.js';

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

describe('cutText', () => {
  it('leaves no half of a character', () => {
    expect(cutText('ab😀c', 3)).toBe('ab');
    expect(cutText('ab😀c', 4)).toBe('ab😀');
    expect(cutText('ab', 4)).toBe('ab');
  });
});
