// Turns what a mail says into the bytes that go over the wire, signed when a key is configured.
import { Injectable } from '@nestjs/common';
import { Config, type Mailbox } from '../../config/config.js';
import type { LogoFile } from '../../config/logo-file.js';
import { type QuotedOctets, type QuotedPart, quotedPart } from '../../shared/quoted-printable.js';
import { assertSigned } from './dkim-check.js';
import { DkimSigner } from './dkim-signer.js';
import { Sheets } from './sheets.js';
import { asciiDomain, headerLine, mailbox, unstructured } from './header-lines.js';

export interface Message {
  from: Mailbox;
  to: string;
  messageId: string;
  subject: string;
  text: QuotedPart;
  /** Without it the text is all there is. */
  html?: QuotedPart;
  date: Date;
  headers: Record<string, string>;
}

/** No line of quoted-printable holds `=_`, none of base64 a `_`; and neither boundary starts with the other. */
const BOUNDARY = '=_courant';
const INNER_BOUNDARY = '=_with-logo';
const partHead = (type: string, boundary = BOUNDARY) =>
  `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
const CRLF = Buffer.from('\r\n');
const TEXT_HEAD = Buffer.from(partHead('text/plain'));
const HTML_HEAD = partHead('text/html');
const END = `\r\n--${BOUNDARY}--\r\n`;
/** HTML with the picture it shows (RFC 2387): the part that replaces the text is both. */
const RELATED_HEAD = `--${BOUNDARY}\r\nContent-Type: multipart/related; boundary="${INNER_BOUNDARY}"; type="text/html"\r\n\r\n`;
const PLAIN = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable';
const ALTERNATIVE = `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`;

@Injectable()
export class MessageComposer {
  private readonly signer: DkimSigner | undefined;
  private readonly sheets = new Sheets();
  /** The last line of each name: most stay the same from mail to mail. */
  private readonly lines = new Map<string, { value: string; line: string }>();
  /** What stands around the HTML and ends the message. */
  private readonly before: Buffer;
  private readonly after: Buffer;

  constructor(private readonly config: Config) {
    const { dkim } = config.smtp;
    this.signer = dkim && new DkimSigner(dkim);
    const { logo } = config.mail.brand;
    this.before = Buffer.from(logo ? RELATED_HEAD + partHead('text/html', INNER_BOUNDARY) : HTML_HEAD);
    this.after = Buffer.from(logo ? logoPart(logo) + END : END);
  }

  /** @returns the whole message, CRLF lines, ready for DATA; only ASCII and no line of it starts with a dot */
  async compose(message: Message): Promise<Buffer> {
    const headers = this.headersOf(message);
    const sheet = this.sheets.take();
    this.writeBody(sheet.octets, message);
    const signature = this.signer ? `${await this.signer.sign(headers, sheet.body)}\r\n` : '';
    return sheet.under(`${signature}${headers}\r\n\r\n`);
  }

  private headersOf({ from, to, messageId, subject, html, date, headers }: Message): string {
    let lines = '';
    for (const name in headers) lines += `${this.line(name, headers[name] ?? '')}\r\n`;
    return [
      `${lines}${this.line('From', mailbox(from))}`,
      headerLine('To', asciiDomain(to)),
      headerLine('Subject', unstructured(subject)),
      headerLine('Message-ID', messageId),
      this.line('Date', date.toUTCString().replace('GMT', '+0000')),
      html ? ALTERNATIVE : PLAIN,
      'MIME-Version: 1.0',
    ].join('\r\n');
  }

  private line(name: string, value: string): string {
    const last = this.lines.get(name);
    if (last?.value === value) return last.line;
    const line = headerLine(name, value);
    this.lines.set(name, { value, line });
    return line;
  }

  private writeBody(into: QuotedOctets, { text, html }: Message): void {
    if (html) into.addReady(TEXT_HEAD);
    text(into);
    into.addReady(CRLF);
    if (!html) return;
    into.addReady(this.before);
    html(into);
    into.addReady(this.after);
  }

  /** Takes back a message that nobody will look at again, for the bytes of another. */
  recycle(message: Buffer): void {
    this.sheets.giveBack(message);
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
      text: quotedPart('Self-check.'),
      html: quotedPart('<p>Self-check.</p>'),
      date: at,
      headers: { 'List-Unsubscribe': '<https://localhost/>', 'Feedback-ID': 'check' },
    });
    assertSigned(sample.toString('latin1'), dkim);
  }
}

/** From the end of the HTML to that of the part it is in. */
function logoPart({ type, contentId, base64 }: LogoFile): string {
  const name = `logo.${type.slice('image/'.length)}`;
  const lines = [
    `\r\n--${INNER_BOUNDARY}`,
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-ID: <${contentId}>`,
    `Content-Disposition: inline; filename="${name}"`,
    '',
    `${base64}--${INNER_BOUNDARY}--`,
  ];
  return lines.join('\r\n');
}
