// Accounts for every digest of a date: each one due is in exactly one place, and the sum says so.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { type CountedRow, type Ledger, ledgerOf } from './ledger.js';
import { runStateOf } from './run.queries.js';

@Injectable()
export class ReadLedger {
  constructor(private readonly prisma: PrismaService) {}

  /** @param input.date `YYYY-MM-DD`, the local date of the digests */
  async run(input: { date: string }): Promise<Ledger> {
    const rows = await this.prisma.$queryRaw<CountedRow[]>`
      SELECT d.state::text AS digest, d.reason, v.state::text AS delivery, count(*)::int AS count,
             (count(*) FILTER (WHERE v.state = 'accepted' AND NOT EXISTS (
               SELECT 1 FROM delivery_attempts AS a WHERE a.delivery_id = v.id AND a.outcome = 'accepted'
             )))::int AS unproven
      FROM digests AS d LEFT JOIN deliveries AS v ON v.digest_id = d.id
      WHERE d.local_date = ${input.date}::date
      GROUP BY d.state, d.reason, v.state`;
    return ledgerOf(input.date, await runStateOf(this.prisma, input.date), rows);
  }
}
