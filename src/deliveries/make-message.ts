// From a ledger row to the bytes and the envelope that go over the wire.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { WriteMail, type WrittenMail } from '../mails/write-mail.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import type { Envelope } from '../platform/smtp/hand-over.js';
import { MessageComposer } from '../platform/smtp/message-composer.js';
import { Clock } from '../shared/clock.js';
import type { ClaimedDelivery } from './deliveries.queries.js';
import { messageHeaders, returnPath, threadHeaders } from './message-headers.js';

export interface ReadyMessage {
  envelope: Envelope;
  message: Buffer;
}
export type WriteMessage = (delivery: ClaimedDelivery) => Promise<ReadyMessage>;

@Injectable()
export class MakeMessage {
  constructor(
    private readonly config: Config,
    private readonly secretKey: SecretKey,
    private readonly writeMail: WriteMail,
    private readonly composer: MessageComposer,
    private readonly clock: Clock,
  ) {}

  /** Loads what the mails of these deliveries say. @returns what writes each of them, when its turn comes */
  async load(deliveries: readonly ClaimedDelivery[]): Promise<WriteMessage> {
    const write = await this.writeMail.load(deliveries);
    return async (delivery) => this.compose(delivery, await write(delivery));
  }

  /** The server has it: its memory may serve another. */
  recycle(message: Buffer): void {
    this.composer.recycle(message);
  }

  private async compose(
    delivery: ClaimedDelivery,
    { content, unsubscribeUrl, dateOn }: WrittenMail,
  ): Promise<ReadyMessage> {
    const now = this.clock.now();
    const month = now.toISOString().slice(0, 7).replace('-', '');
    const message = await this.composer.compose({
      ...content,
      from: this.config.mail.from,
      to: delivery.recipient,
      messageId: delivery.messageId,
      date: now,
      headers: {
        ...messageHeaders(this.config, delivery.kind, unsubscribeUrl, month),
        ...threadHeaders(this.config, delivery.subscriberId, dateOn),
      },
    });
    const from = returnPath(this.config, this.secretKey.value, delivery.id);
    return { envelope: { from, to: delivery.recipient, envid: delivery.id }, message };
  }
}
