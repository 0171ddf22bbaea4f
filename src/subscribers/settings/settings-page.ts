// What the settings page shows: what is kept, or what was typed when something about it does not fit.
import { Injectable } from '@nestjs/common';
import type { Subscriber } from '../../generated/prisma/client.js';
import { texts } from '../../language/languages.js';
import { WEEKDAYS } from '../../mails/frequency-text.js';
import { localDateText } from '../../mails/local-time.js';
import { longDate } from '../../mails/wording.js';
import { addDays, dayOf } from '../../papers/calendar/days.js';
import type { Choice, SettingsView } from '../../platform/http/reader-page-views.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import type { Reader } from '../access/find-reader.js';
import { isTimeZone, TimeZones } from '../time-zones.js';

const FREQUENCIES = [
  ['daily', 'Every day'],
  ['weekdays', 'Monday to Friday'],
  ['weekly', 'Once a week'],
] as const;
const STRICTNESSES = [
  ['-1', 'Loosely: rather one too many'],
  ['0', 'Normally'],
  ['1', 'Strictly: rather one too few'],
] as const;
const FORMATS = [
  ['html', 'Formatted (HTML)'],
  ['text', 'Plain text'],
] as const;

@Injectable()
export class SettingsPage {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly timeZones: TimeZones,
  ) {}

  /** @param body what was submitted, in whatever shape; @param errors field name to sentence */
  async view(
    { subscriber, base, isSignedIn }: Reader,
    shown: { notice?: string; body?: unknown; errors?: SettingsView['errors'] } = {},
  ): Promise<SettingsView> {
    const typed = (shown.body ?? {}) as Record<string, unknown>;
    const value = (name: keyof Subscriber) => {
      const given = typed[name];
      return typeof given === 'string' ? given : String(subscriber[name]);
    };
    const isResent = typed['deliverAtHour'] !== undefined;
    const tomorrowOn = addDays(dayOf(this.clock.now()), 1);
    return {
      base,
      isSignedIn,
      ...(shown.notice !== undefined && { notice: shown.notice }),
      stateText: await this.stateText(subscriber),
      isPaused: subscriber.state === 'paused',
      isUnsubscribed: subscriber.state === 'unsubscribed',
      errors: shown.errors ?? {},
      frequencies: choices(FREQUENCIES, value('frequency')),
      weekdays: choices(
        WEEKDAYS.map((name, index) => [String(index + 1), name]),
        value('weeklyOn'),
      ),
      hours: choices(
        Array.from({ length: 24 }, (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`]),
        value('deliverAtHour'),
      ),
      timeZones: await this.zones(value('timeZone')),
      maxPapers: value('maxPapers'),
      strictnesses: choices(STRICTNESSES, value('strictness')),
      tellsWhenEmpty: isResent ? typed['tellsWhenEmpty'] !== undefined : subscriber.tellsWhenEmpty,
      formats: choices(FORMATS, value('mailFormat')),
      untilOn: typeof typed['untilOn'] === 'string' ? typed['untilOn'] : addDays(tomorrowOn, 13),
      tomorrowOn,
    };
  }

  private async stateText({ state, nextDueAt, timeZone, pausedUntilOn }: Subscriber): Promise<string> {
    if (state === 'unsubscribed') return 'You are unsubscribed: nothing is sent to you.';
    if (state === 'paused' && pausedUntilOn) {
      return `Paused until ${longDate(dayOf(pausedUntilOn))}: nothing is sent to you before.`;
    }
    return `Your next digest is due ${await localDateText(texts('en'), this.prisma, nextDueAt, timeZone)}.`;
  }

  /** Her own zone is in the list even if nobody else would look for it. */
  private async zones(chosen: string): Promise<SettingsView['timeZones']> {
    const names = await this.timeZones.list();
    const all =
      names.includes(chosen) || !(await isTimeZone(this.prisma, chosen)) ? names : [chosen, ...names];
    return all.map((name) => ({ name, selected: name === chosen }));
  }
}

export function choices(options: readonly (readonly [string, string])[], chosen: string): Choice[] {
  return options.map(([value, label]) => ({ value, label, selected: value === chosen }));
}
