// When a delivery that was deferred is tried again, and when it is given up.
import type { DeliveryKind } from '../generated/prisma/enums.js';
import { DAY, HOUR, MINUTE, plusMs } from '../shared/clock.js';

/** Minutes after the first, second, … attempt; the last holds for all further ones. Greylisting passes at 5 to 10. */
const WAITS = [5, 10, 20, 40, 60] as const;

/**
 * @param attempts how many attempts were made, from 1
 * @param chance 0 to 1, drawn by the caller: spreads the next attempts by ±20 %
 */
export function nextAttemptAt(now: Date, attempts: number, chance: number): Date {
  const minutes = WAITS[Math.min(Math.max(attempts, 1), WAITS.length) - 1] ?? 60;
  return plusMs(now, Math.round(minutes * MINUTE * (0.8 + 0.4 * chance)));
}

const LIFETIMES: Record<DeliveryKind, number> = {
  digest: 20 * HOUR, // then the next one is due
  confirmation: 24 * HOUR,
  welcome: 24 * HOUR,
  sign_in: 15 * MINUTE,
  change_address: HOUR,
  address_changed: 5 * DAY, // it may be the only word of a thief
  erased: 24 * HOUR, // as long as the address must be kept for it
  alert: 7 * DAY, // it may have to wait for the end of what it is about
};

/** A mail that is still waiting then is not worth sending any more. */
export function expiryOf(kind: DeliveryKind, createdAt: Date): Date {
  return plusMs(createdAt, LIFETIMES[kind]);
}
