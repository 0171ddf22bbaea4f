// Which mail is the next to get a place. So many are under way at once; who comes later waits, first come, first served. A
// domain has a third of the places at most while mails of others wait, so that one from which nothing is heard leaves the
// others theirs: its mails are put off, and after a while of silence it rests.
import { DomainGate, type Treatment } from './domain-gate.js';

/** A domain that let nobody through for so long is not waited for; or for twice what answers usually take, be that longer. */
const [PATIENCE_MS, LONGEST_PATIENCE_MS] = [1_500, 15_000];
/** What is usual goes up or down by this much with each answer, whoever gave it: a few slow domains do not move it. */
const [USUAL_STEP, LEAST_USUAL_MS] = [1.5, 300];
/** The first sign: who gets more than its share answers sooner than that. */
const HESITATION_MS = 250;
/** A timer that comes later than this tells of a process that stood still, not of a silent domain. */
const LATE_MS = 250;
/** Also for a domain that has been silent: whatever it said meanwhile is read in this time. */
const SHORTEST_WAIT_MS = 100;
const MOST_KNOWN = 10_000;

interface Waiter {
  gate: DomainGate;
  resolve: (mayPass: boolean) => void;
  timer?: NodeJS.Timeout;
}

export class DomainGates {
  private readonly gates = new Map<string, DomainGate>();
  /** In the order they came. */
  private readonly waiting: Waiter[] = [];
  private readonly share: number;
  private readonly most: number;
  private free: number;
  /** About half of the answers take longer. */
  private usualMs = LEAST_USUAL_MS;

  /** @param ahead how many more than there are connections may have a place, so that the next mail lies ready */
  constructor(connections: number, ahead = 0) {
    this.share = Math.max(1, Math.min(Math.max(2, Math.floor(connections / 3)), connections - 1));
    // A domain that has had all mail for itself, and falls silent, leaves a tenth to who comes then.
    this.most = connections - Math.floor(connections / 10);
    this.free = connections + ahead;
  }

  /** @returns false when the mail should come back later. After true, `leave` must follow. */
  enter(domain: string): Promise<boolean> {
    const gate = this.gate(domain);
    if (gate.isShut) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiter: Waiter = { gate, resolve };
      this.waiting.push(waiter);
      gate.waiting += 1;
      this.letIn();
      if (this.waiting.includes(waiter))
        this.waitFor(waiter, Math.max(this.patienceMs - gate.silentMs, SHORTEST_WAIT_MS));
    });
  }

  /** Its conversation begins; `heard` must follow, before `leave`. */
  ask(domain: string): void {
    this.gate(domain).ask();
  }

  heard(domain: string): void {
    const isLonger = this.gate(domain).hear() > this.usualMs;
    const usualMs = isLonger ? this.usualMs * USUAL_STEP : this.usualMs / USUAL_STEP;
    this.usualMs = Math.min(Math.max(usualMs, LEAST_USUAL_MS), LONGEST_PATIENCE_MS / 2);
  }

  /** @param treatment none when nothing was asked of the domain after all */
  leave(domain: string, treatment: Treatment | undefined): void {
    const gate = this.gate(domain);
    const isTooMuch = gate.end(treatment);
    this.free += 1;
    if (isTooMuch) this.sendAway((waiter) => waiter.gate === gate);
    this.letIn();
  }

  /** Nobody waits any longer. */
  close(): void {
    this.sendAway(() => true);
  }

  /** Where a server takes its time over every mail, a domain that does so is not silent. */
  private get patienceMs(): number {
    return Math.max(PATIENCE_MS, 2 * this.usualMs);
  }

  private gate(domain: string): DomainGate {
    const known = this.gates.get(domain);
    if (known) return known;
    if (this.gates.size >= MOST_KNOWN) this.forgetQuiet();
    const gate = new DomainGate(this.share, this.most);
    this.gates.set(domain, gate);
    return gate;
  }

  private letIn(): void {
    while (this.free > 0) {
      const next = this.next();
      if (!next) return;
      this.free -= 1;
      next.gate.busy += 1;
      this.answer(next, true);
    }
  }

  /**
   * Who is below the share of its domain; else one of the domain that has fewest places for the mails it has here, large ones
   * before small ones, those that hesitate to answer after all others.
   */
  private next(): Waiter | undefined {
    let poorest: Waiter | undefined;
    let least = Infinity;
    for (const waiter of this.waiting) {
      const { gate } = waiter;
      if (gate.busy >= gate.limit || gate === poorest?.gate) continue;
      if (gate.busy < this.share) return waiter;
      const wealth = gate.busy / gate.mails ** 2 + (gate.silentMs > HESITATION_MS ? 1 : 0);
      if (wealth < least) [poorest, least] = [waiter, wealth];
    }
    return poorest;
  }

  /** @param isLastTime whether it has stood still before: then it is enough */
  private waitFor(waiter: Waiter, ms: number, isLastTime = false): void {
    const dueAt = performance.now() + ms;
    waiter.timer = setTimeout(() => {
      const isLate = performance.now() - dueAt > LATE_MS;
      this.losePatience(waiter, isLate && !isLastTime);
    }, ms);
  }

  private losePatience(waiter: Waiter, stoodStill: boolean): void {
    const { gate } = waiter;
    if (stoodStill) return this.waitFor(waiter, PATIENCE_MS, true);
    const leftMs = this.patienceMs - gate.silentMs;
    if (leftMs > 0) return this.waitFor(waiter, leftMs + 1);
    gate.hasStalled = true;
    this.sendAway((one) => one.gate === gate);
  }

  private sendAway(isGoing: (waiter: Waiter) => boolean): void {
    for (const waiter of this.waiting.filter(isGoing)) this.answer(waiter, false);
  }

  private answer(waiter: Waiter, mayPass: boolean): void {
    clearTimeout(waiter.timer);
    this.waiting.splice(this.waiting.indexOf(waiter), 1);
    waiter.gate.waiting -= 1;
    waiter.resolve(mayPass);
  }

  private forgetQuiet(): void {
    for (const [domain, gate] of this.gates) if (gate.isForgettable) this.gates.delete(domain);
  }
}
