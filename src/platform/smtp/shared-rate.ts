// A rate that holds for all processes together: the instants at which mails may begin are handed out by one row in
// PostgreSQL, in portions of a fifth of a second, so that none is given twice.
import type { PrismaService } from '../prisma/prisma.service.js';

const PORTION_SECONDS = 0.2;
/** Who would have to wait longer had better come back. */
const LONGEST_WAIT_SECONDS = 10;
/** Instants that nobody asked for in time, because asking takes time, may be made up for; more would be a burst. */
const GRACE_SECONDS = 0.1;

export class SharedRate {
  private readonly portion: number;
  /** Instants still to be used, of performance.now(). */
  private ours: number[] = [];
  private asking: Promise<boolean> | undefined;

  /** @param perSecond mails a second */
  constructor(
    private readonly prisma: PrismaService,
    private readonly server: string,
    private readonly perSecond: number,
  ) {
    this.portion = Math.max(1, Math.round(perSecond * PORTION_SECONDS));
  }

  /** Resolves when one mail may begin. @returns false when that would take longer than ten seconds */
  async turn(): Promise<boolean> {
    for (;;) {
      const at = this.ours.shift();
      if (at !== undefined) {
        const waitMs = at - performance.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        return true;
      }
      this.asking ??= this.ask().finally(() => (this.asking = undefined));
      if (!(await this.asking)) return false;
    }
  }

  /**
   * An instant further away than was ever given is one of a clock that was ahead: nobody waits for it.
   *
   * @returns whether there was something to be had
   */
  private async ask(): Promise<boolean> {
    const span = this.portion / this.perSecond;
    const [row] = await this.prisma.$queryRaw<{ start: number }[]>`
      INSERT INTO sending_rates AS r (server, next_at)
      VALUES (${this.server}, clock_timestamp() + make_interval(secs => ${span}))
      ON CONFLICT (server) DO UPDATE
      SET next_at = make_interval(secs => ${span}) + CASE
            WHEN r.next_at > clock_timestamp() + make_interval(secs => ${LONGEST_WAIT_SECONDS + span}) THEN clock_timestamp()
            ELSE GREATEST(r.next_at, clock_timestamp() - make_interval(secs => ${GRACE_SECONDS})) END
      WHERE r.next_at NOT BETWEEN clock_timestamp() + make_interval(secs => ${LONGEST_WAIT_SECONDS})
        AND clock_timestamp() + make_interval(secs => ${LONGEST_WAIT_SECONDS + span})
      RETURNING extract(epoch FROM next_at - make_interval(secs => ${span}) - clock_timestamp())::float8 AS start`;
    if (!row) return false;
    const first = performance.now() + row.start * 1_000;
    for (let index = 0; index < this.portion; index += 1)
      this.ours.push(first + (index * 1_000) / this.perSecond);
    return true;
  }
}
