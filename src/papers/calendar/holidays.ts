// The working days on which arXiv closes no day of submissions, and so announces nothing that evening (on a Friday: the
// Sunday evening after). Until 2026 as arXiv lists them; later years by the rules below, so a day its staff take off
// without a rule, as they do each December, is missing until someone adds it.

const LISTED: Readonly<Record<string, readonly string[]>> = {
  2020: ['01-01', '01-20', '06-09', '11-26', '12-25', '12-29', '12-30'],
  2021: ['01-01', '10-20', '11-25', '12-24', '12-28', '12-30'],
  2022: ['01-17', '06-20', '09-05', '11-24', '12-27', '12-29'],
  2023: ['01-16', '06-14', '06-19', '07-04', '08-17', '09-04', '11-23', '12-25', '12-27'],
  2024: ['01-15', '05-22', '06-19', '07-04', '09-02', '10-08', '11-28', '12-25', '12-26', '12-31'],
  2025: ['01-01', '01-20', '06-19', '07-04', '09-01', '11-27', '12-25', '12-30'],
  2026: ['01-01', '01-19', '06-19', '07-03', '09-07', '11-26', '12-25', '12-29', '12-31'],
};
const FIRST_BY_RULE = 2027;

/** @param date `YYYY-MM-DD`, a date in New York */
export function isArxivHoliday(date: string): boolean {
  const year = Number(date.slice(0, 4));
  const holidays = LISTED[year] ?? (year >= FIRST_BY_RULE ? byRule(year) : []);
  return holidays.includes(date.slice(5));
}

/** What the lists of 2023 to 2026 have in common. Before 2020 we know of none. */
function byRule(year: number): string[] {
  return [
    '01-01', // New Year's Day; on a weekend it was never made up for
    nth(year, 1, MONDAY, 3), // Martin Luther King Jr. Day
    observed(year, 6, 19), // Juneteenth, on the Monday in 2022
    observed(year, 7, 4), // Independence Day, on the Friday in 2026
    nth(year, 9, MONDAY, 1), // Labor Day
    nth(year, 11, THURSDAY, 4), // Thanksgiving
    '12-25', // Christmas Day; on a Sunday in 2022 it was not made up for
  ];
}

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

/** @param month 1 to 12; @param which 1 for the first */
function nth(year: number, month: number, weekday: number, which: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return monthAndDay(year, month, 1 + ((weekday - first + 7) % 7) + 7 * (which - 1));
}

/** On the Friday before a Saturday, on the Monday after a Sunday. */
function observed(year: number, month: number, day: number): string {
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const shift = weekday === SATURDAY ? -1 : weekday === SUNDAY ? 1 : 0;
  return monthAndDay(year, month, day + shift);
}

function monthAndDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(5, 10);
}
