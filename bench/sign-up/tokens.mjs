// Whether a token can be guessed: random ones, and real ones with one character changed, at every door that takes one.
//
//   node bench/sign-up/tokens.mjs [GUESSES]
import { randomBytes, randomUUID } from 'node:crypto';
import { randomToken, signToken, tokenHash } from '../../dist/shared/signed-link.js';
import { inParallel, machine, SECRET, send, startCourant } from './service.mjs';

const count = Number(process.argv[2] ?? 100_000);
const READERS = 50;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const { urls, database, stop } = await startCourant();

const real = { confirm: [], 'sign-in': [], 'new-address': [], u: [], p: [] };
const purposes = { confirm: 'confirm', 'sign-in': 'sign_in', 'new-address': 'change_address' };
for (let n = 0; n < READERS; n += 1) {
  const id = randomUUID();
  const address = `reader-${n}@example.org`;
  const state = n % 2 === 0 ? 'active' : 'pending';
  await database.query(
    `INSERT INTO subscribers (id, address, address_key, state, created_at) VALUES ($1, $2, $2, $3, now())`,
    [id, address, state],
  );
  for (const [door, purpose] of Object.entries(purposes)) {
    const token = randomToken();
    await database.query(
      `INSERT INTO tokens (hash, purpose, subscriber_id, expires_at, address) VALUES ($1, $2, $3, now() + interval '7 days', $4)`,
      [Buffer.from(tokenHash(token)), purpose, id, `new-${n}@example.org`],
    );
    real[door].push(token);
  }
  real.u.push(signToken(SECRET, 'unsubscribe', id));
  real.p.push(signToken(SECRET, 'settings', id, address));
}
const doors = Object.keys(real);
const before = await state();
const statuses = new Map();
let hits = 0;
const startedAt = performance.now();
await inParallel(count, 50, async (n) => {
  const door = doors[n % doors.length];
  const token = Math.floor(n / doors.length) % 2 === 0 ? guess(door, n) : mutated(real[door][n % READERS]);
  const isPage = door === 'p';
  const { status } = await send(
    `${urls[0]}/${door}/${token}`,
    isPage ? 'GET' : 'POST',
    isPage ? undefined : {},
  );
  const key = `${door} ${status}`;
  statuses.set(key, (statuses.get(key) ?? 0) + 1);
  if (status < 400) hits += 1;
  if (n % 10_000 === 9_999) console.error(`${n + 1} asked, ${hits} hits`);
});
const seconds = (performance.now() - startedAt) / 1_000;
const after = await state();
await stop();
console.log(machine());
console.log(
  `${count} tokens, half random, half real ones with one character changed, in ${seconds.toFixed(0)} s`,
);
console.log(
  [...statuses]
    .toSorted()
    .map(([key, many]) => `${key}: ${many}`)
    .join('; '),
);
console.log(`hits: ${hits}; rows changed: ${before === after ? 'none' : 'SOME'}`);

function guess(door, n) {
  if (door === 'u' || door === 'p') {
    const id = n % 3 === 0 ? randomUUID() : real[door][n % READERS].split('.')[0];
    return `${id}.${randomBytes(16).toString('base64url')}`;
  }
  return randomToken();
}

function mutated(token) {
  // The ids in front of signed tokens are hexadecimal; anywhere else any letter will do.
  for (;;) {
    const at = Math.floor(Math.random() * token.length);
    const letter = LETTERS[Math.floor(Math.random() * LETTERS.length)];
    const other = token.slice(0, at) + letter + token.slice(at + 1);
    if (other !== token && !(other.toLowerCase() === token.toLowerCase() && at < 36)) return other;
  }
}

async function state() {
  const { rows } = await database.query(
    `SELECT md5(string_agg(s::text, '' ORDER BY s.id)) AS readers,
       (SELECT md5(string_agg(t::text, '' ORDER BY t.hash)) FROM tokens AS t) AS tokens FROM subscribers AS s`,
  );
  return JSON.stringify(rows);
}
