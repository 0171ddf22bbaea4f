// The figures of a replay, worked out by hand.
import { describe, expect, it } from '@jest/globals';
import { difference, mean } from './estimate.js';
import { judge } from './judge.js';
import { type ReplayedDigest, reportOf } from './replay-report.js';

const ABOUT = { from: '2026-06-22', to: '2026-06-23', model: 'test', compared: 'sent' as const };

function digest(change: Partial<ReplayedDigest>): ReplayedDigest {
  return {
    date: '2026-06-22',
    subscriberId: 'ada',
    sent: { papers: [], serves: [] },
    now: { papers: [], serves: [] },
    wanted: new Set(),
    unwanted: new Set(),
    interests: [],
    ...change,
  };
}

describe('judge', () => {
  const said = { wanted: new Set(['w', 'x']), unwanted: new Set(['u']) };

  it('discounts what comes late, and counts what was not judged as not wanted', () => {
    const { ndcg, ndcgOfJudged, recall, unwanted } = judge(['new', 'w', 'u'], said);
    const best = 1 + 1 / Math.log2(3);
    expect(ndcg).toBeCloseTo(1 / Math.log2(3) / best);
    expect(ndcgOfJudged).toBeCloseTo(1 / best);
    expect(recall).toBe(0.5);
    expect(unwanted).toBe(0.5);
  });

  it('says nothing where she said nothing', () => {
    expect(judge(['a'], { wanted: new Set(), unwanted: new Set() })).toEqual({
      ndcg: undefined,
      ndcgOfJudged: undefined,
      recall: undefined,
      unwanted: undefined,
    });
    expect(judge([], said)).toMatchObject({ ndcg: 0, recall: 0, unwanted: undefined });
  });
});

describe('estimates', () => {
  it('are means with their standard error, over what was measured', () => {
    expect(mean([1, undefined, 3])).toEqual({ mean: 2, error: 1, count: 2 });
    expect(mean([undefined])).toEqual({ mean: 0, error: 0, count: 0 });
    expect(difference([3, undefined, 1], [1, 1, undefined])).toEqual({ mean: 2, error: 0, count: 1 });
  });
});

describe('reportOf', () => {
  it('compares what was sent with what would be sent', () => {
    const report = reportOf(
      [
        digest({
          sent: { papers: ['a', 'b'], serves: ['category:x'] },
          now: { papers: ['b', 'c'], serves: ['category:x', 'query:y'] },
          wanted: new Set(['c']),
          interests: ['category:x', 'query:y'],
        }),
        digest({ date: '2026-06-23', sent: { papers: ['d'], serves: [] }, interests: ['category:x'] }),
      ],
      ABOUT,
    );
    expect(report).toMatchObject({ ...ABOUT, readers: 1, digests: 2, judgedDigests: 1 });
    expect(report.sent).toMatchObject({
      recall: { mean: 0, count: 1 },
      coverage: { mean: 0.5, count: 1 },
      papersPerDigest: 1.5,
      differentPapers: 3,
      quietDays: 0,
    });
    expect(report.now).toMatchObject({
      ndcg: { mean: 1 / Math.log2(3) },
      recall: { mean: 1 },
      coverage: { mean: 1 },
      quietDays: 1,
    });
    expect(report.gain.recall).toEqual({ mean: 1, error: 0, count: 1 });
    expect(report.changes).toEqual({
      kept: 1,
      come: 1,
      go: 2,
      mostCome: [{ paperKey: 'c', readers: 1 }],
      mostGone: [
        { paperKey: 'a', readers: 1 },
        { paperKey: 'd', readers: 1 },
      ],
    });
  });

  it('does not make up how interests were served when it was not noted', () => {
    const old = digest({ sent: { papers: ['a'], serves: null }, interests: ['category:x'] });
    expect(reportOf([old], ABOUT).sent.coverage).toBeNull();
  });

  it('is all numbers for no digest at all', () => {
    expect(JSON.stringify(reportOf([], ABOUT))).not.toMatch(/NaN|Infinity|:null,"error"/);
  });
});
