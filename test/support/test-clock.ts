// A clock that stands where the test puts it.
import { Clock } from '../../src/shared/clock.js';

export class TestClock extends Clock {
  constructor(private instant: Date = new Date('2026-06-29T12:00:00Z')) {
    super();
  }

  now(): Date {
    return this.instant;
  }

  set(instant: string): void {
    this.instant = new Date(instant);
  }

  advance(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}
