// Each reader without a digest has a reason an operator can act on.
import { describe, expect, it } from '@jest/globals';
import { type MissingRow, whyMissing } from './missing.js';

const now = new Date('2026-06-29T12:00:00Z');
const row: MissingRow = {
  subscriberId: '',
  address: '',
  readerState: 'active',
  frequency: 'daily',
  nextDueAt: new Date('2026-06-30T08:00:00Z'),
  pausedUntilOn: null,
  digest: null,
  digestReason: null,
  delivery: null,
  reply: null,
  nextAt: null,
  runIsPaused: false,
  runReason: null,
  pausedAt: null,
  pausedBy: null,
  refusal: null,
};
const pause = {
  pausedAt: new Date('2026-06-29T11:58:00Z'),
  pausedBy: 'mail.example.org:25',
  refusal: '535 5.7.8 no',
};
const isPaused = 'sending is paused since 2026-06-29 11:58 UTC, mail.example.org:25 refused us: 535 5.7.8 no';

describe('whyMissing', () => {
  it.each<[Partial<MissingRow>, string]>([
    [{ digest: 'planned' }, 'planned, not built yet'],
    [{ digest: 'empty', digestReason: 'nothing_matched' }, 'no mail: nothing_matched'],
    [{ digest: 'excluded', digestReason: 'run_cancelled' }, 'no mail: run_cancelled'],
    [{ digest: 'built', delivery: 'rejected', reply: '552 too big' }, 'rejected: 552 too big'],
    [{ digest: 'built', delivery: 'handing_over' }, 'handing over'],
    [
      { digest: 'built', delivery: 'deferred', reply: '451 later', nextAt: new Date('2026-06-29T12:05:00Z') },
      'deferred until 2026-06-29 12:05 UTC: 451 later',
    ],
    [{ digest: 'built', delivery: 'queued', runIsPaused: true }, 'an operator paused the run; queued'],
    [
      {
        digest: 'built',
        delivery: 'deferred',
        reply: '451 later',
        runIsPaused: true,
        runReason: 'wrong logo',
      },
      'an operator paused the run (wrong logo); deferred: 451 later',
    ],
    [{ digest: 'built', delivery: 'queued', nextAt: now }, 'queued'],
    [
      { digest: 'built', delivery: 'queued', nextAt: new Date('2026-06-29T12:01:00Z') },
      'queued, not before 2026-06-29 12:01 UTC: its domain or the mail server took no more',
    ],
    [{ digest: 'built', delivery: 'queued', ...pause }, `${isPaused}; queued`],
    [
      { digest: 'built', delivery: 'deferred', reply: '535 5.7.8 no', ...pause, pausedBy: null },
      `${isPaused.replace('mail.example.org:25', 'the mail server')}; deferred`,
    ],
    [
      { digest: 'built', delivery: 'queued', runIsPaused: true, ...pause },
      'an operator paused the run; queued',
    ],
    [{ digest: 'built', delivery: 'rejected', reply: '552 too big', ...pause }, 'rejected: 552 too big'],
    [
      { digest: 'built', delivery: 'cancelled', reply: 'unsubscribed', runIsPaused: true },
      'cancelled: unsubscribed',
    ],
    [{ readerState: 'paused', pausedUntilOn: '2026-07-10' }, 'paused until 2026-07-10'],
    [{ readerState: 'paused' }, 'paused'],
    [{ nextDueAt: null }, 'never due: she has no next due instant'],
    [{ nextDueAt: now }, 'due since 2026-06-29 12:00 UTC, not planned yet'],
    [{}, 'not due before 2026-06-30 08:00 UTC'],
    [{ frequency: 'weekly' }, 'not due before 2026-06-30 08:00 UTC (weekly)'],
  ])('%j: %s', (values, reason) => {
    expect(whyMissing({ ...row, ...values }, now)).toBe(reason);
  });
});
