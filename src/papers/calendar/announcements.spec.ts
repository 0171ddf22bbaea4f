// Which edition a paper comes with, through weekends, holidays and both changes of the clock.
import { describe, expect, it } from '@jest/globals';
import { announcementOf, editionOfFeed, isAnnouncementDay, whyEmpty } from './announcements.js';

const edition = (instant: string) => announcementOf(new Date(instant));

describe('the edition a paper comes with', () => {
  // The week of Monday, 9 March 2026, in summer time: 14:00 in New York is 18:00 UTC.
  it.each([
    ['Monday before 14:00', '2026-03-09T17:59:59Z', '2026-03-10'],
    ['Monday at 14:00', '2026-03-09T18:00:00Z', '2026-03-11'],
    ['Tuesday', '2026-03-10T17:00:00Z', '2026-03-11'],
    ['Wednesday', '2026-03-11T17:00:00Z', '2026-03-12'],
    ['Thursday', '2026-03-12T17:00:00Z', '2026-03-13'],
    ['Thursday after 14:00', '2026-03-12T18:00:00Z', '2026-03-16'],
    ['Friday', '2026-03-13T17:59:59Z', '2026-03-16'],
    ['Friday after 14:00', '2026-03-13T18:00:00Z', '2026-03-17'],
    ['Saturday', '2026-03-14T12:00:00Z', '2026-03-17'],
    ['Sunday, after the announcement', '2026-03-16T01:00:00Z', '2026-03-17'],
    ['Tuesday late in the evening, Wednesday in Europe', '2026-03-11T03:59:59Z', '2026-03-12'],
  ])('%s', (_when, instant, expected) => {
    expect(edition(instant)).toBe(expected);
  });

  it.each([
    ['the Friday before summer time', '2026-03-06T18:59:59Z', '2026-03-09'],
    ['the same, an hour later', '2026-03-06T19:00:00Z', '2026-03-10'],
    ['the Monday after it began', '2026-03-09T18:30:00Z', '2026-03-11'],
    ['the Friday before it ends', '2026-10-30T18:30:00Z', '2026-11-03'],
    ['the Monday after it ended', '2026-11-02T18:30:00Z', '2026-11-03'],
    ['the same, an hour later', '2026-11-02T19:00:00Z', '2026-11-04'],
  ])('by the clock in New York: %s', (_when, instant, expected) => {
    expect(edition(instant)).toBe(expected);
  });

  it.each([
    ['Labor Day, a Monday', '2026-09-07T12:00:00Z', '2026-09-09'],
    ['the Friday afternoon before it', '2026-09-04T19:00:00Z', '2026-09-09'],
    ['Thanksgiving, a Thursday', '2026-11-26T12:00:00Z', '2026-11-30'],
    ['the Wednesday before it', '2026-11-25T12:00:00Z', '2026-11-26'],
    ['Juneteenth, a Friday: nothing on Sunday evening', '2026-06-19T12:00:00Z', '2026-06-23'],
    ['the Thursday before it', '2026-06-18T12:00:00Z', '2026-06-19'],
    ['Christmas Eve', '2026-12-24T12:00:00Z', '2026-12-25'],
    ['Christmas Eve in the afternoon', '2026-12-24T20:00:00Z', '2026-12-29'],
    ['New Year’s Eve', '2026-12-31T12:00:00Z', '2027-01-05'],
  ])('on holidays: %s', (_when, instant, expected) => {
    expect(edition(instant)).toBe(expected);
  });

  it('is one of a day on which there are editions, whenever it was submitted', () => {
    const start = Date.parse('2024-01-01T00:00:00Z');
    let last = '';
    for (let hour = 0; hour < 4 * 366 * 24; hour += 1) {
      const one = announcementOf(new Date(start + hour * 3_600_000));
      if (one === last) continue;
      expect(isAnnouncementDay(one)).toBe(true);
      expect(one > last).toBe(true);
      last = one;
    }
  });

  it('is every edition there is: none stays without papers', () => {
    const start = Date.parse('2026-01-02T00:00:00Z');
    const filled = new Set<string>();
    const expected = new Set<string>();
    for (let day = 0; day < 360; day += 1) {
      const date = new Date(start + day * 86_400_000);
      filled.add(announcementOf(date));
      const here = date.toISOString().slice(0, 10);
      if (isAnnouncementDay(here)) expected.add(here);
    }
    expect([...expected].filter((one) => one > '2026-01-05' && !filled.has(one))).toEqual([]);
  });
});

describe('a day without an edition', () => {
  it.each([
    ['2026-03-14', 'saturday'],
    ['2026-03-15', 'sunday'],
    ['2026-09-08', 'holiday'], // the day after Labor Day
    ['2026-09-07', undefined], // Labor Day itself: announced on Sunday evening
    ['2026-11-27', 'holiday'],
    ['2026-11-26', undefined],
    ['2026-06-22', 'holiday'], // the Monday after a free Friday
    ['2026-06-20', 'saturday'],
    ['2026-12-30', 'holiday'],
    ['2026-02-17', undefined], // Presidents' Day is none for arXiv
    ['2025-07-07', 'holiday'],
    ['2019-07-05', undefined], // before the list begins
  ])('%s: %s', (date, why) => {
    expect(whyEmpty(date)).toBe(why);
    expect(isAnnouncementDay(date)).toBe(why === undefined);
  });

  it('is foreseen by rule for the years to come', () => {
    const holidaysOf = (year: number) =>
      Array.from({ length: 366 }, (_, day) =>
        new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10),
      ).filter((date) => date.startsWith(String(year)) && whyEmpty(date) === 'holiday');
    // Each the day after the holiday, or the Monday after one on a Friday; of 2027's holidays two are Saturdays, one of
    // which is kept on the Friday; 1 January is empty because of 31 December, the last of the list.
    expect(holidaysOf(2027)).toEqual([
      '2027-01-01',
      '2027-01-04',
      '2027-01-19',
      '2027-06-21',
      '2027-07-06',
      '2027-09-07',
      '2027-11-26',
    ]);
    expect(holidaysOf(2028)).toEqual([
      '2028-01-18',
      '2028-06-20',
      '2028-07-05',
      '2028-09-05',
      '2028-11-24',
      '2028-12-26',
    ]);
  });

  it('is asked for with a date', () => {
    for (const text of ['', 'today', '2026-3-14', '2026-99-99', '2026-03-14T00:00:00Z']) {
      expect(() => whyEmpty(text)).toThrow(RangeError);
    }
  });
});

describe('the edition of a feed', () => {
  it('is the date in New York at the instant it bears', () => {
    expect(editionOfFeed(new Date('2026-09-30T04:00:00Z'))).toBe('2026-09-30');
    expect(editionOfFeed(new Date('2026-09-30T03:59:59Z'))).toBe('2026-09-29');
    expect(editionOfFeed(new Date('2026-01-05T05:00:00Z'))).toBe('2026-01-05');
    expect(editionOfFeed(new Date('2026-01-05T04:59:59Z'))).toBe('2026-01-04');
  });
});
