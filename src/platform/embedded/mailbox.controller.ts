// Shows the local mailbox, so that one can read on a fresh machine what readers would get. Not there when mail really
// goes out.
import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../../config/config.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { sendPage } from '../http/send-page.js';
import { listMessages, readMessage } from './mailbox-store.js';
import { type MailView, parseStored } from './mailbox-view.js';

const SHOWN = 200;

@ApiExcludeController()
@Controller('mailbox')
export class MailboxController {
  constructor(private readonly config: Config) {}

  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    const messages = await listMessages(this.directory(), SHOWN);
    sendPage(reply, this.config, 'mailbox', {
      messages: messages.map(({ id, subject, from, to, receivedAt, size }) => ({
        id,
        subject,
        from,
        to: to.join(', '),
        receivedAtText: timeText(receivedAt),
        sizeText: `${Math.ceil(size / 1_024)} kB`,
      })),
    });
  }

  @Get(':id')
  async show(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const { mail, receivedAt } = await this.read(id);
    sendPage(reply, this.config, 'mailbox-message', {
      id,
      subject: mail.subject,
      from: mail.from,
      to: mail.to.join(', '),
      receivedAtText: timeText(receivedAt),
      text: mail.text ?? '',
      htmlUrl: `/mailbox/${id}/html`,
      rawUrl: `/mailbox/${id}/raw`,
      headers: mail.headers,
      oneClick: mail.headers.some(({ name }) => name.toLowerCase() === 'list-unsubscribe-post'),
    });
  }

  /** For the frame of the page above: what a mail brings along may be shown and nothing else. */
  @Get(':id/html')
  @Header(
    'content-security-policy',
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  )
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('x-frame-options', 'SAMEORIGIN')
  async html(@Param('id') id: string): Promise<string> {
    const { mail } = await this.read(id);
    return mail.htmlWithPictures ?? '';
  }

  @Get(':id/raw')
  async raw(@Param('id') id: string): Promise<StreamableFile> {
    const stored = await readMessage(this.directory(), id);
    if (!stored) throw notFound();
    return new StreamableFile(stored.raw, {
      type: 'text/plain; charset=utf-8',
      disposition: `inline; filename="${id}.eml"`,
    });
  }

  private async read(id: string): Promise<{ mail: MailView; receivedAt: Date }> {
    const stored = await readMessage(this.directory(), id);
    if (!stored) throw notFound();
    return { mail: await parseStored(stored.raw), receivedAt: stored.envelope.receivedAt };
  }

  private directory(): string {
    if (this.config.mailboxDir === undefined) throw notFound();
    return this.config.mailboxDir;
  }
}

function notFound(): DomainError {
  return new DomainError('not_found', saying('web.errors.noMessage'));
}

function timeText(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
