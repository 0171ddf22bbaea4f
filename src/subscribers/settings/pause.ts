// A reader goes away for a while: nothing is sent until the date she names, or until she says so.
import { Injectable } from '@nestjs/common';
import { addDays, startOf } from '../../papers/calendar/days.js';
import { type Database, PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { reckonNextDue } from './next-due.js';

const LONGEST_DAYS = 366;

@Injectable()
export class Pause {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param input.untilOn local date of the first digest after the pause, `YYYY-MM-DD`; or `days` from today
   * @throws DomainError invalid_input for a date that is none, past, or more than a year ahead; conflict when nothing is sent
   */
  async start(input: { subscriberId: string } & ({ untilOn: string } | { days: number })): Promise<void> {
    const { subscriberId } = input;
    await this.prisma.$transaction(async (transaction) => {
      const today = await this.today(transaction, subscriberId);
      const untilOn = 'days' in input ? addDays(today, input.days) : input.untilOn;
      if (!isDate(untilOn) || untilOn <= today || untilOn > addDays(today, LONGEST_DAYS)) {
        const error = saying('web.errors.dateOutOfRange');
        throw new DomainError('invalid_input', error, { untilOn: error });
      }
      const { count } = await transaction.subscriber.updateMany({
        where: { id: subscriberId, state: { in: ['active', 'paused'] } },
        data: { state: 'paused', pausedUntilOn: startOf(untilOn) },
      });
      if (count === 0) throw new DomainError('conflict', saying('web.errors.nothingToPause'));
      await reckonNextDue(transaction, subscriberId, this.clock.now());
    });
  }

  /** Repeating it changes nothing. */
  async end(input: { subscriberId: string }): Promise<void> {
    await this.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.subscriber.updateMany({
        where: { id: input.subscriberId, state: 'paused' },
        data: { state: 'active', pausedUntilOn: null },
      });
      if (count > 0) await reckonNextDue(transaction, input.subscriberId, this.clock.now());
    });
  }

  private async today(database: Database, subscriberId: string): Promise<string> {
    const [row] = await database.$queryRaw<{ today: string }[]>`
      SELECT to_char(${this.clock.now()}::timestamptz AT TIME ZONE time_zone, 'YYYY-MM-DD') AS today
      FROM subscribers WHERE id = ${subscriberId}::uuid`;
    if (!row) throw new DomainError('not_found', saying('web.errors.noReader'));
    return row.today;
  }
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}
