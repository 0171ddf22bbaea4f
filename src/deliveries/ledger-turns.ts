// What the ledger is told while mails go out: which transactions begin, and how they ended. What comes together is one
// statement and one commit. A connection that ends one mail and begins the next says both in the same turn, so that a
// crash leaves no more in doubt than the transactions that were open.
import { Logger } from '@nestjs/common';
import { throughTrouble } from '../platform/prisma/passing-trouble.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { type Clock, MINUTE } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import {
  type ClaimedDelivery,
  markHandingOver,
  settleAndMark,
  settleDeliveries,
  type Settlement,
} from './deliveries.queries.js';
import { GroupCommit } from './group-commit.js';
import { workerName } from './worker-name.js';

/** How long a database may be away before what the server said is given up: the row then ends as unknown. */
export const SETTLE_WITHIN_MS = 30 * MINUTE;

type Entry = { mark: ClaimedDelivery } | { settlement: Settlement };

export class LedgerTurns {
  private readonly logger = new Logger('Deliveries');
  private readonly turns: GroupCommit<Entry, boolean>;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {
    this.turns = new GroupCommit((entries) => this.write(entries));
  }

  /** @returns whether the transaction may begin; the mark is committed then. A mark that failed may have been made. */
  mark(claim: ClaimedDelivery): Promise<boolean> {
    return this.turns.add({ mark: claim });
  }

  /** Resolves when it is committed. @throws when the database says no, or stays away too long */
  async settle(settlement: Settlement): Promise<void> {
    await this.turns.add({ settlement });
  }

  private async write(entries: readonly Entry[]): Promise<boolean[]> {
    const settlements = entries.flatMap((entry) => ('settlement' in entry ? [entry.settlement] : []));
    const claims = entries.flatMap((entry) => ('mark' in entry ? [entry.mark] : []));
    if (settlements.length > 0) failpoint('send:settling');
    if (claims.length > 0) failpoint('send:connected');
    const marked = await this.record(settlements, claims);
    if (settlements.length > 0) failpoint('send:settled');
    if (marked.size > 0) failpoint('send:marked');
    return entries.map((entry) => 'settlement' in entry || marked.has(entry.mark.id));
  }

  private async record(settlements: Settlement[], claims: ClaimedDelivery[]): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    if (claims.length > 0) {
      try {
        if (settlements.length === 0) return await markHandingOver(this.prisma.prepared, claims, now);
        const turn = await settleAndMark(this.prisma.prepared, { settlements, claims }, workerName, now);
        this.tellRefused(settlements.length - turn.settled);
        return turn.marked;
      } catch (error) {
        this.logger.error(`${claims.length} deliveries could not be marked: ${String(error)}`);
      }
    }
    // What the server said is known here alone: a database that is away for a moment must not make it unknown.
    if (settlements.length > 0) await this.settleThroughTrouble(settlements, now);
    return new Set();
  }

  private async settleThroughTrouble(settlements: Settlement[], now: Date): Promise<void> {
    try {
      const settle = () => settleDeliveries(this.prisma.prepared, settlements, workerName, now);
      this.tellRefused(settlements.length - (await throughTrouble(settle, SETTLE_WITHIN_MS)));
    } catch (error) {
      if (settlements.length === 1) throw error;
      // What the database refuses of one must not leave the others in doubt.
      const each = settlements.map((one) => this.settleThroughTrouble([one], now));
      for (const ending of await Promise.allSettled(each))
        if (ending.status === 'rejected')
          this.logger.error(`A mail is left to the sweep: ${String(ending.reason)}`);
    }
  }

  /** Their fencing token was too old, or a try before this one was written after all. */
  private tellRefused(count: number): void {
    if (count > 0)
      this.logger.warn(`${count} mails were settled without us: this process stood still for too long`);
  }
}
