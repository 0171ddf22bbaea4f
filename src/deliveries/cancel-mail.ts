// Stops the mail that is on its way to one reader, for good.
import type { Database } from '../platform/prisma/prisma.service.js';
import { SECOND } from '../shared/clock.js';

/** Longer than servers take as a rule; who is told after that may get one more mail. */
const PATIENCE_MS = 10 * SECOND;
const POLL_MS = 25;

/**
 * queued, deferred, claimed → cancelled. A worker that holds a claim finds it gone when it wants to begin, even if its
 * last look at the reader came before: both write the same row.
 */
export async function cancelMail(
  database: Database,
  { subscriberId, reason, now }: { subscriberId: string; reason: string; now: Date },
): Promise<void> {
  await database.delivery.updateMany({
    where: { subscriberId, state: { in: ['queued', 'deferred', 'claimed'] } },
    data: { state: 'cancelled', reply: reason, settledAt: now, claimedBy: null, leaseUntil: null },
  });
}

/** Waits for the hand-overs to this reader that have begun, ten seconds at most. */
export async function untilHandedOver(database: Database, subscriberId: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const begun = await database.delivery.count({ where: { subscriberId, state: 'handing_over' } });
    if (begun === 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
