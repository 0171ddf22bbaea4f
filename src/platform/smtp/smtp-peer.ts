// The mail servers, as the sender sees them: hand over a message, learn what became of it. Shares the mail among them by
// their weights; what one cannot be given goes to another.
import { Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { readSmtpUrls } from '../../config/smtp-url.js';
import { PrismaService } from '../prisma/prisma.service.js';
import type { Envelope, HandOver } from './hand-over.js';
import { ServerConnections } from './server-connections.js';
import { SharedRate } from './shared-rate.js';
import type { SmtpSession } from './smtp-session.js';

interface Ready {
  lane: ServerConnections;
  session: SmtpSession;
  /** Whether it was used before, and may have gone stale. */
  used: boolean;
}

@Injectable()
export class SmtpPeer implements OnApplicationShutdown {
  private readonly lanes: readonly ServerConnections[];
  /** The first day of a sender nobody knows yet, `YYYY-MM-DD`. */
  readonly warmUpFrom: string | undefined;
  private readonly waiting: ((lane: ServerConnections) => void)[] = [];

  /** @param prisma needed where a server has a rate, which all processes share */
  constructor(config: Config, @Optional() prisma?: PrismaService) {
    this.warmUpFrom = config.smtp.warmUpFrom;
    this.lanes = readSmtpUrls(config.smtp.url, config.smtp).map((server) => {
      const { host, port, rate } = server;
      const shared = rate && prisma ? new SharedRate(prisma, `${host}:${port}`, rate) : undefined;
      return new ServerConnections(server, shared);
    });
  }

  /** How many mails can be on their way at once. */
  get connections(): number {
    return this.lanes.reduce((sum, { server }) => sum + server.connections, 0);
  }

  /** Whether there is another server than this. */
  hasBesides(server: string): boolean {
    return this.lanes.some(({ name }) => name !== server);
  }

  /**
   * Hands one message over and says how that ended; never throws for what the servers do. Waits while all connections
   * are busy.
   *
   * @param permission asked when a connection stands ready, just before the transaction; false ends it there
   * @param besides a server that is not asked
   * @returns undefined when permission was not given; or was not asked for, because the rate of the server allows none for
   *   a while
   */
  async handOver(
    envelope: Envelope,
    message: Buffer,
    permission: () => Promise<boolean>,
    besides?: string,
  ): Promise<HandOver | undefined> {
    const ready = await this.connect(besides);
    if ('outcome' in ready) return ready;
    const { lane, session } = ready;
    try {
      if (!(await lane.turn().catch((error: unknown) => this.keepAndThrow(ready, error)))) {
        lane.keep(session);
        return undefined;
      }
      if (!(await permission().catch((error: unknown) => this.keepAndThrow(ready, error)))) {
        lane.keep(session);
        return undefined;
      }
      return { ...(await this.send(ready, envelope, message)), server: lane.name };
    } finally {
      this.giveBack(lane);
    }
  }

  private async send({ lane, session, used }: Ready, envelope: Envelope, message: Buffer): Promise<HandOver> {
    const result = await session.send(envelope, message);
    lane.keep(session);
    // A connection that had gone stale took nothing: the same message may go over a fresh one.
    const isStale = used && result.outcome === 'not_taken' && result.because !== 'silence';
    if (!isStale) return result;
    const fresh = await lane.open();
    if ('outcome' in fresh) return fresh;
    const second = await fresh.send(envelope, message);
    lane.keep(fresh);
    return second;
  }

  /** @throws with the words of the first that can neither be reached nor replaced by another. */
  async verify(): Promise<void> {
    const failures: unknown[] = [];
    for (const lane of this.lanes) {
      const failure = await lane.verify().catch((error: unknown) => error);
      if (failure === undefined) return;
      failures.push(failure);
    }
    throw failures[0];
  }

  onApplicationShutdown(): void {
    for (const lane of this.lanes) lane.quitAll();
  }

  /** A connection that stands ready, on the first server that gives one. */
  private async connect(besides?: string): Promise<Ready | HandOver> {
    const tried = new Set(this.lanes.filter(({ name }) => name === besides));
    for (;;) {
      const lane =
        this.choose(tried) ?? (await new Promise<ServerConnections>((resolve) => this.waiting.push(resolve)));
      const idle = lane.takeIdle();
      const session = idle ?? (await lane.open());
      if (!('outcome' in session)) return { lane, session, used: idle !== undefined };
      this.giveBack(lane);
      tried.add(lane);
      if (tried.size === this.lanes.length) return { ...session, server: lane.name };
    }
  }

  /** Smooth weighted round-robin among the servers with room; those that failed a moment ago only when nobody else is. */
  private choose(tried: ReadonlySet<ServerConnections> = new Set()): ServerConnections | undefined {
    const untried = this.lanes.filter((lane) => !tried.has(lane));
    const well = untried.filter((lane) => !lane.isResting);
    const open = (well.length > 0 ? well : untried).filter((lane) => lane.hasRoom);
    let best: ServerConnections | undefined;
    for (const lane of open) {
      lane.credit += lane.server.weight;
      if (!best || lane.credit > best.credit) best = lane;
    }
    if (!best) return undefined;
    best.credit -= open.reduce((sum, { server }) => sum + server.weight, 0);
    best.busy += 1;
    return best;
  }

  private giveBack(lane: ServerConnections): void {
    lane.busy -= 1;
    const next = this.waiting[0];
    const free = next && this.choose();
    if (!free) return;
    this.waiting.shift();
    next(free);
  }

  private keepAndThrow({ lane, session }: Ready, error: unknown): never {
    lane.keep(session);
    throw error;
  }
}
