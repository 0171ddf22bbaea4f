// What the settings page shows: what is kept, or what was typed when something about it does not fit.
import { Injectable } from '@nestjs/common';
import type { Subscriber } from '../../generated/prisma/client.js';
import { languages } from '../../language/languages.js';
import type { Texts } from '../../language/texts.js';
import { localDateText } from '../../mails/local-time.js';
import { addDays, dayOf } from '../../papers/calendar/days.js';
import type { SettingsView } from '../../platform/http/reader-page-views.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import type { Reader } from '../access/find-reader.js';
import { choices, frequencyChoices, weekdayChoices } from '../choices.js';
import { isTimeZone, TimeZones } from '../time-zones.js';

/** Values, and what they are called in `web.settings`. */
const STRICTNESSES = [
  ['-1', 'loosely'],
  ['0', 'normally'],
  ['1', 'strictly'],
] as const;
const FORMATS = [
  ['html', 'html'],
  ['text', 'text'],
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
    { subscriber, base, isSignedIn, texts }: Reader,
    shown: { notice?: string; body?: unknown; errors?: SettingsView['errors'] } = {},
  ): Promise<SettingsView> {
    const typed = (shown.body ?? {}) as Record<string, unknown>;
    const value = (name: keyof Subscriber) => {
      const given = typed[name];
      return typeof given === 'string' ? given : String(subscriber[name]);
    };
    const called = (options: readonly (readonly [string, string])[]) =>
      options.map(([value, name]) => [value, texts.say(`web.settings.${name}`)] as const);
    const isResent = typed['deliverAtHour'] !== undefined;
    const tomorrowOn = addDays(dayOf(this.clock.now()), 1);
    return {
      base,
      isSignedIn,
      ...(shown.notice !== undefined && { notice: shown.notice }),
      stateText: await this.stateText(texts, subscriber),
      isPaused: subscriber.state === 'paused',
      isUnsubscribed: subscriber.state === 'unsubscribed',
      errors: shown.errors ?? {},
      frequencies: frequencyChoices(texts, value('frequency')),
      weekdays: weekdayChoices(texts, value('weeklyOn')),
      hours: choices(
        Array.from({ length: 24 }, (_, hour) => [String(hour), `${String(hour).padStart(2, '0')}:00`]),
        value('deliverAtHour'),
      ),
      timeZones: await this.zones(value('timeZone')),
      maxPapers: value('maxPapers'),
      strictnesses: choices(called(STRICTNESSES), value('strictness')),
      tellsWhenEmpty: isResent ? typed['tellsWhenEmpty'] !== undefined : subscriber.tellsWhenEmpty,
      formats: choices(called(FORMATS), value('mailFormat')),
      readerLanguages: choices(
        languages().all.map(({ code, name }) => [code, name]),
        value('language'),
      ),
      untilOn: typeof typed['untilOn'] === 'string' ? typed['untilOn'] : addDays(tomorrowOn, 13),
      tomorrowOn,
    };
  }

  private async stateText(texts: Texts, subscriber: Subscriber): Promise<string> {
    const { state, nextDueAt, timeZone, pausedUntilOn } = subscriber;
    if (state === 'unsubscribed') return texts.say('web.settings.isUnsubscribed');
    if (state === 'paused' && pausedUntilOn) {
      return texts.say('web.settings.isPaused', { date: texts.longDate(dayOf(pausedUntilOn)) });
    }
    const when = await localDateText(texts, this.prisma, nextDueAt, timeZone);
    return texts.say('web.settings.nextDigest', { when });
  }

  /** Her own zone is in the list even if nobody else would look for it. */
  private async zones(chosen: string): Promise<SettingsView['timeZones']> {
    const names = await this.timeZones.list();
    const all =
      names.includes(chosen) || !(await isTimeZone(this.prisma, chosen)) ? names : [chosen, ...names];
    return all.map((name) => ({ name, selected: name === chosen }));
  }
}
