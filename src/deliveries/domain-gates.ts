// How many mails may be under way to one recipient domain, in this process: two at first, one more with each that went
// well; half as many after a 421 or 4.7.x, and from then on one more with every twenty. A domain from which nothing is
// heard holds nobody up: its mails are put off, and after a while of silence it rests.

const FIRST = 2;
const WINS_TO_GROW = 20;
/** A domain that let nobody through for so long is not waited for. */
const PATIENCE_MS = 1_500;
/** A timer that comes later than this tells of a process that stood still, not of a silent domain. */
const LATE_MS = 250;
/** Also for a domain that has been silent: whatever it said meanwhile is read in this time. */
const SHORTEST_WAIT_MS = 100;
const [FIRST_REST_MS, LONGEST_REST_MS] = [30_000, 900_000];
const MOST_KNOWN = 10_000;

/** `well`: it answered, whatever it said. `slow`: it asks for less. `silent`: it said nothing in time. */
export type Treatment = 'well' | 'slow' | 'silent';

interface Waiter {
  resolve: (mayPass: boolean) => void;
  timer?: NodeJS.Timeout;
}

interface Gate {
  limit: number;
  busy: number;
  /** Whether it once asked for less. */
  isWary: boolean;
  wins: number;
  movedAt: number;
  restMs: number;
  restsUntil: number;
  waiting: Waiter[];
}

export class DomainGates {
  private readonly gates = new Map<string, Gate>();

  /** @param most no domain gets more at once */
  constructor(private readonly most: number) {}

  /** @returns false when the mail should come back later. After true, `leave` must follow. */
  enter(domain: string): Promise<boolean> {
    const gate = this.gate(domain);
    const now = performance.now();
    if (now < gate.restsUntil) return Promise.resolve(false);
    if (gate.busy < gate.limit && gate.waiting.length === 0) {
      if (gate.busy === 0) gate.movedAt = now;
      gate.busy += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const waiter = { resolve };
      gate.waiting.push(waiter);
      this.waitFor(gate, waiter, Math.max(PATIENCE_MS - (now - gate.movedAt), SHORTEST_WAIT_MS));
    });
  }

  leave(domain: string, treatment: Treatment): void {
    const gate = this.gate(domain);
    gate.busy -= 1;
    gate.movedAt = performance.now();
    if (treatment === 'well') this.widen(gate);
    else narrow(gate, treatment);
    if (treatment === 'silent') sendAway(gate);
    while (gate.busy < gate.limit) {
      const next = gate.waiting.shift();
      if (!next) break;
      clearTimeout(next.timer);
      gate.busy += 1;
      next.resolve(true);
    }
  }

  /** Nobody waits any longer. */
  close(): void {
    for (const gate of this.gates.values()) sendAway(gate);
  }

  private gate(domain: string): Gate {
    const known = this.gates.get(domain);
    if (known) return known;
    if (this.gates.size >= MOST_KNOWN) this.forgetQuiet();
    const limit = Math.min(FIRST, this.most);
    const state = { busy: 0, isWary: false, wins: 0, movedAt: 0, restMs: 0, restsUntil: 0 };
    const gate = { limit, ...state, waiting: [] };
    this.gates.set(domain, gate);
    return gate;
  }

  private widen(gate: Gate): void {
    gate.restMs = 0;
    gate.wins += 1;
    if (gate.isWary && gate.wins < WINS_TO_GROW) return;
    gate.wins = 0;
    gate.limit = Math.min(gate.limit + 1, this.most);
  }

  /** @param isLastTime whether it has stood still before: then it is enough */
  private waitFor(gate: Gate, waiter: Waiter, ms: number, isLastTime = false): void {
    const dueAt = performance.now() + ms;
    waiter.timer = setTimeout(() => {
      const isLate = performance.now() - dueAt > LATE_MS;
      this.loosePatience(gate, waiter, isLate && !isLastTime);
    }, ms);
  }

  private loosePatience(gate: Gate, waiter: Waiter, stoodStill: boolean): void {
    if (stoodStill) return this.waitFor(gate, waiter, PATIENCE_MS, true);
    const idleMs = performance.now() - gate.movedAt;
    if (idleMs < PATIENCE_MS) return this.waitFor(gate, waiter, PATIENCE_MS - idleMs + 1);
    gate.waiting.splice(gate.waiting.indexOf(waiter), 1);
    waiter.resolve(false);
  }

  private forgetQuiet(): void {
    for (const [domain, gate] of this.gates) {
      if (gate.busy === 0 && gate.waiting.length === 0 && !gate.isWary) this.gates.delete(domain);
    }
  }
}

/** Nobody who waits passes. */
function sendAway({ waiting }: Gate): void {
  for (const { resolve, timer } of waiting.splice(0)) {
    clearTimeout(timer);
    resolve(false);
  }
}

function narrow(gate: Gate, treatment: 'slow' | 'silent'): void {
  gate.isWary = true;
  gate.wins = 0;
  gate.limit = treatment === 'slow' ? Math.max(1, Math.floor(gate.limit / 2)) : 1;
  if (treatment === 'slow') return;
  gate.restMs = Math.min(Math.max(gate.restMs * 2, FIRST_REST_MS), LONGEST_REST_MS);
  gate.restsUntil = performance.now() + gate.restMs;
}
