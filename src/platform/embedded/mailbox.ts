// The local mailbox: an SMTP server on this machine alone that delivers nothing and keeps every message as a file,
// so that Courant can be tried without a mail account.
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { storeMessage } from './mailbox-store.js';
import type { StoredMessage } from './mailbox-store.js';

export interface LocalMailbox {
  /** The port it listens on, on 127.0.0.1. */
  port: number;
  /** Takes no more mail, closes the connections, waits for the messages being written. */
  stop(): Promise<void>;
}

export interface LocalMailboxOptions {
  /** Where the messages are kept; see mailbox-store.ts. */
  directory: string;
  /** Preferred port; the next 50 are tried when it is taken. 0 lets the system choose. */
  port: number;
  now: () => Date;
  /** Called after a message is on disk. */
  onMessage?: (message: StoredMessage) => void;
}

const HOST = '127.0.0.1';
const PORTS_TRIED = 51;
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;
const CLOSE_TIMEOUT_MS = 500;

/** @throws Error with one sentence for the operator when no port is free or the port is not allowed. */
export async function startLocalMailbox(options: LocalMailboxOptions): Promise<LocalMailbox> {
  const writing = new Set<Promise<unknown>>();
  const attempts = options.port === 0 ? 1 : PORTS_TRIED;
  for (let port = options.port; port < options.port + attempts; port += 1) {
    const server = createServer(options, writing);
    const listening = await listen(server, port);
    if (listening === undefined) continue;
    return {
      port: listening,
      stop: async () => {
        await new Promise<void>((resolve) => server.close(resolve));
        await Promise.allSettled(writing);
      },
    };
  }
  throw new Error(
    `The local mailbox found no free port from ${options.port} to ${options.port + attempts - 1}: ` +
      'end a program that uses one of them, choose another port, or name an SMTP server.',
  );
}

function createServer(options: LocalMailboxOptions, writing: Set<Promise<unknown>>): SMTPServer {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Courant local mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onData: (stream, session, callback) => {
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
      const stored = receive(stream)
        .then((raw) => storeMessage(options.directory, envelope, raw, options.now()))
        .then((message) => {
          callback(null, `stored as ${message.id}`);
          options.onMessage?.(message);
        })

        .catch((error: Error) => callback(asSmtpError(error)))
        .finally(() => writing.delete(stored));
      writing.add(stored);
    },
  });
  // A client that hangs up in the middle is no reason to end the process.
  server.on('error', () => undefined);
  return server;
}

type DataStream = Parameters<NonNullable<SMTPServerOptions['onData']>>[0];

/** Reads to the end even when the message is too large: SMTP has no other way to answer. */
async function receive(stream: DataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (stream.sizeExceeded) {
    throw Object.assign(new Error('5.3.4 A message here may have 10 MB at most'), { responseCode: 552 });
  }
  return Buffer.concat(chunks);
}

/** A full disk and the like are temporary to SMTP: the sender may try again. */
function asSmtpError(error: Error): Error {
  if ('responseCode' in error) return error;
  const text = `4.3.0 The message could not be stored: ${error.message}`;
  return Object.assign(new Error(text), { responseCode: 452 });
}

/** The port listened on, or undefined when it is taken. */
function listen(server: SMTPServer, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new Error(`The local mailbox cannot listen on ${HOST}:${port}: ${error.message}.`));
    };
    server.once('error', onError);
    server.listen(port, HOST, () => {
      server.off('error', onError);
      const address = server.server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
