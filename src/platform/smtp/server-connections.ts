// The few connections to one mail server: opened when needed, used again, closed when idle.
import { Logger } from '@nestjs/common';
import type { SmtpServer } from '../../config/smtp-url.js';
import { type HandOver, judgeFailure } from './hand-over.js';
import type { SharedRate } from './shared-rate.js';
import { SmtpSession } from './smtp-session.js';

const IDLE_MS = 20_000;
/** How long a server that cannot be spoken to is left alone when there are others; doubles up to the second. */
const [FIRST_REST_MS, LONGEST_REST_MS] = [5_000, 300_000];

export class ServerConnections {
  /** Connections in use. */
  busy = 0;
  /** For the fair choice among servers. */
  credit = 0;
  private readonly logger = new Logger('Mail server');
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();
  /** Why it could not be spoken to last time, so that the log says it once. */
  private trouble = '';
  private restMs = 0;
  private restsUntil = 0;

  /** @param rate asked before each mail, where the server has one */
  constructor(
    readonly server: SmtpServer,
    private readonly rate: SharedRate | undefined,
  ) {}

  /** Resolves when one more mail may begin. @returns false when that takes too long to wait for */
  turn(): Promise<boolean> {
    return this.rate ? this.rate.turn() : Promise.resolve(true);
  }

  /** `host:port` */
  get name(): string {
    return `${this.server.host}:${this.server.port}`;
  }

  get hasRoom(): boolean {
    return this.busy < this.server.connections;
  }

  get isResting(): boolean {
    return performance.now() < this.restsUntil;
  }

  /** A connection that was used before, if one is still open. */
  takeIdle(): SmtpSession | undefined {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(session);
      if (session.isOpen) return session;
    }
    return undefined;
  }

  async open(): Promise<SmtpSession | HandOver> {
    try {
      const session = await SmtpSession.open(this.server);
      this.trouble = '';
      this.restMs = 0;
      return session;
    } catch (error) {
      return this.notOpened(judgeFailure(error as Error, false));
    }
  }

  /** @throws with the server's words when it cannot be reached or refuses us. */
  async verify(): Promise<void> {
    const session = await SmtpSession.open(this.server);
    session.quit();
  }

  keep(session: SmtpSession): void {
    if (!session.isOpen) {
      session.close();
      return;
    }
    const timer = setTimeout(() => {
      this.idle.delete(session);
      session.quit();
    }, IDLE_MS);
    this.idle.set(session, timer.unref());
  }

  quitAll(): void {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      session.quit();
    }
    this.idle.clear();
  }

  private notOpened(failure: HandOver): HandOver {
    if (failure.reply !== this.trouble)
      this.logger.error(`Cannot hand mail to ${this.name}: ${failure.reply}. It waits.`);
    this.trouble = failure.reply;
    this.restMs = Math.min(Math.max(this.restMs * 2, FIRST_REST_MS), LONGEST_REST_MS);
    this.restsUntil = performance.now() + this.restMs;
    // Greeting and login are about us, whoever the mail is for: it waits until that is mended.
    if (failure.outcome === 'refused' && failure.code >= 500)
      return { outcome: 'not_taken', reply: failure.reply, because: 'login' };
    // That a server is silent from the start says nothing of the domain the mail is for.
    if (failure.outcome === 'not_taken') return { outcome: 'not_taken', reply: failure.reply };
    return failure;
  }
}
