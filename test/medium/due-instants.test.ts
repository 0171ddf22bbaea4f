// When a digest is due: the reader's own hour on the reader's own calendar, in every zone and through every change of
// the clocks. Reckoned by PostgreSQL alone.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function one(sql: string, values: unknown[]): Promise<string | undefined> {
  const { rows } = await client.query<{ instant: Date | null }>(`SELECT ${sql} AS instant`, values);
  return rows[0]?.instant?.toISOString().replace(':00.000Z', 'Z');
}
const due = (date: string, hour: number, zone: string) => one('due_instant($1, $2, $3)', [date, hour, zone]);

interface Reader {
  after: string;
  zone: string;
  hour: number;
  servedOn?: string;
  servedAt?: string;
}
const next = ({ after, zone, hour, servedOn, servedAt }: Reader) =>
  one('next_due_at($1, $2, $3, $4, $5)', [after, zone, hour, servedOn ?? null, servedAt ?? null]);

describe('the instant of an hour on a date', () => {
  it.each([
    ['2026-06-29', 8, 'UTC', '2026-06-29T08:00Z'],
    ['2026-06-29', 8, 'Europe/Berlin', '2026-06-29T06:00Z'],
    ['2026-01-29', 8, 'Europe/Berlin', '2026-01-29T07:00Z'],
    ['2026-06-29', 0, 'Pacific/Kiritimati', '2026-06-28T10:00Z'],
    ['2026-06-29', 23, 'Pacific/Pago_Pago', '2026-06-30T10:00Z'],
  ])('is the hour on the wall: %s %i:00 %s', async (date, hour, zone, instant) => {
    expect(await due(date, hour, zone)).toBe(instant);
  });

  it.each([
    ['2026-06-29', 8, 'Asia/Kolkata', '2026-06-29T02:30Z'],
    ['2026-06-29', 8, 'Asia/Kathmandu', '2026-06-29T02:15Z'],
    ['2026-06-29', 8, 'Pacific/Chatham', '2026-06-28T19:15Z'],
    ['2026-06-29', 8, 'America/St_Johns', '2026-06-29T10:30Z'],
  ])('knows zones of half and quarter hours: %s %i:00 %s', async (date, hour, zone, instant) => {
    expect(await due(date, hour, zone)).toBe(instant);
  });

  it.each([
    ['2026-03-29', 2, 'Europe/Berlin', '2026-03-29T01:00Z'],
    ['2026-03-08', 2, 'America/New_York', '2026-03-08T07:00Z'],
    ['2026-03-08', 0, 'America/Havana', '2026-03-08T05:00Z'],
    ['2026-09-06', 0, 'America/Santiago', '2026-09-06T04:00Z'],
    ['2026-10-04', 2, 'Australia/Lord_Howe', '2026-10-03T15:30Z'],
    ['2026-03-29', 1, 'Antarctica/Troll', '2026-03-29T01:00Z'],
    ['2026-03-29', 2, 'Antarctica/Troll', '2026-03-29T01:00Z'],
  ])(
    'that is skipped in spring is the first instant after the gap: %s %i:00 %s',
    async (date, hour, zone, instant) => {
      expect(await due(date, hour, zone)).toBe(instant);
    },
  );

  it.each([
    ['2026-10-25', 2, 'Europe/Berlin', '2026-10-25T00:00Z'],
    ['2026-11-01', 1, 'America/New_York', '2026-11-01T05:00Z'],
    ['2026-11-01', 0, 'America/Havana', '2026-11-01T04:00Z'],
    ['2026-04-05', 1, 'Australia/Lord_Howe', '2026-04-04T14:00Z'],
    ['2026-04-05', 2, 'Australia/Lord_Howe', '2026-04-04T15:30Z'],
    ['2026-10-25', 1, 'Antarctica/Troll', '2026-10-24T23:00Z'],
    ['2026-10-25', 2, 'Antarctica/Troll', '2026-10-25T00:00Z'],
    ['2026-10-25', 3, 'Antarctica/Troll', '2026-10-25T03:00Z'],
  ])('that comes twice in autumn is the first of the two: %s %i:00 %s', async (date, hour, zone, instant) => {
    expect(await due(date, hour, zone)).toBe(instant);
  });
});

describe('the next due instant', () => {
  const berlin = { zone: 'Europe/Berlin', hour: 8 };

  it('is today while the hour is ahead, and tomorrow from the hour on', async () => {
    expect(await next({ ...berlin, after: '2026-06-29T05:59:59.999Z' })).toBe('2026-06-29T06:00Z');
    expect(await next({ ...berlin, after: '2026-06-29T06:00:00Z' })).toBe('2026-06-30T06:00Z');
  });

  it('is never on a date that was served', async () => {
    const after = '2026-06-29T05:00:00Z';
    expect(await next({ ...berlin, after, servedOn: '2026-06-29' })).toBe('2026-06-30T06:00Z');
    expect(await next({ ...berlin, after, servedOn: '2026-06-30' })).toBe('2026-07-01T06:00Z');
    expect(await next({ ...berlin, after, servedOn: '2026-06-28' })).toBe('2026-06-29T06:00Z');
  });

  it('is six hours or more after the last digest', async () => {
    const served = { ...berlin, after: '2026-06-29T01:00:00Z', servedOn: '2026-06-28' };
    expect(await next({ ...served, servedAt: '2026-06-29T00:00:00Z' })).toBe('2026-06-29T06:00Z');
    expect(await next({ ...served, servedAt: '2026-06-29T00:00:00.001Z' })).toBe('2026-06-30T06:00Z');
  });

  it('comes after a longer wait for who moves westwards over the date line', async () => {
    // Served on 30 June in Kiritimati; in Honolulu it is still the 29th.
    const moved = { after: '2026-06-29T19:00:00Z', servedOn: '2026-06-30', servedAt: '2026-06-29T18:00:00Z' };
    expect(await next({ ...moved, zone: 'Pacific/Honolulu', hour: 8 })).toBe('2026-07-01T18:00Z');
  });

  it('skips the date that who moves eastwards over the date line never has', async () => {
    const moved = { after: '2026-06-29T19:00:00Z', servedOn: '2026-06-29', servedAt: '2026-06-29T18:00:00Z' };
    expect(await next({ ...moved, zone: 'Pacific/Kiritimati', hour: 8 })).toBe('2026-06-30T18:00Z');
    expect(await next({ ...moved, zone: 'Pacific/Kiritimati', hour: 20 })).toBe('2026-06-30T06:00Z');
  });

  const digest = (values: {
    after: string;
    servedOn?: string;
    servedAt?: string;
    frequency: string;
    weeklyOn?: number;
    pausedUntil?: string;
  }) =>
    one('next_due_at($1, $2, $3, $4, $5, $6, $7, $8)', [
      values.after,
      'Europe/Berlin',
      8,
      values.servedOn ?? null,
      values.servedAt ?? null,
      values.frequency,
      values.weeklyOn ?? 1,
      values.pausedUntil ?? null,
    ]);

  it('leaves out what the frequency leaves out, on the local calendar', async () => {
    // 29 June 2026 is a Monday.
    const friday = {
      after: '2026-07-03T06:00:00Z',
      servedOn: '2026-07-03',
      servedAt: '2026-07-03T06:00:00Z',
    };
    expect(await digest({ ...friday, frequency: 'daily' })).toBe('2026-07-04T06:00Z');
    expect(await digest({ ...friday, frequency: 'weekdays' })).toBe('2026-07-06T06:00Z');
    expect(await digest({ ...friday, frequency: 'weekly', weeklyOn: 5 })).toBe('2026-07-10T06:00Z');
    expect(await digest({ ...friday, frequency: 'weekly', weeklyOn: 7 })).toBe('2026-07-05T06:00Z');
    expect(await digest({ after: '2026-07-04T05:00:00Z', frequency: 'weekdays' })).toBe('2026-07-06T06:00Z');
  });

  it('waits for the end of a pause', async () => {
    const paused = {
      after: '2026-06-29T12:00:00Z',
      servedOn: '2026-06-29',
      servedAt: '2026-06-29T06:00:00Z',
    };
    expect(await digest({ ...paused, frequency: 'daily', pausedUntil: '2026-09-01' })).toBe(
      '2026-09-01T06:00Z',
    );
    expect(await digest({ ...paused, frequency: 'weekly', weeklyOn: 3, pausedUntil: '2026-09-03' })).toBe(
      '2026-09-09T06:00Z',
    );
    expect(await digest({ ...paused, frequency: 'daily', pausedUntil: '2026-06-01' })).toBe(
      '2026-06-30T06:00Z',
    );
  });

  it('comes within 48 hours whatever a daily reader moves, and as often as she does', async () => {
    const served = { servedOn: '2026-06-29', servedAt: '2026-06-29T06:00:00Z', zone: 'UTC' };
    // Shortly before each digest she asks for an earlier hour, which is over for that day.
    expect(await next({ ...served, hour: 5, after: '2026-06-30T05:59:00Z' })).toBe('2026-07-01T05:00Z');
    expect(await next({ ...served, hour: 4, after: '2026-07-01T04:59:00Z' })).toBe('2026-07-01T06:00Z');
    const { rows } = await client.query<{ longest: number; twice: number }>(`
      WITH zones AS (SELECT name FROM pg_timezone_names WHERE name ~ '^(Pacific|Asia|America|Europe)/'),
      moves AS (
        SELECT a.name AS home, b.name AS away, hour, due_instant('2026-06-29', hour, a.name) AS served_at
        FROM zones AS a, zones AS b, (VALUES (0), (23)) AS hours (hour)
        WHERE a.name IN ('Pacific/Kiritimati', 'Pacific/Honolulu', 'Europe/Berlin')
      ), moved AS (
        SELECT *, next_due_at(served_at + interval '1 minute', away, 23 - hour, '2026-06-29', served_at) AS due FROM moves
      )
      SELECT (extract(epoch FROM max(due - served_at)) / 3600)::float8 AS longest,
             count(*) FILTER (WHERE (due AT TIME ZONE away)::date <= '2026-06-29')::int AS twice FROM moved`);
    // Kiritimati to Pago Pago: all local dates that lie within the 48 hours were served.
    expect(rows[0]?.longest).toBeLessThanOrEqual(49);
    expect(rows[0]?.twice).toBe(0);
  });

  it('is in the near future, at the hour asked for, in every zone there is', async () => {
    const { rows } = await client.query<{ zones: number; wrong: string[] | null }>(`
      WITH asked AS (
        SELECT name, (row_number() OVER (ORDER BY name) % 24)::int AS hour FROM pg_timezone_names
      ), answered AS (
        SELECT name, hour, next_due_at('2026-06-29T12:00Z', name, hour, NULL, NULL) AS due FROM asked
      )
      SELECT count(*)::int AS zones, array_agg(name || ' ' || hour) FILTER (
        WHERE due IS NULL OR due <= '2026-06-29T12:00Z' OR due > '2026-06-30T12:00Z'
           OR due AT TIME ZONE name <> (due AT TIME ZONE name)::date + make_interval(hours => hour)
      ) AS wrong FROM answered`);
    expect(rows[0]?.zones).toBeGreaterThan(400);
    expect(rows[0]?.wrong).toBeNull();
  });

  it.each([
    ['2026-03-07T12:00Z', 'America/Havana', 0],
    ['2026-09-05T12:00Z', 'America/Santiago', 0],
    ['2026-03-28T12:00Z', 'Asia/Beirut', 0],
    ['2026-10-24T12:00Z', 'Europe/Berlin', 2],
    ['2026-06-29T12:00Z', 'Pacific/Kiritimati', 8],
  ])('does not depend on the zone the database session is set to (%s, %s)', async (after, zone, hour) => {
    const answers = new Set<string | undefined>();
    for (const session of [
      'UTC',
      'America/Havana',
      'America/Santiago',
      'Asia/Beirut',
      'Pacific/Kiritimati',
    ]) {
      await client.query(`SET TIME ZONE '${session}'`);
      answers.add(
        await next({ after, zone, hour, servedOn: after.slice(0, 10), servedAt: '2026-01-01T00:00Z' }),
      );
    }
    await client.query("SET TIME ZONE 'UTC'");
    expect(answers.size).toBe(1);
  });

  it('comes on every date of a year once, in order, through all changes of the clocks', async () => {
    const readers = [
      ['America/Havana', 0],
      ['America/Santiago', 0],
      ['Australia/Lord_Howe', 2],
      ['Antarctica/Troll', 2],
    ];
    const { rows } = await client.query<{ zone: string; days: number; dates: number; hours: number }>(
      `WITH RECURSIVE served AS (
         SELECT zone, hour, next_due_at('2026-01-01T12:00Z', zone, hour, NULL, NULL) AS due, 1 AS n
         FROM jsonb_to_recordset($1::jsonb) AS reader(zone text, hour int)
         UNION ALL
         SELECT zone, hour, next_due_at(due, zone, hour, (due AT TIME ZONE zone)::date, due), n + 1
         FROM served WHERE n < 366
       ), waits AS (
         SELECT zone, (due AT TIME ZONE zone)::date AS on_date, due - lag(due) OVER (PARTITION BY zone ORDER BY n) AS wait
         FROM served
       )
       SELECT zone, count(DISTINCT on_date)::int AS days, max(on_date) - min(on_date) + 1 AS dates,
              (extract(epoch FROM min(wait)) / 3600)::int AS hours
       FROM waits GROUP BY zone`,
      [JSON.stringify(readers.map(([zone, hour]) => ({ zone, hour })))],
    );
    expect(rows.map(({ zone }) => zone).toSorted()).toEqual(readers.map(([zone]) => zone).toSorted());
    for (const { days, dates, hours } of rows) {
      expect({ days, dates }).toEqual({ days: 366, dates: 366 });
      expect(hours).toBeGreaterThanOrEqual(22);
    }
  });
});
