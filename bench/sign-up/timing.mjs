// Whether the time of an answer tells what is known of an address: five kinds of it, interleaved by chance, compared by the
// two-sample Kolmogorov-Smirnov test.
//
//   node bench/sign-up/timing.mjs [REQUESTS_PER_KIND] [PAPERS_BROUGHT_ALONG_WITH_EACH]
import { randomUUID } from 'node:crypto';
import { addressHash } from '../../dist/shared/signed-link.js';
import { inParallel, machine, quantile, SECRET, send, startCourant } from './service.mjs';

const each = Number(process.argv[2] ?? 2_000);
const papers = Number(process.argv[3] ?? 0);
const library = Array.from({ length: papers }, (_, n) => `@misc{k${n}, title={Paper number ${n}}}`).join(
  '\n',
);
// Reading takes the processor, and those who wait for it measure each other.
const WIDTH = papers > 0 ? 2 : 10;
const kinds = ['new', 'pending', 'active', 'suppressed', 'erased'];
const names = ['SIGN_UP_LIMIT_NETWORK', 'SIGN_UP_LIMIT_DOMAIN', 'SIGN_UP_LIMIT_ALL', 'PREVIEW_LIMIT_NETWORK'];
const none = Object.fromEntries(names.map((name) => [name, 'none']));
const { urls, database, stop } = await startCourant(1, none);
const address = (kind, n) => `${kind}-${n}@example.org`;

for (const state of ['pending', 'active']) {
  const rows = Array.from({ length: each }, (_, n) => ({ id: randomUUID(), address: address(state, n) }));
  await database.query(
    `INSERT INTO subscribers (id, address, address_key, state, created_at)
     SELECT id, address, address, $2::"SubscriberState", now() FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, address text)`,
    [JSON.stringify(rows), state],
  );
}
const shut = Array.from({ length: each }, (_, n) => [
  { key: address('suppressed', n), reason: 'hard_bounce' },
  { key: addressHash(SECRET, address('erased', n)), reason: 'erased' },
]).flat();
await database.query(
  `INSERT INTO suppressions (address_key, reason, suppressed_at)
   SELECT key, reason::"SuppressionReason", now() FROM jsonb_to_recordset($1::jsonb) AS r(key text, reason text)`,
  [JSON.stringify(shut)],
);
await database.query('ANALYZE');

const queue = kinds.flatMap((kind) => Array.from({ length: each }, (_, n) => ({ kind, n })));
for (let last = queue.length - 1; last > 0; last -= 1) {
  const other = Math.floor(Math.random() * (last + 1));
  [queue[last], queue[other]] = [queue[other], queue[last]];
}
await inParallel(200, WIDTH, (n) => send(`${urls[0]}/`, 'POST', form(`warm-${n}@example.org`)));
const times = new Map(kinds.map((kind) => [kind, []]));
const answers = new Map(kinds.map((kind) => [kind, new Set()]));
await inParallel(queue.length, WIDTH, async (at) => {
  const { kind, n } = queue[at];
  const { status, text, headers, ms } = await send(`${urls[0]}/`, 'POST', form(address(kind, n)));
  const { date: _, ...rest } = headers;
  answers.get(kind).add(JSON.stringify([status, rest, text]));
  times.get(kind).push(ms);
});
const { rows: mails } = await database.query(
  `SELECT split_part(recipient, '-', 1) AS kind, count(*) FROM deliveries GROUP BY 1`,
);
await stop();

console.log(`${machine()}\n${each} requests a kind, ${WIDTH} at a time, interleaved by chance\n`);
console.log('| kind | p1 ms | p50 ms | p99 ms | confirmations |\n|---|---|---|---|---|');
for (const kind of kinds) {
  const sorted = times.get(kind).sort((a, b) => a - b);
  const shown = [0.01, 0.5, 0.99].map((share) => quantile(sorted, share).toFixed(1));
  console.log(`| ${kind} | ${shown.join(' | ')} | ${mails.find((row) => row.kind === kind)?.count ?? 0} |`);
}
console.log(
  `\ndifferent answers (status, headers but the date, body): ${new Set([...answers.values()].flatMap((one) => [...one])).size}`,
);
console.log('\n| pair | D | p |\n|---|---|---|');
let least = 1;
for (const [at, one] of kinds.entries()) {
  for (const other of kinds.slice(at + 1)) {
    const { distance, p } = kolmogorovSmirnov(times.get(one), times.get(other));
    least = Math.min(least, p);
    console.log(`| ${one} / ${other} | ${distance.toFixed(4)} | ${p.toFixed(3)} |`);
  }
}
console.log(`\nleast p of ten: ${least.toFixed(3)}`);

function form(email) {
  return { email, description: 'sparse mixtures of experts', timeZone: 'UTC', library };
}

/** Both sorted. The p-value is the asymptotic one (Smirnov, with Stephens' correction for finite samples). */
function kolmogorovSmirnov(a, b) {
  let [i, j, distance] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= value) i += 1;
    while (j < b.length && b[j] <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const n = Math.sqrt((a.length * b.length) / (a.length + b.length));
  const lambda = (n + 0.12 + 0.11 / n) * distance;
  let p = 0;
  for (let k = 1; k <= 100; k += 1) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda);
  return { distance, p: lambda < 0.2 ? 1 : Math.min(1, Math.max(0, p)) };
}
