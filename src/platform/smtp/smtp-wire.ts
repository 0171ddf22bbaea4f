// A connection that speaks in lines: commands go out as they are, replies come back whole and in order, each within its
// time.
import { connect, type Socket } from 'node:net';
import { SmtpSilence } from './hand-over.js';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

export interface Reply {
  /** 200 to 599; 0 for what is no SMTP reply. */
  code: number;
  /** As it came, lines with LF between them. */
  text: string;
}

/** No server has so much to say; more is no SMTP server, or an attack. */
const LONGEST_REPLY = 64 * 1024;
const LAST_LINE = /^\d{3}(?: |$)/;

interface Waiting {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export class SmtpWire {
  isOpen = true;
  private unread = '';
  private lines: string[] = [];
  private readonly waiting: Waiting[] = [];
  /** What was said before anybody waited for it: the greeting, or a good-bye. */
  private readonly early: Reply[] = [];
  private failure: Error | undefined;

  private constructor(private socket: Socket) {
    socket.setNoDelay(true);
    this.hear(socket);
  }

  /** @throws when nobody answers within the time. With `tls` the connection is encrypted from its first byte. */
  static async open(
    address: { host: string; port: number },
    withinMs: number,
    tls?: ConnectionOptions,
  ): Promise<SmtpWire> {
    const socket = tls ? connectTls({ ...address, ...tls }) : connect(address);
    await within(socket, withinMs, tls ? 'secureConnect' : 'connect', `${address.host}:${address.port}`);
    return new SmtpWire(socket);
  }

  /** Encrypts what follows. @throws when the two cannot agree, or the certificate is not good enough for the options */
  async encrypt(options: ConnectionOptions, withinMs: number): Promise<TLSSocket> {
    // Whatever was said in the clear after the reply to STARTTLS may come from anybody.
    if (this.unread !== '' || this.early.length > 0) throw new Error('Spoke before the encryption stood');
    this.socket.removeAllListeners();
    const socket = connectTls({ ...options, socket: this.socket });
    this.socket = socket;
    await within(socket, withinMs, 'secureConnect', 'the server, encrypted');
    this.hear(socket);
    return socket;
  }

  get localAddress(): string {
    return this.socket.localAddress ?? '127.0.0.1';
  }

  write(...parts: (string | Buffer)[]): void {
    this.socket.cork();
    for (const part of parts) this.socket.write(part);
    this.socket.uncork();
  }

  /** Resolves when nothing that was written is looked at any more. @throws when that takes longer, or the connection ends */
  async written(withinMs: number): Promise<void> {
    if (this.socket.writableLength === 0) return;
    const timer = setTimeout(() => this.end(new SmtpSilence('Reads no further')), withinMs);
    try {
      await new Promise<void>((resolve, reject) =>
        this.socket.write('', (error) => (error ? reject(this.failure ?? error) : resolve())),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns the next reply. @throws when it does not come within the time, or the connection ends */
  reply(withinMs: number): Promise<Reply> {
    const early = this.early.shift();
    if (early) return Promise.resolve(early);
    if (!this.isOpen) return Promise.reject(this.failure ?? new Error('Connection closed'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.end(new SmtpSilence(`No reply within ${Math.round(withinMs / 1_000)} s`)),
        withinMs,
      );
      this.waiting.push({ resolve, reject, timer });
    });
  }

  /** What the server has said without being asked. */
  get unasked(): Reply | undefined {
    return this.early[0];
  }

  close(): void {
    this.end(new Error('Connection closed'));
  }

  private hear(socket: Socket): void {
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('error', (error) => this.end(error));
    socket.on('close', () => this.end(new Error('Connection closed')));
    socket.on('end', () => this.end(new Error('Connection closed')));
  }

  private read(chunk: string): void {
    this.unread += chunk;
    let start = 0;
    for (let end = this.unread.indexOf('\n'); end >= 0; end = this.unread.indexOf('\n', start)) {
      const line = this.unread.slice(start, this.unread[end - 1] === '\r' ? end - 1 : end);
      start = end + 1;
      this.lines.push(line);
      if (LAST_LINE.test(line)) this.deliver();
      else if (!/^\d{3}-/.test(line)) return this.end(new Error(`Not an SMTP server: ${line.slice(0, 100)}`));
    }
    this.unread = this.unread.slice(start);
    if (this.unread.length + this.lines.length * 80 > LONGEST_REPLY)
      this.end(new Error('A reply without an end'));
  }

  private deliver(): void {
    const text = this.lines.join('\n');
    const reply = { code: Number(text.slice(0, 3)), text };
    this.lines = [];
    const first = this.waiting.shift();
    if (first) {
      clearTimeout(first.timer);
      first.resolve(reply);
    } else this.early.push(reply);
  }

  private end(error: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.failure = error;
    this.socket.destroy();
    for (const { reject, timer } of this.waiting.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
  }
}

async function within(
  socket: Socket,
  ms: number,
  event: 'connect' | 'secureConnect',
  whom: string,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`No connection to ${whom} within ${ms / 1_000} s`)), ms);
      socket.once(event, resolve);
      socket.once('error', (error) => reject(firstOf(error)));
      socket.once('close', () => reject(new Error('Connection closed')));
    });
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Of all the addresses of a host that were tried in vain. */
function firstOf(error: Error): Error {
  const [first] = 'errors' in error && Array.isArray(error.errors) ? (error.errors as Error[]) : [];
  return first ?? error;
}
