// One connection to a mail server, for many messages one after the other.
import type { SmtpServer } from '../../config/smtp-url.js';
import { failpoint } from '../../shared/failpoint.js';
import { type Envelope, type HandOver, isRefusal, judgeFailure, refused, SmtpError } from './hand-over.js';
import { asciiDomain } from './header-lines.js';
import { greet, type Manners } from './smtp-greeting.js';
import type { Reply, SmtpWire } from './smtp-wire.js';

/** Before the message nothing is lost by giving up, so that it need not be the five minutes of RFC 5321 4.5.3.2. */
const COMMAND_MS = 120_000;
/** RFC 5321 4.5.3.2.6 asks for ten minutes after the final dot; five keep a worker's budget and lose next to nothing. */
const REPLY_MS = 300_000;
/** A server that cannot even say it forgot a refused mail is left; nothing is lost by that. */
const RESET_MS = 5_000;

export class SmtpSession {
  private messageWasAskedFor = false;

  private constructor(
    private readonly wire: SmtpWire,
    private readonly manners: Manners,
  ) {}

  /** @throws when the server cannot be reached, does not greet, encrypts too little, or refuses the login */
  static async open(server: SmtpServer): Promise<SmtpSession> {
    const { wire, manners } = await greet(server);
    return new SmtpSession(wire, manners);
  }

  get isOpen(): boolean {
    return this.wire.isOpen && !this.wire.unasked;
  }

  /** Hands one message over. Never throws; after anything but `accepted` and `refused` the session is closed. */
  async send(envelope: Envelope, message: Buffer): Promise<HandOver> {
    this.messageWasAskedFor = false;
    const handOver = await this.converse(envelope, message).catch((error: unknown): HandOver =>
      judgeFailure(error as Error, this.messageWasAskedFor),
    );
    const answered =
      handOver.outcome === 'accepted' || (handOver.outcome === 'refused' && handOver.code !== 421);
    if (!answered) this.close();
    else if (handOver.outcome === 'refused') await this.reset();
    return handOver;
  }

  close(): void {
    this.wire.close();
  }

  quit(): void {
    if (!this.wire.isOpen) return;
    this.wire.write('QUIT\r\n');
    void this.wire.reply(RESET_MS).then(
      () => this.close(),
      () => undefined,
    );
  }

  private async converse(envelope: Envelope, message: Buffer): Promise<HandOver> {
    // A server that took its leave while nobody spoke has taken nothing.
    const leave = this.wire.unasked;
    if (leave) throw new Error(leave.text);
    const commands = this.commands(envelope, message.length);
    if ('outcome' in commands) return commands;
    const refusal = this.manners.pipelining ? await this.pipelined(commands) : await this.oneByOne(commands);
    if (refusal) return refused(refusal);
    this.assertInTurn();
    failpoint('smtp:asked-for-message');
    const last = this.wire.reply(REPLY_MS);
    this.wire.write(dotted(message), '.\r\n');
    const handOver = outcomeOf(await last);
    // Who reads `accepted` takes the memory for another mail; a server may say it before it has read to the end.
    if (handOver.outcome === 'accepted') await this.wire.written(REPLY_MS);
    return handOver;
  }

  private commands(envelope: Envelope, size: number): string[] | HandOver {
    const { envid } = envelope;
    const [from, to] = [asciiDomain(envelope.from), asciiDomain(envelope.to)];
    const { smtpUtf8, dsn, size: limit } = this.manners;
    const unicode = !/^[\x20-\x7e]*$/.test(from + to);
    if (unicode && !smtpUtf8)
      return { outcome: 'refused', code: 553, reply: '553 5.6.7 the mail server takes no Unicode addresses' };
    if (/[<>\s\p{Cc}]/u.test(from + to))
      return {
        outcome: 'refused',
        code: 553,
        reply: '553 5.1.3 not an address that can be written to a server',
      };
    if (limit > 0 && size > limit)
      return {
        outcome: 'refused',
        code: 552,
        reply: `552 5.3.4 the mail server takes ${limit} bytes at most`,
      };
    const mail = [
      `MAIL FROM:<${from}>`,
      ...(limit >= 0 ? [`SIZE=${size}`] : []),
      ...(unicode ? ['BODY=8BITMIME', 'SMTPUTF8'] : []),
      ...(dsn ? [`RET=HDRS ENVID=${envid}`] : []),
    ];
    const rcpt = [`RCPT TO:<${to}>`, ...(dsn ? ['NOTIFY=FAILURE,DELAY'] : [])];
    return [mail.join(' '), rcpt.join(' '), 'DATA'];
  }

  /** @throws when the server has answered what nobody said yet: the message stays here */
  private assertInTurn(): void {
    const { unasked } = this.wire;
    if (!unasked) return;
    this.messageWasAskedFor = false;
    throw new SmtpError(`Out of turn: ${unasked.text}`);
  }

  /** @returns the refusal, if there is one. Once the server asks for the message it must get one, be it empty. */
  private async pipelined(commands: string[]): Promise<Reply | undefined> {
    const replies = commands.map(() => this.wire.reply(COMMAND_MS));
    for (const reply of replies) reply.catch(() => undefined);
    this.wire.write(`${commands.join('\r\n')}\r\n`);
    let refusal: Reply | undefined;
    for (const [index, waiting] of replies.entries()) {
      const reply = await waiting.catch((error: unknown) => {
        if (!refusal) throw error;
        return refusal;
      });
      const isData = index === commands.length - 1;
      if (isData && reply.code === 354) {
        if (!refusal) this.messageWasAskedFor = true;
        else await this.takeBack();
      } else if (reply.code >= 300 || isData) refusal ??= asRefusal(reply);
    }
    return refusal;
  }

  private async takeBack(): Promise<void> {
    this.wire.write('.\r\n');
    await this.wire.reply(COMMAND_MS).catch(() => undefined);
  }

  private async oneByOne(commands: string[]): Promise<Reply | undefined> {
    for (const command of commands) {
      const waiting = this.wire.reply(COMMAND_MS);
      this.wire.write(`${command}\r\n`);
      const reply = await waiting;
      if (command === 'DATA' && reply.code === 354) this.messageWasAskedFor = true;
      else if (reply.code >= 300 || command === 'DATA') return asRefusal(reply);
    }
    return undefined;
  }

  private async reset(): Promise<void> {
    if (!this.wire.isOpen) return;
    const waiting = this.wire.reply(RESET_MS);
    this.wire.write('RSET\r\n');
    await waiting.then(
      (reply) => reply.code === 250 || this.close(),
      () => this.close(),
    );
  }
}

/** @throws when it is neither a refusal nor what was asked for: such a server cannot be talked with */
function asRefusal(reply: Reply): Reply {
  if (!isRefusal(reply.code)) throw new SmtpError(`Out of turn: ${reply.text}`);
  return reply;
}

function outcomeOf(reply: Reply): HandOver {
  if (isRefusal(reply.code)) return refused(reply);
  if (reply.code >= 300) throw new SmtpError(`Out of turn: ${reply.text}`);
  return { ...refused(reply), outcome: 'accepted' };
}

/** With a dot more before each line that starts with one. Messages of ours have none, so that this costs a look. */
function dotted(message: Buffer): Buffer {
  const text = message.indexOf('\r\n.') < 0 && message[0] !== 0x2e ? undefined : message.toString('latin1');
  const stuffed = text === undefined ? message : Buffer.from(text.replace(/^\./gm, '..'), 'latin1');
  return stuffed.subarray(-2).toString('latin1') === '\r\n'
    ? stuffed
    : Buffer.concat([stuffed, Buffer.from('\r\n')]);
}
