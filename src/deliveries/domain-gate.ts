// What one recipient domain bears, in this process: two mails at once at first, one more with each that went well; half as
// many after a 421 or 4.7.x, and from then on one more with every twenty. One that is silent rests.

const FIRST = 2;
const WINS_TO_GROW = 20;
const [FIRST_REST_MS, LONGEST_REST_MS] = [30_000, 900_000];

/** `well`: it answered, whatever it said. `slow`: it asks for less. `silent`: it said nothing in time. */
export type Treatment = 'well' | 'slow' | 'silent';

export class DomainGate {
  /** Mails under way to it, and mails that wait for their turn. */
  busy = 0;
  waiting = 0;
  /** When it last answered, or was first asked what it has not answered. */
  private movedAt = 0;
  /** When it was asked what it has not answered: while we write, or wait for the database, it is not silent. */
  private readonly askedAt: number[] = [];
  /** That it lets nobody through has been found out. */
  hasStalled = false;
  limit: number;
  private isWary = false;
  private wins = 0;
  private restMs = 0;
  private restsUntil = 0;

  /**
   * @param share what it may have while others wait
   * @param most what it may have when nobody else does; it gets there only by using what it has
   */
  constructor(
    private readonly share: number,
    private readonly most: number,
  ) {
    this.limit = Math.min(FIRST, share);
  }

  get isShut(): boolean {
    return this.hasStalled || performance.now() < this.restsUntil;
  }

  get mails(): number {
    return this.busy + this.waiting;
  }

  get isForgettable(): boolean {
    return this.mails === 0 && !this.isWary;
  }

  /** For how long it has owed answers and given none; 0 while it owes none. */
  get silentMs(): number {
    return this.askedAt.length > 0 ? performance.now() - this.movedAt : 0;
  }

  ask(): void {
    const now = performance.now();
    if (this.askedAt.length === 0) this.movedAt = now;
    this.askedAt.push(now);
  }

  /** @returns how long it took, as if it answered in the order it was asked */
  hear(): number {
    const now = performance.now();
    this.movedAt = now;
    this.hasStalled = false;
    return now - (this.askedAt.shift() ?? now);
  }

  /**
   * @param treatment none when it was not asked after all
   * @returns whether who waits had better come later: it is silent, or even one at a time is too much for it
   */
  end(treatment: Treatment | undefined): boolean {
    const used = this.busy;
    this.busy -= 1;
    const isTooMuch = treatment === 'silent' || (treatment === 'slow' && this.limit === 1);
    if (treatment === 'well') this.widen(used);
    else if (treatment) this.narrow(treatment);
    return isTooMuch;
  }

  private widen(used: number): void {
    this.restMs = 0;
    this.wins += 1;
    // More than its share is kept only while it is used: were it to fall silent, it would hold as many. One more than it
    // uses, so that it can take over what another leaves.
    const isUsed = used >= this.limit - 1 && this.waiting > 0;
    this.limit = Math.min(this.limit, Math.max(this.share, used + 1));
    if (this.isWary && this.wins < WINS_TO_GROW) return;
    this.wins = 0;
    if (this.limit < this.share || isUsed) this.limit = Math.min(this.limit + 1, this.most);
  }

  private narrow(treatment: 'slow' | 'silent'): void {
    this.isWary = true;
    this.wins = 0;
    this.limit = treatment === 'slow' ? Math.max(1, Math.floor(this.limit / 2)) : 1;
    const now = performance.now();
    // Those that began together fall silent together: that is one silence.
    if (treatment === 'slow' || now < this.restsUntil) return;
    this.restMs = Math.min(Math.max(this.restMs * 2, FIRST_REST_MS), LONGEST_REST_MS);
    this.restsUntil = now + this.restMs;
  }
}
