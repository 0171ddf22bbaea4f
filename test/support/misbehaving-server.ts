// An SMTP server written by hand, so that it can do what a real one must not: fall silent, hang up, talk out of turn.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket } from 'node:tls';

export type Stage =
  | 'connect'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'message' // the first bytes after 354
  | 'dot'
  | 'RSET'
  | 'QUIT';

/** Ends the connection without a word. */
export const HANG_UP = Symbol('hang up');
/** The same, as a crash does it: RST instead of FIN. */
export const RESET = Symbol('reset');
/** Says nothing, and waits. */
export const SILENCE = Symbol('silence');
/** A reply (CRLF between its lines, none at the end); with `last` the connection ends after it. */
export type Answer =
  | string
  | { last: string }
  | { later: string; ms: number }
  | { slowly: string; msPerByte: number }
  | typeof HANG_UP
  | typeof RESET
  | typeof SILENCE;

const POLITE: Record<Stage, Answer> = {
  connect: '220 mail.example.org ESMTP',
  EHLO: '250-mail.example.org\r\n250-8BITMIME\r\n250 DSN',
  STARTTLS: '454 4.7.0 not now',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go ahead',
  message: SILENCE,
  dot: '250 2.0.0 taken',
  RSET: '250 2.0.0 ok',
  QUIT: { last: '221 2.0.0 bye' },
};

export const PIPELINING = '250-mail.example.org\r\n250-PIPELINING\r\n250 8BITMIME';
export const AUTH = '250-mail.example.org\r\n250 AUTH PLAIN';

export class MisbehavingServer {
  /** Asked first at every stage; undefined leaves the answer to good manners. `connection` counts from 1. */
  answer: (stage: Stage, connection: number) => Answer | undefined = () => undefined;
  /** Those that were answered with 2xx. */
  readonly messages: string[] = [];
  readonly commands: string[] = [];
  connections = 0;
  open = 0;
  mostOpen = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer({ noDelay: true }, (socket) => this.greet(socket));

  /** @param tls what it shows once STARTTLS was answered with 220; without it goes on in the clear */
  constructor(private readonly tls?: SecureContextOptions) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get name(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `smtp://${this.name}`;
  }

  /** Says something to every client that is connected. */
  sayToAll(text: string): void {
    for (const socket of this.sockets) socket.write(`${text}\r\n`);
  }

  hangUpOnAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUpOnAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private greet(socket: Socket): void {
    this.connections += 1;
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.open -= 1;
      this.sockets.delete(socket);
    });
    this.converse(socket, this.connections);
  }

  private converse(socket: Socket, connection: number, greets = true): void {
    let text = '';
    let place: 'commands' | 'message to come' | 'message' = 'commands';
    let refused = false;
    const say = (stage: Stage): string => {
      const manners = stage === 'DATA' && refused ? '503 5.5.1 no valid recipients' : POLITE[stage];
      const answer = this.answer(stage, connection) ?? manners;
      utter(socket, answer);
      return typeof answer === 'string' ? answer : '';
    };
    const command = (line: string) => {
      this.commands.push(line);
      const stage = stageOf(line);
      if (stage === 'MAIL' || stage === 'RSET') refused = false;
      const answer = say(stage);
      if (stage === 'STARTTLS' && answer.startsWith('220') && this.tls) {
        socket.removeAllListeners('data');
        const encrypted = new TLSSocket(socket, { isServer: true, ...this.tls });
        encrypted.on('error', () => undefined);
        this.converse(encrypted, connection, false);
      }
      if (/^[45]/.test(answer)) refused = true;
      if (stage === 'DATA' && answer.startsWith('354')) place = 'message to come';
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (;;) {
        if (socket.destroyed || text === '') return;
        if (place === 'message to come') {
          say('message');
          text = `\r\n${text}`;
          place = 'message';
          continue;
        }
        const mark = place === 'commands' ? '\r\n' : '\r\n.\r\n';
        const end = text.indexOf(mark);
        if (end < 0) return;
        const before = text.slice(0, end);
        text = text.slice(end + mark.length);
        if (place === 'commands') command(before);
        else {
          place = 'commands';
          const message = `${before.slice(2)}\r\n`.replaceAll(/^\./gm, '');
          if (say('dot').startsWith('2')) this.messages.push(message);
        }
      }
    });
    if (greets) say('connect');
  }
}

function utter(socket: Socket, answer: Answer): void {
  if (answer === HANG_UP) socket.destroy();
  else if (answer === RESET) socket.resetAndDestroy();
  else if (answer === SILENCE) return;
  else if (typeof answer === 'string') socket.write(`${answer}\r\n`);
  else if ('last' in answer) socket.end(`${answer.last}\r\n`);
  else if ('later' in answer) setTimeout(() => socket.write(`${answer.later}\r\n`), answer.ms);
  else {
    for (const [index, byte] of [...`${answer.slowly}\r\n`].entries())
      setTimeout(() => socket.write(byte), index * answer.msPerByte);
  }
}

function stageOf(line: string): Stage {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'STAR') return 'STARTTLS';
  if (verb in POLITE) return verb as Stage;
  // Whatever else is said to it, such as the first bytes of TLS in the clear, it does not understand.
  return verb === 'HELO' ? 'EHLO' : 'QUIT';
}
