// Compiles profiles anew soon after readers said something, so that a digest need not.
import { Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SECOND } from '../shared/clock.js';
import { PaperPool } from './paper-pool.js';
import { ReaderProfiles } from './reader-profiles.js';

/** Compiled and kept together, so that others have their turn. */
const BATCH = 50;
/** Then digests get the queue; the next job goes on. */
const BUDGET_MS = 10 * SECOND;
/** Texts at once: the rest is for the next job, seconds later. */
const MOST_HEARD_OF = 5_000;

@Injectable()
export class CompileProfiles {
  constructor(
    private readonly prisma: PrismaService,
    private readonly pool: PaperPool,
    private readonly profiles: ReaderProfiles,
  ) {}

  /** Those that other words have made useless wait for their digest: nobody has said anything new. */
  async run(): Promise<{ compiled: number }> {
    const end = performance.now() + BUDGET_MS;
    await this.hearOfTexts();
    let count = 0;
    for (let after: string | undefined; performance.now() < end;) {
      const behind = await this.findBehind(after);
      after = behind.at(-1);
      if (after === undefined) break;
      const { compiled } = await this.profiles.load(this.prisma, await this.pool.get(), behind);
      await this.profiles.keep(compiled);
      count += compiled.length;
      await setImmediate();
    }
    return { compiled: count };
  }

  /** Takes up the papers that have another text, as far as nobody else does. In the order in which triggers lock profiles. */
  private async hearOfTexts(): Promise<void> {
    await this.prisma.$executeRaw`
      WITH heard AS (
        DELETE FROM changed_texts WHERE id IN (
          SELECT id FROM changed_texts ORDER BY id LIMIT ${MOST_HEARD_OF} FOR UPDATE SKIP LOCKED
        ) RETURNING paper_key
      ), locked AS (
        SELECT subscriber_id FROM profiles
        WHERE subscriber_id IN (SELECT f.subscriber_id FROM feedback AS f JOIN heard USING (paper_key))
        ORDER BY subscriber_id FOR NO KEY UPDATE
      )
      UPDATE profiles AS p SET revision = p.revision + 1 FROM locked WHERE p.subscriber_id = locked.subscriber_id`;
  }

  private async findBehind(after: string | undefined): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT p.subscriber_id AS id FROM profiles AS p JOIN subscribers AS s ON s.id = p.subscriber_id
      WHERE p.compiled_revision IS DISTINCT FROM p.revision AND s.state = 'active'
        AND p.subscriber_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      ORDER BY p.subscriber_id LIMIT ${BATCH}`;
    return rows.map(({ id }) => id);
  }
}
