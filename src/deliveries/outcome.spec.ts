// From how a transaction ended to the state of the delivery.
import { describe, expect, it } from '@jest/globals';
import type { HandOver } from '../platform/smtp/hand-over.js';
import { outcomeOf } from './outcome.js';

describe('outcomeOf', () => {
  it.each<[HandOver, string, string | undefined]>([
    [{ outcome: 'accepted', code: 250, reply: '250 ok' }, 'accepted', undefined],
    [{ outcome: 'not_taken', reply: 'Connection closed' }, 'deferred', undefined],
    [{ outcome: 'unknown', reply: 'Connection closed' }, 'unknown', undefined],
    [{ outcome: 'refused', code: 451, reply: '451 4.7.1 later' }, 'deferred', 'retry'],
    [{ outcome: 'refused', code: 554, reply: '554 5.7.1 spam' }, 'rejected', 'reject'],
    [{ outcome: 'refused', code: 550, reply: '550 5.1.1 nobody' }, 'rejected', 'suppress'],
    [{ outcome: 'refused', code: 550, reply: '550 5.7.26 DMARC' }, 'deferred', 'our_fault'],
  ])('%j becomes %s', (handOver, state, verdict) => {
    expect(outcomeOf(handOver)).toEqual({
      state,
      code: 'code' in handOver ? handOver.code : null,
      reply: handOver.reply,
      ...(verdict && { verdict }),
    });
  });
});
