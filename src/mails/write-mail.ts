// Writes the mail a delivery stands for, from what the database says at this moment.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { DeliveryKind } from '../generated/prisma/enums.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock, DAY, plusMs } from '../shared/clock.js';
import { randomToken, signToken, tokenHash } from '../shared/signed-link.js';
import { confirmationMail } from './confirmation.mail.js';
import { digestMail } from './digest.mail.js';
import { loadDigest } from './load-digest.js';
import { loadWelcome } from './load-welcome.js';
import type { Brand, MailContent } from './mail-content.js';
import { welcomeMail } from './welcome.mail.js';

const CONFIRM_DAYS = 7;

export interface WrittenMail {
  content: MailContent;
  /** For the header and the foot of the mail; mails that nobody is subscribed to have none. */
  unsubscribeUrl?: string;
}

@Injectable()
export class WriteMail {
  private readonly brand: Brand;

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {
    this.brand = {
      name: config.mail.brandName,
      publicUrl: config.http.publicUrl,
      postalAddress: config.mail.postalAddress,
      ownerEmail: config.mail.owner,
    };
  }

  async run(delivery: {
    kind: DeliveryKind;
    subscriberId: string;
    digestId: string | null;
  }): Promise<WrittenMail> {
    const { kind, subscriberId, digestId } = delivery;
    const token = signToken(this.secretKey.value, 'unsubscribe', subscriberId);
    const unsubscribeUrl = `${this.brand.publicUrl}/u/${token}`;
    const frame = { brand: this.brand, unsubscribeUrl };
    if (kind === 'confirmation') return { content: await this.confirmation(subscriberId) };
    if (kind === 'welcome') {
      return {
        content: welcomeMail({ ...frame, ...(await loadWelcome(this.prisma, subscriberId)) }),
        unsubscribeUrl,
      };
    }
    if (kind === 'digest' && digestId) {
      return {
        content: digestMail({ ...frame, ...(await loadDigest(this.prisma, digestId)) }),
        unsubscribeUrl,
      };
    }
    throw new Error(`No mail of the kind ${kind} can be written yet`);
  }

  /** The token is made here, so that it stands in the mail and nowhere else; a further attempt makes a further one. */
  private async confirmation(subscriberId: string): Promise<MailContent> {
    const token = randomToken();
    const expiresAt = plusMs(this.clock.now(), CONFIRM_DAYS * DAY);
    await this.prisma.token.create({
      data: { hash: tokenHash(token), purpose: 'confirm', subscriberId, expiresAt },
    });
    const confirmUrl = `${this.brand.publicUrl}/confirm/${token}`;
    return confirmationMail({ brand: this.brand, confirmUrl, expiresInDays: CONFIRM_DAYS });
  }
}
