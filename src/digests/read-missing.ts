// Who did not get the digest of a date, and why: every reader of hers that no mail server took a mail for.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import { type MissingRow, whyMissing } from './missing.js';

export interface MissingReader {
  subscriberId: string;
  address: string;
  reason: string;
}

@Injectable()
export class ReadMissing {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Those with a digest of that date which was not accepted, whatever they are now; and active or paused ones without.
   *
   * @param input.date `YYYY-MM-DD`
   * @param input.after the last subscriber of the page before
   * @returns ordered by subscriber; fewer than `limit` on the last page
   */
  async run(input: { date: string; after?: string | undefined; limit: number }): Promise<MissingReader[]> {
    const after = input.after ?? '00000000-0000-0000-0000-000000000000';
    const rows = await this.prisma.$queryRaw<MissingRow[]>`
      SELECT s.id AS "subscriberId", s.address, s.state AS "readerState", s.frequency, s.next_due_at AS "nextDueAt",
             s.paused_until_on::text AS "pausedUntilOn", g.state AS digest, g.reason AS "digestReason",
             d.state AS delivery, d.reply, d.next_at AS "nextAt",
             r.on_date IS NOT NULL AS "runIsPaused", r.reason AS "runReason",
             p.paused_at AS "pausedAt", p.server AS "pausedBy", p.reply AS refusal
      FROM subscribers AS s
      LEFT JOIN digests AS g ON g.subscriber_id = s.id AND g.local_date = ${input.date}::date
      LEFT JOIN deliveries AS d ON d.digest_id = g.id
      LEFT JOIN runs AS r ON r.on_date = ${input.date}::date AND r.state = 'paused'
      LEFT JOIN sending_pause AS p ON true
      WHERE s.id > ${after}::uuid AND d.state IS DISTINCT FROM 'accepted'
        AND (g.id IS NOT NULL OR s.state IN ('active', 'paused'))
      ORDER BY s.id LIMIT ${input.limit}`;
    const now = this.clock.now();
    return rows.map((row) => ({
      subscriberId: row.subscriberId,
      address: row.address,
      reason: whyMissing(row, now),
    }));
  }
}
