import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEAST_STRENGTH, leastStrength, strengthOf } from './strength.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('strengthOf', () => {
  it('is finite and between 0 and 1, whatever it is given', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (text, asked) => {
        const strength = strengthOf({ text, asked });
        expect(strength).toBeGreaterThanOrEqual(0);
        expect(strength).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('rises with what speaks for a paper', () => {
    fc.assert(
      fc.property(share, share, share, (text, asked, more) => {
        const before = strengthOf({ text, asked });
        expect(strengthOf({ text: text + more, asked })).toBeGreaterThanOrEqual(before);
        expect(strengthOf({ text, asked: Math.min(1, asked + more) })).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('is nothing when nothing speaks for it', () => {
    expect(strengthOf({ text: 0, asked: 0 })).toBe(0);
  });

  it('lets what was asked for by name through for most readers, and a strict one asks more than a category', () => {
    const category = strengthOf({ text: 0, asked: 1 - Math.exp(-0.245) });
    expect(category).toBeGreaterThan(leastStrength(0));
    expect(category).toBeLessThan(leastStrength(1));
    expect(strengthOf({ text: 0, asked: 1 - Math.exp(-0.6) })).toBeGreaterThan(leastStrength(1));
    expect(leastStrength(-1)).toBe(LEAST_STRENGTH.loosely);
  });
});
