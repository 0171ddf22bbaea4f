// The only place where Courant reads the time of day. Everyone else asks a Clock, so that tests can set it.

export abstract class Clock {
  /** The present instant, UTC. */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** `instant` moved by a number of milliseconds; negative moves back. */
export function plusMs(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
