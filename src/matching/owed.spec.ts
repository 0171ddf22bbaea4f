import { describe, expect, it } from '@jest/globals';
import { owedInterests } from './owed.js';

const interest = (key: string, weight = 1) => ({ key, weight });

describe('owedInterests', () => {
  it('are those no paper of the last digests served', () => {
    expect(owedInterests([interest('a'), interest('b')], [['a', 'x'], ['a']])).toEqual(new Set(['b']));
    expect(owedInterests([interest('a')], [])).toEqual(new Set(['a']));
  });

  it('asks twice for what matters a lot, once for what matters little', () => {
    expect(owedInterests([interest('a', 2), interest('b', 0.5)], [['a', 'b']])).toEqual(new Set(['a']));
    expect(owedInterests([interest('a', 2)], [['a'], ['a']])).toEqual(new Set());
  });

  it('counts a paper once, however often it says so', () => {
    expect(owedInterests([interest('a', 2)], [['a', 'a']])).toEqual(new Set(['a']));
  });
});
