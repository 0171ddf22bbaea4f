// The mail server, as the sender sees it: hand over a message, learn what became of it. Keeps a few connections and
// uses them again.
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type Envelope, type HandOver, judgeFailure } from './hand-over.js';
import { SmtpSession } from './smtp-session.js';

const IDLE_MS = 20_000;

@Injectable()
export class SmtpPeer implements OnApplicationShutdown {
  private readonly logger = new Logger('Mail server');
  private readonly url: URL;
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();
  /** Why it could not be spoken to last time, so that the log says it once. */
  private trouble = '';

  constructor(config: Config) {
    this.url = new URL(config.smtp.url);
    this.free = config.smtp.connections;
  }

  /**
   * Hands one message over and says how that ended; never throws for what the server does. Waits while all connections
   * are busy.
   *
   * @param permission asked when a connection stands ready, just before the transaction; false ends it there
   * @returns undefined when permission was not given
   */
  async handOver(
    envelope: Envelope,
    message: Buffer,
    permission: () => Promise<boolean>,
  ): Promise<HandOver | undefined> {
    await this.takeSlot();
    try {
      const idle = this.takeIdle();
      const session = idle ?? (await this.openSession());
      if ('outcome' in session) return session;
      const isAllowed = await permission().catch((error: unknown) => {
        this.keep(session);
        throw error;
      });
      if (!isAllowed) {
        this.keep(session);
        return undefined;
      }
      const result = await session.send(envelope, message);
      this.keep(session);
      // A connection that had gone stale took nothing: the same message may go over a fresh one.
      if (!idle || result.outcome !== 'not_taken') return result;
      const fresh = await this.openSession();
      if ('outcome' in fresh) return fresh;
      const second = await fresh.send(envelope, message);
      this.keep(fresh);
      return second;
    } finally {
      this.giveSlot();
    }
  }

  /** @throws with the server's words when it cannot be reached or refuses us. */
  async verify(): Promise<void> {
    const session = new SmtpSession(this.url);
    try {
      await session.open();
      session.quit();
    } catch (error) {
      session.close();
      throw error;
    }
  }

  onApplicationShutdown(): void {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      session.quit();
    }
    this.idle.clear();
  }

  private async takeSlot(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private giveSlot(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }

  private async openSession(): Promise<SmtpSession | HandOver> {
    const session = new SmtpSession(this.url);
    try {
      await session.open();
      this.trouble = '';
      return session;
    } catch (error) {
      session.close();
      const failure = judgeFailure(error as Error, false);
      if (failure.reply !== this.trouble)
        this.logger.error(`Cannot hand mail to ${this.url.host}: ${failure.reply}. It waits.`);
      this.trouble = failure.reply;
      // Greeting and login are about us, whoever the mail is for: it waits until that is mended.
      if (failure.outcome === 'refused' && failure.code >= 500)
        return { outcome: 'not_taken', reply: failure.reply };
      return failure;
    }
  }

  private takeIdle(): SmtpSession | undefined {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(session);
      if (session.isOpen) return session;
    }
    return undefined;
  }

  private keep(session: SmtpSession): void {
    if (!session.isOpen) return;
    const timer = setTimeout(() => {
      this.idle.delete(session);
      session.quit();
    }, IDLE_MS);
    this.idle.set(session, timer.unref());
  }
}
