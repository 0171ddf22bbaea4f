// From how a transaction ended to the state the delivery goes into.
import type { DeliveryState } from '../generated/prisma/enums.js';
import type { HandOver } from '../platform/smtp/hand-over.js';
import { judgeReply, type Verdict } from './judge-reply.js';

export interface Outcome {
  state: Extract<DeliveryState, 'accepted' | 'deferred' | 'rejected' | 'unknown'>;
  verdict?: Verdict;
  code: number | null;
  reply: string;
}

export function outcomeOf(handOver: HandOver): Outcome {
  const { reply } = handOver;
  if (handOver.outcome === 'accepted') return { state: 'accepted', code: handOver.code, reply };
  if (handOver.outcome === 'unknown') return { state: 'unknown', code: null, reply };
  if (handOver.outcome === 'not_taken') return { state: 'deferred', code: null, reply };
  const verdict = judgeReply(handOver.code, reply);
  // What is our fault is mended by us: the reader's mail waits for that.
  const waits = verdict === 'retry' || verdict === 'our_fault';
  return { state: waits ? 'deferred' : 'rejected', verdict, code: handOver.code, reply };
}
