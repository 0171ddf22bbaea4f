// How many sign-ups a second the form and the API take with 100 connections, and how long each takes. The load comes from
// this process by node:http with connections kept alive; every address is new, every visitor from another network.
//
//   node bench/sign-up/load.mjs [SECONDS] [CONNECTIONS]
import { machine, quantile, send, startCourant } from './service.mjs';

const seconds = Number(process.argv[2] ?? 15);
const connections = Number(process.argv[3] ?? 100);
const none = { SIGN_UP_LIMIT_DOMAIN: 'none', SIGN_UP_LIMIT_ALL: 'none' };
const { urls, stop } = await startCourant(1, none);
let visitor = 0;
const doors = {
  'GET / (the page)': () => send(`${urls[0]}/`, 'GET'),
  'POST / (the form)': () => signUp('/', {}),
  'POST /api/subscriptions': () => signUp('/api/subscriptions', { 'content-type': 'application/json' }),
};
console.log(
  `${machine()}; ${connections} connections, ${seconds} s each, one process for pages, jobs and mail\n`,
);
console.log(
  '| door | requests/s | p50 ms | p99 ms | answers | connections dropped |\n|---|---|---|---|---|---|',
);
for (const [name, ask] of Object.entries(doors)) {
  const times = [];
  const answers = new Map();
  let dropped = 0;
  const startedAt = performance.now();
  const isOn = () => performance.now() - startedAt < seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (isOn()) {
        try {
          const { status, headers, ms } = await ask();
          times.push(ms);
          const answer = status === 503 && !headers['retry-after'] ? '503 without Retry-After' : status;
          answers.set(answer, (answers.get(answer) ?? 0) + 1);
        } catch {
          dropped += 1;
        }
      }
    }),
  );
  const took = (performance.now() - startedAt) / 1_000;
  times.sort((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(times, share).toFixed(0));
  const told = [...answers].map(([status, many]) => `${many} × ${status}`).join(', ');
  console.log(`| ${name} | ${(times.length / took).toFixed(0)} | ${p50} | ${p99} | ${told} | ${dropped} |`);
}
await stop();

function signUp(path, headers) {
  visitor += 1;
  const form = { email: `reader-${visitor}@example.org`, description: 'sparse experts', timeZone: 'UTC' };
  const ip = `${10 + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}.1`;
  return send(urls[0] + path, 'POST', form, { ...headers, 'x-forwarded-for': ip });
}
