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
    const [row] = await this.prisma.$queryRaw<{ granted: number }[]>`
      WITH today AS (
        INSERT INTO sending_days AS d (day, begun) VALUES (${this.today()}::date, 0)
        ON CONFLICT (day) DO UPDATE SET begun = d.begun RETURNING begun
      )
      SELECT LEAST(${wanted}::int, GREATEST(0, ${cap}::int - begun)) AS granted FROM today`;
    const granted = row?.granted ?? 0;
    if (granted > 0) await this.add(granted);
    return granted;
  }

  async giveBack(mails: number): Promise<void> {
    if (mails > 0 && this.capNow() !== undefined) await this.add(-mails);
  }

  private async add(mails: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sending_days SET begun = begun + ${mails} WHERE day = ${this.today()}::date`;
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
