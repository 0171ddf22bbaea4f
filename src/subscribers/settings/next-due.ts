// When a reader's next digest is due, reckoned anew after she changed something about it.
import type { Database } from '../../platform/prisma/prisma.service.js';

/**
 * Call it after every change of hour, zone, frequency or pause, in the same transaction. A digest that was due a moment
 * ago and is not planned yet is not forgotten.
 */
export async function reckonNextDue(database: Database, subscriberId: string, now: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE subscribers SET next_due_at = CASE WHEN state IN ('active', 'paused') THEN next_due_at(
      GREATEST(LEAST(${now}::timestamptz, next_due_at - interval '1 millisecond'), ${now}::timestamptz - interval '12 hours'),
      time_zone, deliver_at_hour, last_served_on, last_served_at, frequency, weekly_on, paused_until_on) END
    WHERE id = ${subscriberId}::uuid`;
}
