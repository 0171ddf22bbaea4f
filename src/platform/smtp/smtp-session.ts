// One connection to the mail server, for many messages one after the other. Hears the conversation itself, because
// nodemailer gives the same error for a connection lost before DATA and after the final dot.
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { type Envelope, type HandOver, judgeFailure, oneLine } from './hand-over.js';

const CONNECT_MS = 15_000;
/** RFC 5321 4.5.3.2.6 asks for ten minutes after the final dot; five keep a worker's budget and lose next to nothing. */
const REPLY_MS = 300_000;

export class SmtpSession {
  isOpen = false;
  private messageWasAskedFor = false;
  private readonly connection: SMTPConnection;

  constructor(private readonly url: URL) {
    this.connection = new SMTPConnection({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 25)),
      secure: url.protocol === 'smtps:',
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: REPLY_MS,
      transactionLog: true,
      logger: this.listener(),
    });
  }

  /** @throws when the server cannot be reached, does not greet, or refuses the login */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.connection.once('error', reject);
      this.connection.connect((error) => (error ? reject(error) : resolve()));
    });
    this.connection.on('error', () => this.close());
    this.connection.once('end', () => (this.isOpen = false));
    this.isOpen = true;
    if (!this.url.username) return;
    const credentials = {
      user: decodeURIComponent(this.url.username),
      pass: decodeURIComponent(this.url.password),
    };
    await new Promise<void>((resolve, reject) => {
      this.connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Hands one message over. Never throws; after anything but `accepted` and `refused` the session is closed. */
  async send(envelope: Envelope, message: Buffer): Promise<HandOver> {
    this.messageWasAskedFor = false;
    const handOver = await new Promise<HandOver>((resolve) => {
      const lost = () => resolve(judgeFailure({ message: 'Connection closed' }, this.messageWasAskedFor));
      this.connection.once('end', lost);
      const { from, to, envid } = envelope;
      const dsn = { ret: 'HDRS' as const, envid, notify: ['FAILURE' as const, 'DELAY' as const] };
      this.connection.send({ from, to: [to], size: message.length, dsn }, message, (error, info) => {
        this.connection.removeListener('end', lost);
        if (error || !info) resolve(judgeFailure(error ?? { message: 'No answer' }, this.messageWasAskedFor));
        else
          resolve({
            outcome: 'accepted',
            code: Number(info.response.slice(0, 3)),
            reply: oneLine(info.response),
          });
      });
    });
    const answered =
      handOver.outcome === 'accepted' || (handOver.outcome === 'refused' && handOver.code !== 421);
    if (!answered) this.close();
    else if (handOver.outcome === 'refused') await this.reset();
    return handOver;
  }

  close(): void {
    this.isOpen = false;
    this.connection.close();
  }

  quit(): void {
    this.isOpen = false;
    this.connection.quit();
  }

  private reset(): Promise<void> {
    return new Promise((resolve) => {
      this.connection.reset((error) => {
        if (error) this.close();
        resolve();
      });
    });
  }

  private listener() {
    const silent = () => undefined;
    const hear = (entry: unknown, text: unknown) => {
      const fromServer =
        typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'server';
      if (fromServer && String(text).startsWith('354')) this.messageWasAskedFor = true;
    };
    return {
      level: silent,
      trace: silent,
      debug: hear,
      info: silent,
      warn: silent,
      error: silent,
      fatal: silent,
    };
  }
}
