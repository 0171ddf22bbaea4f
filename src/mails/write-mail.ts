// Writes the mail a delivery stands for, from what the database says at this moment.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { DeliveryKind, TokenPurpose } from '../generated/prisma/enums.js';
import { texts } from '../language/languages.js';
import type { Texts } from '../language/texts.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock, DAY, HOUR, MINUTE, plusMs } from '../shared/clock.js';
import { addressKeyOf } from '../shared/email-address.js';
import { quotedPart } from '../shared/quoted-printable.js';
import { randomToken, type SignedPurpose, signToken, tokenHash } from '../shared/signed-link.js';
import { addressChangedMail } from './address-changed.mail.js';
import { brandOf } from './brand-of.js';
import { changeAddressMail } from './change-address.mail.js';
import { confirmationMail } from './confirmation.mail.js';
import { digestUrl } from './digest-url.js';
import { erasedMail } from './erased.mail.js';
import { type DigestContent, loadDigests } from './load-digest.js';
import { loadWelcome } from './load-welcome.js';
import { localDateText } from './local-time.js';
import type { Brand, MailContent, QuotedContent } from './mail-content.js';
import { PaperShelf } from './paper-shelf.js';
import { pourDigest } from './pour-digest.js';
import { type SendingPaused, sendingPausedMail } from './sending-paused.mail.js';
import { signInMail } from './sign-in.mail.js';
import { welcomeMail } from './welcome.mail.js';

const CONFIRM_DAYS = 7;
const SIGN_IN_MINUTES = 15;
const CHANGE_ADDRESS_MINUTES = 60;
const RESTORE_ADDRESS_DAYS = 7;

export interface MailOrder {
  kind: DeliveryKind;
  /** Null for the receipt of an erasure and for alerts. */
  subscriberId: string | null;
  digestId: string | null;
  /** The address the mail goes to. */
  recipient: string;
  details: DeliveryDetails | null;
  createdAt: Date;
}

/** What a mail says that no row but its own knows. */
export interface DeliveryDetails {
  /** Of the receipt of an erasure: how to talk to a reader who is not there any more. */
  erased?: { language: string; timeZone: string };
  /** Of an alert: why sending is paused. */
  paused?: SendingPaused;
  /** Of the notice to an address that was given up: `n***@e***.org`, and whether its owner may take it back herself. */
  moved?: { maskedAddress: string; mayRestore: boolean };
}

export interface WrittenMail {
  content: QuotedContent;
  /** For the header and the foot of the mail; mails that nobody is subscribed to have none. */
  unsubscribeUrl?: string;
  /** The local date of a digest. */
  dateOn?: string;
}

@Injectable()
export class WriteMail {
  private readonly brand: Brand;
  private readonly shelf: PaperShelf;

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {
    this.shelf = new PaperShelf(prisma);
    this.brand = brandOf(config);
  }

  /** Loads what the digests among these orders say. @returns what writes each of the mails, when its turn comes */
  async load(orders: readonly MailOrder[]): Promise<(order: MailOrder) => Promise<WrittenMail>> {
    const ids = orders.flatMap(({ digestId }) => digestId ?? []);
    const feedbackUrl = (digestId: string) => this.signedUrl('/f', 'feedback', digestId);
    const digests = ids.length > 0 ? await loadDigests(this.prisma, this.shelf, ids, feedbackUrl) : new Map();
    return (order) => this.write(order, digests);
  }

  private async write(order: MailOrder, digests: ReadonlyMap<string, DigestContent>): Promise<WrittenMail> {
    const { kind, subscriberId, digestId } = order;
    if (kind === 'alert') return { content: quoted(this.alert(order)) };
    if (subscriberId === null) return { content: quoted(await this.receipt(order)) };
    if (kind === 'address_changed') return { content: quoted(await this.notice(subscriberId, order)) };
    if (kind === 'confirmation' || kind === 'sign_in' || kind === 'change_address') {
      return { content: quoted(await this.linkMail(kind, subscriberId, order.recipient)) };
    }
    const unsubscribeUrl = this.signedUrl('/u', 'unsubscribe', subscriberId);
    // Bound to the address: who gives it up takes no way into her settings with it.
    const settingsUrl = this.signedUrl('/p', 'settings', subscriberId, addressKeyOf(order.recipient));
    const frame = { brand: this.brand, unsubscribeUrl, settingsUrl };
    if (kind === 'welcome') {
      const welcome = await loadWelcome(this.prisma, subscriberId);
      return { content: quoted(welcomeMail({ ...frame, ...welcome })), unsubscribeUrl };
    }
    const digest = digests.get(digestId ?? '');
    if (!digest) throw new Error('A digest mail without a digest cannot be written');
    const browserUrl = digestUrl(this.brand, this.secretKey.value, digestId ?? '');
    const { subject, text, html } = pourDigest(Object.assign(digest, frame, { browserUrl }));
    return {
      content: digest.mailFormat === 'text' ? { subject, text } : { subject, text, html },
      unsubscribeUrl,
      dateOn: digest.dateOn,
    };
  }

  private signedUrl(path: string, purpose: SignedPurpose, id: string, boundTo?: string): string {
    return `${this.brand.publicUrl}${path}/${signToken(this.secretKey.value, purpose, id, boundTo)}`;
  }

  private alert({ details, createdAt }: MailOrder): MailContent {
    if (!details?.paused) throw new Error('An alert that is about nothing cannot be written');
    const frame = { brand: this.brand, texts: texts(this.config.defaultLanguage) };
    return sendingPausedMail({ ...frame, ...details.paused, noticedAt: createdAt });
  }

  /** The last mail to an address: its reader is erased. */
  private async receipt({ details, createdAt }: MailOrder): Promise<MailContent> {
    const said = texts(details?.erased?.language);
    const zone = details?.erased?.timeZone ?? 'UTC';
    const erasedAtText = await localDateText(said, this.prisma, createdAt, zone);
    return erasedMail({ brand: this.brand, texts: said, erasedAtText });
  }

  /** To the address a reader has left, so that it is no secret from her if it was not she. */
  private async notice(subscriberId: string, order: MailOrder): Promise<MailContent> {
    const { said, timeZone } = await this.voiceOf(subscriberId);
    const { maskedAddress = '', mayRestore = false } = order.details?.moved ?? {};
    const days = RESTORE_ADDRESS_DAYS;
    const url = mayRestore
      ? await this.tokenUrl('/new-address', 'restore_address', days * DAY, subscriberId, order.recipient)
      : '';
    const changedAtText = await localDateText(said, this.prisma, order.createdAt, timeZone);
    return addressChangedMail({
      brand: this.brand,
      texts: said,
      changedAtText,
      maskedAddress,
      url,
      expiresInDays: days,
    });
  }

  private async voiceOf(subscriberId: string): Promise<{ said: Texts; timeZone: string }> {
    const { language, timeZone } = await this.prisma.subscriber.findUniqueOrThrow({
      where: { id: subscriberId },
      select: { language: true, timeZone: true },
    });
    return { said: texts(language), timeZone };
  }

  /** The mails with a button that is good for a while. */
  private async linkMail(
    kind: 'confirmation' | 'sign_in' | 'change_address',
    subscriberId: string,
    recipient: string,
  ): Promise<MailContent> {
    const { said } = await this.voiceOf(subscriberId);
    const frame = { brand: this.brand, texts: said };
    if (kind === 'confirmation') {
      const confirmUrl = await this.tokenUrl('/confirm', 'confirm', CONFIRM_DAYS * DAY, subscriberId);
      return confirmationMail({ ...frame, confirmUrl, expiresInDays: CONFIRM_DAYS });
    }
    if (kind === 'sign_in') {
      const url = await this.tokenUrl('/sign-in', 'sign_in', SIGN_IN_MINUTES * MINUTE, subscriberId);
      return signInMail({ ...frame, url, expiresInMinutes: SIGN_IN_MINUTES });
    }
    const url = await this.tokenUrl('/new-address', 'change_address', HOUR, subscriberId, recipient);
    return changeAddressMail({ ...frame, url, expiresInMinutes: CHANGE_ADDRESS_MINUTES });
  }

  /** The token is made here, so that it stands in the mail and nowhere else; a further attempt makes a further one. */
  private async tokenUrl(
    path: string,
    purpose: TokenPurpose,
    goodForMs: number,
    subscriberId: string,
    address?: string,
  ): Promise<string> {
    const token = randomToken();
    const expiresAt = plusMs(this.clock.now(), goodForMs);
    await this.prisma.token.create({
      data: { hash: tokenHash(token), purpose, subscriberId, expiresAt, ...(address && { address }) },
    });
    return `${this.brand.publicUrl}${path}/${token}`;
  }
}

function quoted({ subject, html, text }: MailContent): QuotedContent {
  return { subject, html: quotedPart(html), text: quotedPart(text) };
}
