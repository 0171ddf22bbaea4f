// The arithmetic of a run: from counts of rows to the equation, and to what is wrong when it does not hold. Pure.
import type { DeliveryState, DigestState, RunState } from '../generated/prisma/enums.js';

/** `due = accepted + deferred + rejected + unknown + expired + cancelled + excluded (by reason) + inFlight`. */
export interface Ledger {
  date: string;
  /** What an operator made of the run. */
  state: RunState;
  due: number;
  accepted: number;
  deferred: number;
  rejected: number;
  unknown: number;
  expired: number;
  cancelled: number;
  /** Digests without a mail, by reason: `no_new_papers`, `nothing_matched`, `nothing_strong_enough`, `unsubscribed`. */
  excluded: Record<string, number>;
  /** Planned, queued, claimed or being handed over. */
  inFlight: number;
  /** `planned = built + empty + excluded + waiting`; who is told of an empty digest has a mail as well. */
  digests: { planned: number; built: number; empty: number; excluded: number; waiting: number };
  /** `all = accepted + rejected + cancelled + expired + unknown + inFlight`; in flight is what is deferred, too. */
  deliveries: { all: number; inFlight: number } & Record<FinalState, number>;
  /** What breaks the equation, a sentence each; each is a fault of ours. */
  faults: string[];
  isBalanced: boolean;
  /** Whether nothing is in flight or deferred any more. */
  isDone: boolean;
}

/** Digests in one state and for one reason, with mails in one state; `unproven` ones have no attempt that was accepted. */
export interface CountedRow {
  digest: DigestState;
  reason: string | null;
  delivery: DeliveryState | null;
  count: number;
  unproven: number;
}

const FINAL = ['accepted', 'rejected', 'cancelled', 'expired', 'unknown'] as const;
type FinalState = (typeof FINAL)[number];
const PLACES = [...FINAL, 'deferred'] as const;

/** @param date `YYYY-MM-DD` */
export function ledgerOf(date: string, state: RunState, rows: readonly CountedRow[]): Ledger {
  const ledger = emptyLedger(date, state);
  for (const row of rows) count(ledger, row);
  const { digests, deliveries } = ledger;
  const excluded = sum(Object.values(ledger.excluded));
  const placed = sum(PLACES.map((place) => ledger[place])) + excluded + ledger.inFlight;
  if (placed !== ledger.due)
    ledger.faults.push(`${ledger.due - placed} of ${ledger.due} digests are nowhere`);
  if (digests.planned !== digests.built + digests.empty + digests.excluded + digests.waiting)
    ledger.faults.push('the states of the digests do not add up');
  if (deliveries.all !== sum(FINAL.map((place) => deliveries[place])) + deliveries.inFlight)
    ledger.faults.push('the states of the deliveries do not add up');
  ledger.isBalanced = ledger.faults.length === 0;
  ledger.isDone = ledger.inFlight === 0 && ledger.deferred === 0;
  return ledger;
}

function count(ledger: Ledger, { digest, reason, delivery, count, unproven }: CountedRow): void {
  const { digests, deliveries, faults } = ledger;
  const place = PLACES.find((state) => state === delivery);
  const end = FINAL.find((state) => state === delivery);
  ledger.due += count;
  if (place) ledger[place] += count;
  else if (digest === 'planned' || delivery) ledger.inFlight += count;
  else if (reason && digest !== 'built') ledger.excluded[reason] = (ledger.excluded[reason] ?? 0) + count;

  digests.planned += count;
  digests[digest === 'planned' ? 'waiting' : digest] += count;
  if (delivery) {
    deliveries.all += count;
    deliveries[end ?? 'inFlight'] += count;
  }
  if (digest === 'built' && !delivery) faults.push(`${count} digests were built and have no delivery`);
  if (delivery && (digest === 'planned' || digest === 'excluded'))
    faults.push(`${count} digests are ${digest} and have a delivery (${delivery})`);
  if (unproven > 0) faults.push(`${unproven} deliveries are accepted without an attempt on record`);
}

function emptyLedger(date: string, state: RunState): Ledger {
  return {
    date,
    state,
    due: 0,
    accepted: 0,
    deferred: 0,
    rejected: 0,
    unknown: 0,
    expired: 0,
    cancelled: 0,
    excluded: {},
    inFlight: 0,
    digests: { planned: 0, built: 0, empty: 0, excluded: 0, waiting: 0 },
    deliveries: { all: 0, accepted: 0, rejected: 0, cancelled: 0, expired: 0, unknown: 0, inFlight: 0 },
    faults: [],
    isBalanced: true,
    isDone: true,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
