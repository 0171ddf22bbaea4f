// `courant ledger`: the equation of each run, whether it holds, and who is missing.
import { recentDates } from '../digests/run.queries.js';
import { DigestsModule } from '../digests/digests.module.js';
import type { Ledger } from '../digests/ledger.js';
import { ReadLedger } from '../digests/read-ledger.js';
import { ReadMissing } from '../digests/read-missing.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import { assertDate } from './assert-date.js';
import { withModule } from './with-modules.js';

const PAGE = 1_000;

/** Exit code 1 when an equation does not hold. */
export async function showLedger(options: {
  date?: string;
  missing?: boolean;
  json?: boolean;
}): Promise<void> {
  const { date } = options;
  if (date) assertDate(date);
  const isBalanced = await withModule(DigestsModule, async (app) => {
    const known = await recentDates(app.get(PrismaService), app.get(Clock).now());
    const dates = date ? [date] : known;
    if (options.missing) {
      const [newest = app.get(Clock).now().toISOString().slice(0, 10)] = dates;
      await showMissing(app.get(ReadMissing), newest);
      return true;
    }
    const ledgers: Ledger[] = [];
    for (const one of dates) ledgers.push(await app.get(ReadLedger).run({ date: one }));
    const text = options.json ? JSON.stringify(ledgers, null, 2) : ledgers.map(ledgerText).join('\n');
    process.stdout.write(`${text || 'No digests in the last week.'}\n`);
    if (!options.json) await showPause(app.get(PrismaService));
    return ledgers.every((ledger) => ledger.isBalanced);
  });
  if (!isBalanced) process.exitCode = 1;
}

/** Why nothing moves, where somebody looks who wonders. */
async function showPause(prisma: PrismaService): Promise<void> {
  const pause = await prisma.sendingPause.findFirst();
  if (!pause) return;
  const { reply, server, pausedAt, probeAt } = pause;
  process.stdout.write(
    `Sending is paused since ${pausedAt.toISOString()}: ${server ?? 'the mail server'} said “${reply}”. ` +
      `The next mail to try it goes out at ${probeAt.toISOString()}.\n`,
  );
}

async function showMissing(readMissing: ReadMissing, date: string): Promise<void> {
  let count = 0;
  for (let after: string | undefined; ;) {
    const page = await readMissing.run({ date, after, limit: PAGE });
    process.stdout.write(page.map(({ address, reason }) => `${address}\t${reason}\n`).join(''));
    count += page.length;
    after = page.at(-1)?.subscriberId;
    if (page.length < PAGE) break;
  }
  process.stderr.write(`${count} ${count === 1 ? 'reader' : 'readers'} did not get the digest of ${date}.\n`);
}

function ledgerText({
  date,
  state,
  digests,
  deliveries,
  excluded,
  deferred,
  faults,
  isDone,
}: Ledger): string {
  const reasons = Object.entries(excluded).map(([reason, count]) => `${reason} ${count}`);
  const { planned, built, empty, waiting } = digests;
  const { all, accepted, rejected, cancelled, expired, unknown, inFlight } = deliveries;
  const lines = [
    `${date}  ${state === 'going' ? (isDone ? 'done' : 'going') : state}`,
    `  digests     ${planned} planned = ${built} built + ${empty} empty + ${digests.excluded} excluded + ${waiting} waiting`,
    `  deliveries  ${all} = ${accepted} accepted + ${rejected} rejected + ${cancelled} cancelled + ${expired} expired + ${unknown} unknown + ${inFlight} in flight`,
  ];
  if (deferred > 0) lines.push(`  of those in flight ${deferred} are deferred`);
  if (reasons.length > 0) lines.push(`  no mail     ${reasons.join(', ')}`);
  for (const fault of faults) lines.push(`  DOES NOT HOLD: ${fault}`);
  return lines.join('\n');
}
