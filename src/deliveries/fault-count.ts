// Counts refusals that are our fault among all answers, and says when they are too many.

const WINDOW_MS = 300_000;
const FEWEST = 3;
const SHARE = 0.05;

export class FaultCount {
  private answers: { at: number; isFault: boolean }[] = [];

  /** @returns whether of the last five minutes' answers three or more, and at least one in twenty, were our fault */
  add(now: number, isFault: boolean): boolean {
    this.answers.push({ at: now, isFault });
    if (!isFault) {
      if (this.answers.length > 10_000) this.answers = this.answers.slice(5_000);
      return false;
    }
    this.answers = this.answers.filter(({ at }) => at > now - WINDOW_MS);
    const faults = this.answers.filter((answer) => answer.isFault).length;
    return faults >= FEWEST && faults >= SHARE * this.answers.length;
  }

  clear(): void {
    this.answers = [];
  }
}
