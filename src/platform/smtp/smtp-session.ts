// One connection to the mail server, for many messages one after the other. Hears the conversation itself, because
// nodemailer gives the same error for a connection lost before DATA and after the final dot.
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { failpoint } from '../../shared/failpoint.js';
import { type Envelope, type HandOver, judgeFailure, oneLine } from './hand-over.js';

const CONNECT_MS = 15_000;
/** RFC 5321 4.5.3.2.6 asks for ten minutes after the final dot; five keep a worker's budget and lose next to nothing. */
const REPLY_MS = 300_000;
/** A server that cannot even say it forgot a refused mail is left; nothing is lost by that. */
const RESET_MS = 5_000;

export class SmtpSession {
  isOpen = false;
  private messageWasAskedFor = false;
  /** Why the connection ended, when nodemailer said so. */
  private failure: Error | undefined;
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
    this.connection.on('error', (error: Error) => {
      this.failure = error;
      this.close();
    });
    this.connection.once('end', () => (this.isOpen = false));
  }

  /** @throws when the server cannot be reached, does not greet, or refuses the login */
  async open(): Promise<void> {
    await this.step((done) => this.connection.connect(done));
    if (this.url.username) {
      const credentials = {
        user: decodeURIComponent(this.url.username),
        pass: decodeURIComponent(this.url.password),
      };
      await this.step((done) => this.connection.login({ credentials }, done));
    }
    this.isOpen = true;
  }

  /** Hands one message over. Never throws; after anything but `accepted` and `refused` the session is closed. */
  async send(envelope: Envelope, message: Buffer): Promise<HandOver> {
    this.messageWasAskedFor = false;
    const { from, to, envid } = envelope;
    const dsn = { ret: 'HDRS' as const, envid, notify: ['FAILURE' as const, 'DELAY' as const] };
    const handOver = await this.step<{ response: string }>((done) =>
      this.connection.send({ from, to: [to], size: message.length, dsn }, message, done),
    ).then(
      ({ response }): HandOver => ({
        outcome: 'accepted',
        code: Number(response.slice(0, 3)),
        reply: oneLine(response),
      }),
      (error: unknown): HandOver => judgeFailure(error as Error, this.messageWasAskedFor),
    );
    const answered =
      handOver.outcome === 'accepted' || (handOver.outcome === 'refused' && handOver.code !== 421);
    if (!answered) this.close();
    else if (handOver.outcome === 'refused') await this.reset();
    return handOver;
  }

  private async reset(): Promise<void> {
    const timer = setTimeout(() => this.close(), RESET_MS);
    await this.step((done) => this.connection.reset(done)).catch(() => this.close());
    clearTimeout(timer);
  }

  /** Nodemailer calls nobody back whose connection ends at the wrong moment: every step ends with it, too. */
  private step<Result = unknown>(
    act: (done: (error?: Error | null, result?: Result) => void) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      // Its own call, with the server's words, comes in the same breath as the end, and before this.
      const lost = () => setImmediate(() => reject(this.failure ?? new Error('Connection closed')));
      this.connection.once('end', lost);
      act((error, result) => {
        this.connection.removeListener('end', lost);
        if (error) reject(error);
        else resolve(result as Result);
      });
    });
  }

  close(): void {
    this.isOpen = false;
    this.connection.close();
  }

  quit(): void {
    this.isOpen = false;
    this.connection.quit();
  }

  private listener() {
    const silent = () => undefined;
    const hear = (entry: unknown, text: unknown) => {
      const fromServer =
        typeof entry === 'object' && entry !== null && 'tnx' in entry && entry.tnx === 'server';
      if (!fromServer || !String(text).startsWith('354')) return;
      this.messageWasAskedFor = true;
      failpoint('smtp:asked-for-message');
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
