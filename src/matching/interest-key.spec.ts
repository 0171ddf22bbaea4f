import { describe, expect, it } from '@jest/globals';
import { interestKey } from './interest-key.js';

const keyOf = (value: string) => interestKey({ kind: 'paper', value, weight: 1, muted: false });

describe('the key of a liked paper', () => {
  it('is its title, however it is spaced and spelt', () => {
    expect(keyOf('  A  New\tLight \nand what it shows')).toBe('paper:a new light');
    expect(keyOf(' \n')).toBeUndefined();
  });

  it('ends after eighty characters, never within one', () => {
    expect(keyOf('x'.repeat(200))).toBe(`paper:${'x'.repeat(80)}`);
    expect(keyOf('𝛼'.repeat(200))).toBe(`paper:${'𝛼'.repeat(80)}`);
    expect(keyOf(`x${'𝛼'.repeat(200)}`)).toBe(`paper:x${'𝛼'.repeat(79)}`);
    expect(keyOf(`${'x'.repeat(79)} and more`)).toBe(`paper:${'x'.repeat(79)}`);
  });
});
