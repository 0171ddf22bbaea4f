// The equation of a run, and that it can fail to hold.
import { describe, expect, it } from '@jest/globals';
import { type CountedRow, ledgerOf } from './ledger.js';

const row = (
  digest: CountedRow['digest'],
  delivery: CountedRow['delivery'],
  count: number,
  more: Partial<CountedRow> = {},
): CountedRow => ({ digest, delivery, count, reason: null, unproven: 0, ...more });

describe('ledgerOf', () => {
  it('puts each digest in one place, and what waits in flight', () => {
    const ledger = ledgerOf('2026-06-29', 'going', [
      row('planned', null, 1),
      row('built', 'queued', 2),
      row('built', 'claimed', 4),
      row('built', 'handing_over', 8),
      row('built', 'deferred', 16),
      row('built', 'accepted', 32),
      row('built', 'unknown', 64),
      row('empty', null, 128, { reason: 'no_new_papers' }),
      row('empty', 'accepted', 256, { reason: 'no_new_papers' }),
      row('excluded', null, 512, { reason: 'unsubscribed' }),
    ]);
    expect(ledger).toMatchObject({
      due: 1023,
      inFlight: 15,
      deferred: 16,
      accepted: 288,
      unknown: 64,
      excluded: { no_new_papers: 128, unsubscribed: 512 },
      digests: { planned: 1023, built: 126, empty: 384, excluded: 512, waiting: 1 },
      deliveries: { all: 382, accepted: 288, unknown: 64, inFlight: 30 },
      faults: [],
      isBalanced: true,
      isDone: false,
    });
  });

  it('is done when nothing is in flight or deferred', () => {
    const rows = [row('built', 'accepted', 1), row('built', 'unknown', 1), row('built', 'expired', 1)];
    expect(ledgerOf('2026-06-29', 'going', rows).isDone).toBe(true);
    for (const state of ['queued', 'claimed', 'handing_over', 'deferred'] as const)
      expect(ledgerOf('2026-06-29', 'going', [...rows, row('built', state, 1)]).isDone).toBe(false);
    expect(ledgerOf('2026-06-29', 'going', [row('planned', null, 1)]).isDone).toBe(false);
  });

  it.each([
    ['a built digest without a mail', row('built', null, 2), '2 digests were built and have no delivery'],
    [
      'a planned one with a mail',
      row('planned', 'queued', 1),
      '1 digests are planned and have a delivery (queued)',
    ],
    [
      'an excluded one with a mail',
      row('excluded', 'accepted', 1, { reason: 'paused' }),
      '1 digests are excluded and have a delivery (accepted)',
    ],
    [
      'a mail taken that nobody tried to hand over',
      row('built', 'accepted', 3, { unproven: 1 }),
      '1 deliveries are accepted without an attempt on record',
    ],
  ])('says so when there is %s', (_, wrong, fault) => {
    const ledger = ledgerOf('2026-06-29', 'going', [row('built', 'accepted', 5), wrong]);
    expect(ledger.isBalanced).toBe(false);
    expect(ledger.faults).toContain(fault);
  });
});
