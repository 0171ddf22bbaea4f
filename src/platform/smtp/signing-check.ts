// Before the first mail: does the key we were given sign, can receivers check it, and does the server let us in?
import { Resolver } from 'node:dns/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Clock } from '../../shared/clock.js';
import { checkPublished } from './dkim-dns.js';
import { alignmentNote } from './dmarc-alignment.js';
import { MessageComposer } from './message-composer.js';
import { SmtpPeer } from './smtp-peer.js';

/** Whoever starts is not to wait for a resolver that is away. */
const LOOK_UP_MS = 3_000;

@Injectable()
export class SigningCheck implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger('Mail server');

  constructor(
    private readonly config: Config,
    private readonly composer: MessageComposer,
    private readonly peer: SmtpPeer,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.composer.checkSigning(this.clock.now());
    const { dkim } = this.config.smtp;
    if (!dkim) return;
    const misaligned = alignmentNote(this.config);
    if (misaligned !== undefined) this.logger.warn(misaligned);
    const resolver = new Resolver({ timeout: LOOK_UP_MS, tries: 1 });
    const note = await checkPublished(dkim, (name) => resolver.resolveTxt(name));
    if (note !== undefined) this.logger.warn(note);
  }

  /** A server that is away now may be there when mail is due: it is told, and mail waits. */
  onApplicationBootstrap(): void {
    this.peer.verify().catch((error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      this.logger.error(`No mail server takes our mail at the moment: ${words}. Mail waits; check SMTP_URL.`);
    });
  }
}
