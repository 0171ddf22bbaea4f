// What is kept of who asked.
import { describe, expect, it } from '@jest/globals';
import { visitorOf } from './visitor.js';

describe('visitorOf', () => {
  it('keeps the address and the program, cut to a length that harms nobody', () => {
    const headers = { 'user-agent': 'x'.repeat(10_000) };
    expect(visitorOf({ ip: '203.0.113.5', headers })).toEqual({
      ip: '203.0.113.5',
      userAgent: 'x'.repeat(300),
    });
  });

  it('does without a program', () => {
    expect(visitorOf({ ip: '::1', headers: {} })).toEqual({ ip: '::1', userAgent: null });
  });
});
