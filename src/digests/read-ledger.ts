// Accounts for every digest of a date: each one due is in exactly one place, and the sum says so.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';

/** `due = accepted + deferred + rejected + unknown + expired + cancelled + excluded (by reason) + inFlight`. */
export interface Ledger {
  date: string;
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
  /** Whether the equation holds; anything else is a fault of ours. */
  isBalanced: boolean;
  /** Whether nothing is in flight or deferred any more. */
  isDone: boolean;
}

const PLACES = ['accepted', 'deferred', 'rejected', 'unknown', 'expired', 'cancelled'] as const;

const EMPTY = {
  due: 0,
  accepted: 0,
  deferred: 0,
  rejected: 0,
  unknown: 0,
  expired: 0,
  cancelled: 0,
  inFlight: 0,
  isBalanced: true,
  isDone: true,
};

@Injectable()
export class ReadLedger {
  constructor(private readonly prisma: PrismaService) {}

  /** @param input.date `YYYY-MM-DD`, the local date of the digests */
  async run(input: { date: string }): Promise<Ledger> {
    const rows = await this.prisma.$queryRaw<
      { digest: string; reason: string | null; delivery: string | null; count: number }[]
    >`
      SELECT d.state AS digest, d.reason, v.state AS delivery, count(*)::int AS count
      FROM digests AS d LEFT JOIN deliveries AS v ON v.digest_id = d.id
      WHERE d.local_date = ${input.date}::date
      GROUP BY d.state, d.reason, v.state`;
    const ledger: Ledger = { ...EMPTY, date: input.date, excluded: {} };
    for (const { digest, reason, delivery, count } of rows) {
      const place = PLACES.find((state) => state === delivery);
      ledger.due += count;
      if (place) ledger[place] += count;
      else if (digest === 'planned' || delivery) ledger.inFlight += count;
      else if (reason && digest !== 'built') ledger.excluded[reason] = (ledger.excluded[reason] ?? 0) + count;
    }
    const excluded = Object.values(ledger.excluded).reduce((sum, count) => sum + count, 0);
    const placed = PLACES.reduce((sum, state) => sum + ledger[state], excluded + ledger.inFlight);
    ledger.isBalanced = placed === ledger.due;
    ledger.isDone = ledger.inFlight === 0 && ledger.deferred === 0;
    return ledger;
  }
}
