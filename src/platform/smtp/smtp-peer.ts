// The mail server, as the sender sees it: hand over a message, learn what became of it. Keeps a few connections and
// uses them again.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type Envelope, type HandOver, judgeFailure } from './hand-over.js';
import { SmtpSession } from './smtp-session.js';

const IDLE_MS = 20_000;

@Injectable()
export class SmtpPeer implements OnApplicationShutdown {
  private readonly url: URL;
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private readonly idle = new Map<SmtpSession, NodeJS.Timeout>();

  constructor(config: Config) {
    this.url = new URL(config.smtp.url);
    this.free = config.smtp.connections;
  }

  /** Hands one message over and says how that ended; never throws. Waits while all connections are busy. */
  async handOver(envelope: Envelope, message: Buffer): Promise<HandOver> {
    await this.takeSlot();
    try {
      const reused = this.takeIdle();
      const first = reused && (await reused.send(envelope, message));
      if (first && first.outcome !== 'not_taken') return this.keep(reused, first);
      // A connection that had gone stale took nothing: the same message may go over a fresh one.
      const session = new SmtpSession(this.url);
      try {
        await session.open();
      } catch (error) {
        session.close();
        return judgeFailure(error as Error, false);
      }
      return this.keep(session, await session.send(envelope, message));
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

  private takeIdle(): SmtpSession | undefined {
    for (const [session, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(session);
      if (session.isOpen) return session;
    }
    return undefined;
  }

  private keep(session: SmtpSession, result: HandOver): HandOver {
    if (session.isOpen) {
      const timer = setTimeout(() => {
        this.idle.delete(session);
        session.quit();
      }, IDLE_MS);
      this.idle.set(session, timer.unref());
    }
    return result;
  }
}
