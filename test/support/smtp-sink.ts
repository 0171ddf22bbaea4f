// A real SMTP server that keeps what it takes and can be told to misbehave. Its own ledger is the judge in tests.
import { SMTPServer } from 'smtp-server';
import { type MailView, parseStored } from '../../src/platform/embedded/mailbox-view.js';

export interface ReceivedMail {
  from: string;
  to: string;
  raw: Buffer;
  /** Of RFC 3461: what a bounce will say to tell which mail it is about. */
  dsn?: { ret: string | null; envid: string | null };
}

export interface Refusal {
  code: number;
  text: string;
}

export class SmtpSink {
  readonly received: ReceivedMail[] = [];
  /** Asked at RCPT; an answer refuses the recipient. */
  refuseRecipient: (address: string) => Refusal | undefined = () => undefined;
  /** Asked after the final dot; an answer refuses the message. */
  refuseMessage: (to: string, raw: Buffer) => Refusal | undefined = () => undefined;
  /** Milliseconds before the final answer. */
  delayMs = 0;
  private port = 0;
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      hideDSN: false,
      logger: false,
      onRcptTo: ({ address }, _session, done) => done(failure(this.refuseRecipient(address))),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo[0]?.address ?? '';
          const raw = Buffer.concat(chunks);
          const refusal = this.refuseMessage(to, raw);
          const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
          const { dsn } = session.envelope;
          if (!refusal) this.received.push({ from, to, raw, ...(dsn && { dsn }) });
          setTimeout(() => done(failure(refusal)), this.delayMs);
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
    return this;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  to(address: string): ReceivedMail[] {
    return this.received.filter((mail) => mail.to === address);
  }

  /** Waits for the `count`th mail to this address. */
  async waitFor(address: string, count = 1, seconds = 20): Promise<MailView & ReceivedMail> {
    const deadline = Date.now() + seconds * 1_000;
    for (;;) {
      const mail = this.to(address)[count - 1];
      if (mail) return { ...(await parseStored(mail.raw)), ...mail } as MailView & ReceivedMail;
      if (Date.now() > deadline) throw new Error(`No mail number ${count} to ${address} within ${seconds} s`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

function failure(refusal: Refusal | undefined): Error | null {
  return refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null;
}
