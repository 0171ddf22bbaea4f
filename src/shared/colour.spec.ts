// Contrast as WCAG reckons it, and colours made readable.
import { describe, expect, it } from '@jest/globals';
import { bestOn, contrast, lightenedFor } from './colour.js';

describe('colour', () => {
  it('reckons contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  it('lightens a colour until it reads, and no more', () => {
    const light = lightenedFor('#00205b', '#171614');
    expect(contrast(light, '#171614')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(light, '#171614')).toBeLessThan(6);
    expect(lightenedFor('#f0a29b', '#171614')).toBe('#f0a29b');
  });

  it('chooses what reads best on a ground', () => {
    expect(bestOn('#ffee00', ['#ffffff', '#1d1310'])).toBe('#1d1310');
    expect(bestOn('#8c1d18', ['#ffffff', '#1d1310'])).toBe('#ffffff');
  });
});
