// Checks the SQL function of due instants against zdump, the C library's own reading of time zone files: every zone that a
// reader can choose, every date, every hour of the day.
//
//   node bench/due-instants.mjs [FROM_YEAR] [TO_YEAR] [--zones PATTERN] [--each]      needs zdump (Debian: libc-bin)
//
// Both read the same files: those of the embedded PostgreSQL, or the system's with DATABASE_URL; a zone whose rules differ
// between the two is told apart from a fault of the function. Zones whose clocks go alike all the time are checked through
// one of them; with --each, every one is.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/platform/embedded/postgres.js';
import { migrate } from '../dist/platform/prisma/migrate.js';

const { values, positionals } = parseArgs({
  options: { zones: { type: 'string', default: '.' }, each: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [fromYear = 2024, toYear = 2036] = positionals.map(Number);
const HOUR = 3_600;
const DAY = 24 * HOUR;
const first = Date.UTC(fromYear, 0, 1) / 1_000;
const days = (Date.UTC(toYear + 1, 0, 1) / 1_000 - first) / DAY;

const scratch = process.env.DATABASE_URL ? undefined : mkdtempSync(join(tmpdir(), 'courant-due-'));
if (scratch) chmodSync(scratch, 0o755);
const postgres = scratch && (await startEmbeddedPostgres({ dataDir: scratch, durable: false }));
const url = process.env.DATABASE_URL ?? postgres.url;
await migrate(url);
const TZDIR = scratch && findTimeZones(scratch);
const client = new pg.Client(url);
await client.connect();
const startedAt = performance.now();
const alike = new Map();
const counts = { zones: 0, distinct: 0, checks: 0, jumps: 0, differences: 0, otherRules: 0 };
const examples = [];
try {
  const { rows } = await client.query(
    `SELECT name FROM pg_timezone_names WHERE name !~ '^(posix|right)/|^(posixrules|localtime|Factory)$' AND name ~ $1 ORDER BY name`,
    [values.zones],
  );
  for (const { name } of rows) await checkZone(name);
} finally {
  await client.end();
  await postgres?.stop();
  if (scratch) rmSync(scratch, { recursive: true, force: true });
}
const seconds = (performance.now() - startedAt) / 1_000;
console.log(
  `${counts.zones} zones (${counts.distinct} checked, the others go alike) × ${days} dates × 24 hours: ` +
    `${counts.checks.toLocaleString('en')} checks, ${counts.jumps} jumps of a clock, ${counts.differences} differences, ${seconds.toFixed(0)} s`,
);
if (counts.otherRules > 0)
  console.log(`${counts.otherRules} zones have other rules in PostgreSQL than in the system: not counted`);
for (const example of examples) console.log(`  ${example}`);
process.exitCode = counts.differences > 0 ? 1 : 0;

async function checkZone(zone) {
  const segments = zdump(zone);
  if (!(await sameRules(zone, segments))) {
    counts.otherRules += 1;
    examples.push(`${zone}: other rules`);
    return;
  }
  counts.zones += 1;
  const rules = JSON.stringify(segments.map(({ from, offset }) => [from, offset]));
  if (!values.each && alike.has(rules)) return;
  alike.set(rules, zone);
  // Differences from what the clock would show in UTC are small and often alike: they travel well as text.
  const { rows } = await client.query(
    `SELECT string_agg((extract(epoch FROM due_instant(($2::date + day), hour, $1))::bigint
                        - ($3::bigint + day * 86400 + hour * 3600))::text, ',' ORDER BY day, hour) AS offsets
     FROM generate_series(0, $4::int - 1) AS day, generate_series(0, 23) AS hour`,
    [zone, `${fromYear}-01-01`, first, days],
  );
  const offsets = rows[0].offsets.split(',').map(Number);
  counts.distinct += 1;
  counts.jumps += segments.filter(({ from }) => from > first && from < first + days * DAY).length;
  let at = 0;
  for (let index = 0; index < offsets.length; index += 1) {
    const wall = first + index * HOUR;
    while (!reaches(segments[at], wall)) at += 1;
    const expected = Math.max(segments[at].from, wall - segments[at].offset);
    counts.checks += 1;
    if (wall + offsets[index] === expected) continue;
    counts.differences += 1;
    if (examples.length < 20)
      examples.push(
        `${zone} ${iso(wall)} on the wall: ${iso(wall + offsets[index])}, expected ${iso(expected)}`,
      );
  }
}

/** Whether the clock shows this or a later time before the segment is over. */
function reaches({ offset, to }, wall) {
  return wall - offset < to;
}

/** Stretches of one offset from UTC, from before the first date to after the last. */
function zdump(zone) {
  const text = execFileSync('zdump', ['-v', '-c', `${fromYear - 1},${toYear + 3}`, zone], {
    encoding: 'utf8',
    env: { ...process.env, ...(TZDIR && { TZDIR }) },
  });
  const points = text
    .split('\n')
    .map((line) => /\s(\w{3} \w{3} +\d+ [\d:]+ \d{4}) UTC? = .* gmtoff=(-?\d+)$/.exec(line))
    .filter(Boolean)
    .map(([, utc, offset]) => ({ at: Date.parse(`${utc} UTC`) / 1_000, offset: Number(offset) }))
    .filter(({ at }) => at > first - 400 * DAY && at < first + (days + 400) * DAY);
  const segments = [];
  for (const { at, offset } of points) {
    const last = segments.at(-1);
    if (last?.offset === offset) continue;
    if (last) last.to = at;
    segments.push({ from: last ? at : -Infinity, to: Infinity, offset });
  }
  if (segments.length > 0) return segments;
  const fixed = execFileSync('date', ['+%z', '-d', `@${first}`], {
    encoding: 'utf8',
    env: { ...process.env, TZ: zone, ...(TZDIR && { TZDIR }) },
  });
  const [, sign, hours, minutes] = /([+-])(\d\d)(\d\d)/.exec(fixed);
  return [{ from: -Infinity, to: Infinity, offset: (sign === '-' ? -1 : 1) * (hours * HOUR + minutes * 60) }];
}

/** Whether PostgreSQL knows the zone as the system does: its clock on both sides of each jump, and in between. */
async function sameRules(zone, segments) {
  const instants = segments.flatMap(({ from, to }) =>
    [from, to - 1].map((instant) => Math.min(Math.max(instant, first - 2 * DAY), first + (days + 2) * DAY)),
  );
  const { rows } = await client.query(
    `SELECT extract(epoch FROM (to_timestamp(at) AT TIME ZONE $1) - (to_timestamp(at) AT TIME ZONE 'UTC'))::int AS offset
     FROM unnest($2::float8[]) WITH ORDINALITY AS asked(at, number) ORDER BY number`,
    [zone, instants],
  );
  return rows.every(
    (row, index) =>
      row.offset === segments.find(({ from, to }) => from <= instants[index] && instants[index] < to).offset,
  );
}

function findTimeZones(directory) {
  const place = readdirSync(directory, { recursive: true }).find((path) => path.endsWith('/timezone/Europe'));
  return place && join(directory, place, '..');
}

function iso(epoch) {
  return new Date(epoch * 1_000).toISOString().slice(0, 16);
}
