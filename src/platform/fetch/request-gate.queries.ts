// The statements of the request gate: one row a lane, moved by whoever gets the row's lock. All on PostgreSQL's clock,
// read after the lock (clock_timestamp, not now), so that waiting for the lock does not count as waiting for the turn.
import { Prisma } from '../../generated/prisma/client.js';
import type { Database } from '../prisma/prisma.service.js';

export interface Hold {
  lane: string;
  /** Nobody else's: a process may hold several lanes, and one lane several times one after the other. */
  holder: string;
}

const inMs = (ms: number) => Prisma.sql`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`;

/** free, or held beyond its lease → held. @returns whether it is ours now */
export async function takeLane(
  database: Database,
  { lane, holder }: Hold,
  leaseMs: number,
): Promise<boolean> {
  const taken = await database.$executeRaw`
    INSERT INTO request_gates AS g (lane, free_at, held_by, held_until)
    VALUES (${lane}, clock_timestamp(), ${holder}, ${inMs(leaseMs)})
    ON CONFLICT (lane) DO UPDATE SET held_by = ${holder}, held_until = ${inMs(leaseMs)}
    WHERE g.free_at <= clock_timestamp() AND (g.held_until IS NULL OR g.held_until <= clock_timestamp())`;
  return taken === 1;
}

/** How long to wait before the next look. @returns whether somebody holds it, and until when it surely is not free */
export async function laneState(
  database: Database,
  lane: string,
): Promise<{ held: boolean; freeInMs: number }> {
  const [row] = await database.$queryRaw<{ held: boolean; freeInMs: number }[]>`
    SELECT held_until IS NOT NULL AND held_until > clock_timestamp() AS held,
           (EXTRACT(EPOCH FROM GREATEST(free_at, held_until) - clock_timestamp()) * 1000)::float8 AS "freeInMs"
    FROM request_gates WHERE lane = ${lane}`;
  return row ?? { held: false, freeInMs: 0 };
}

/** held → held for longer. @returns false when the lease had ended and another has the lane, or had it */
export async function renewLane(
  database: Database,
  { lane, holder }: Hold,
  leaseMs: number,
): Promise<boolean> {
  const renewed = await database.$executeRaw`
    UPDATE request_gates SET held_until = ${inMs(leaseMs)} WHERE lane = ${lane} AND held_by = ${holder}`;
  return renewed === 1;
}

/** held → free in `pauseMs`. Changes nothing for one who lost the lane. */
export async function releaseLane(
  database: Database,
  { lane, holder }: Hold,
  pauseMs: number,
): Promise<void> {
  await database.$executeRaw`
    UPDATE request_gates SET held_by = NULL, held_until = NULL, free_at = ${inMs(pauseMs)}
    WHERE lane = ${lane} AND held_by = ${holder}`;
}
