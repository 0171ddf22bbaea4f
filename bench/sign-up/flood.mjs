// How many mails leave when one address is signed up thousands of times at once, over two processes: from everywhere, and
// from one network.
//
//   node bench/sign-up/flood.mjs [SIGN_UPS]
import { inParallel, machine, send, startCourant } from './service.mjs';

const count = Number(process.argv[2] ?? 10_000);
const WIDTH = 200;
const { urls, database, stop } = await startCourant(2);

const ipOf = {
  'one from each of as many networks': (n) => `10.${n >> 8}.${n & 255}.1`,
  'all from one network': (n) => `203.0.113.${n & 255}`,
};
console.log(machine());
for (const [name, ip] of Object.entries(ipOf)) {
  const email = `${name.replaceAll(' ', '-')}@example.org`;
  const statuses = new Map();
  const startedAt = performance.now();
  await inParallel(count, WIDTH, async (n) => {
    const form = { email, description: 'sparse experts', timeZone: 'UTC' };
    const { status } = await send(`${urls[n % 2]}/`, 'POST', form, { 'x-forwarded-for': ip(n) });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { rows } = await database.query(
    `SELECT count(*)::int AS mails, count(*) FILTER (WHERE state = 'accepted')::int AS accepted FROM deliveries WHERE recipient = $1`,
    [email],
  );
  const told = [...statuses].map(([status, many]) => `${many} × ${status}`).join(', ');
  console.log(
    `${count} sign-ups, ${name}, ${WIDTH} at once over 2 processes, in ${seconds.toFixed(0)} s: ${told}; ` +
      `mails ${rows[0].mails}, of these accepted ${rows[0].accepted}`,
  );
}
await stop();
