// A new sender is trusted with little at first: so many mails on its first day (UTC), half as many more on each that
// follows, until nobody minds. What is over waits for the next day, or expires.
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { type Clock, DAY } from '../shared/clock.js';

const FIRST_DAY = 50;
const GROWTH = 1.5;
/** From here on there is no cap: the 25th day. */
const LAST_CAPPED_DAY = 24;

/** @param day 1 for the first. @returns the most mails of that day; undefined when there is no cap any more */
export function capOf(day: number): number | undefined {
  if (day < 1) return FIRST_DAY;
  return day > LAST_CAPPED_DAY ? undefined : Math.round(FIRST_DAY * GROWTH ** (day - 1));
}

export class WarmUp {
  /** When mails were taken last. */
  private day = '';

  /** @param from the first day, `YYYY-MM-DD`; undefined for a sender that is known already */
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly from: string | undefined,
  ) {}

  /** @returns how many of the wanted mails may still be begun today, over all processes; they count as begun */
  async take(wanted: number): Promise<number> {
    const cap = this.capNow();
    if (cap === undefined) return wanted;
    this.day = this.today();
    const [row] = await this.prisma.$queryRaw<{ granted: number }[]>`
      INSERT INTO sending_days AS d (day, begun, granted)
      VALUES (${this.day}::date, LEAST(${wanted}::int, ${cap}::int), LEAST(${wanted}::int, ${cap}::int))
      ON CONFLICT (day) DO UPDATE
      SET begun = d.begun + GREATEST(0, LEAST(${wanted}::int, ${cap}::int - d.begun)),
          granted = GREATEST(0, LEAST(${wanted}::int, ${cap}::int - d.begun))
      RETURNING granted`;
    return row?.granted ?? 0;
  }

  /** What was taken yesterday is not given back today. */
  async giveBack(mails: number): Promise<void> {
    if (mails === 0 || this.capNow() === undefined || this.day !== this.today()) return;
    await this.prisma.$executeRaw`
      UPDATE sending_days SET begun = begun - ${mails} WHERE day = ${this.day}::date`;
  }

  private capNow(): number | undefined {
    if (this.from === undefined) return undefined;
    const days = (this.clock.now().getTime() - Date.parse(`${this.from}T00:00:00Z`)) / DAY;
    return capOf(Math.floor(days) + 1);
  }

  private today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }
}
