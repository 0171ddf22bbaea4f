// Turns what a mail says into the bytes that go over the wire, signed when a key is configured.
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { Config, type Mailbox } from '../../config/config.js';
import { assertSigned } from './dkim-check.js';

export interface Message {
  from: Mailbox;
  to: string;
  messageId: string;
  subject: string;
  text: string;
  html: string;
  date: Date;
  headers: Record<string, string>;
}

/** What the signature covers: nodemailer's own list leaves out the last two, which receivers ask for. */
const SIGNED_HEADERS = [
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding',
  'List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Owner:List-Archive:List-Post:Feedback-ID:Precedence',
].join(':');

@Injectable()
export class MessageComposer {
  private readonly transport;

  constructor(private readonly config: Config) {
    const { dkim } = config.smtp;
    this.transport = createTransport({
      streamTransport: true,
      buffer: true,
      newline: 'windows',
      ...(dkim && { dkim: { ...dkim, headerFieldNames: SIGNED_HEADERS } }),
    });
  }

  /** @returns the whole message, CRLF lines, ready for DATA */
  async compose(message: Message): Promise<Buffer> {
    const { from, to, messageId, subject, text, html, date, headers } = message;
    const info = await this.transport.sendMail({
      from,
      to: { name: '', address: to },
      envelope: { from: from.address, to: [to] },
      messageId,
      subject,
      text,
      html,
      date,
      headers: Object.entries(headers).map(([key, value]) => ({ key, value: asItIs(value) })),
      textEncoding: 'quoted-printable',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return info.message as Buffer;
  }

  /**
   * Signs a mail and checks the signature, because some keys sign nothing and say nothing.
   * @throws with a sentence for the operator when mail would go out unsigned
   */
  async checkSigning(at: Date): Promise<void> {
    const { dkim } = this.config.smtp;
    if (!dkim) return;
    const from = this.config.mail.from;
    const sample = await this.compose({
      from,
      to: from.address,
      messageId: '<self-check@localhost>',
      subject: 'Self-check',
      text: 'Self-check.',
      html: '<p>Self-check.</p>',
      date: at,
      headers: { 'List-Unsubscribe': '<https://localhost/>', 'Feedback-ID': 'check' },
    });
    assertSigned(sample.toString('latin1'), dkim);
  }
}

/** Nodemailer would encode a whole value for a quote in it, and an encoded List-Id names no list. */
function asItIs(value: string) {
  return /^[\x20-\x7e]*$/.test(value) ? { prepared: true, foldLines: true, value } : value;
}
