// From a fresh connection to one that takes mail: greeting, EHLO, encryption, login.
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { SmtpServer } from '../../config/smtp-url.js';
import { SmtpError } from './hand-over.js';
import { type Reply, SmtpWire } from './smtp-wire.js';

const STEP_MS = 15_000;
/** Some let strangers wait before they greet, to see who cannot. */
const GREETING_MS = 60_000;

/** What the server said it can do. */
export interface Manners {
  pipelining: boolean;
  smtpUtf8: boolean;
  dsn: boolean;
  /** Largest message in bytes; 0 for no limit, -1 where the server does not speak of it. */
  size: number;
}

interface Offer extends Manners {
  startTls: boolean;
  logins: readonly string[];
}

/** @throws SmtpError with the server's words, or an error of the network or of TLS */
export async function greet(server: SmtpServer): Promise<{ wire: SmtpWire; manners: Manners }> {
  const { host, port, user } = server;
  const tls = tlsOptions(server);
  const wire = await SmtpWire.open({ host, port }, STEP_MS, server.implicitTls ? tls : undefined);
  try {
    await expect(wire, undefined, 220, GREETING_MS);
    let offer = await sayHello(wire);
    let isVerified = server.implicitTls;
    if (!server.implicitTls && offer.startTls) {
      await expect(wire, 'STARTTLS', 220);
      isVerified = (await wire.encrypt(tls, STEP_MS)).authorized;
      offer = await sayHello(wire);
    } else if (!server.implicitTls && server.tls === 'require') {
      throw new SmtpError(`${host} offers no encryption (STARTTLS), and SMTP_TLS=require asks for it`);
    }
    if (user !== undefined) {
      if (!isVerified && !isLoopback(host))
        throw new SmtpError(
          `The password is not sent to ${host}: the connection is not encrypted with a certificate that can be trusted (SMTP_CA_FILE names further authorities)`,
        );
      await logIn(wire, server, offer.logins);
    }
    return { wire, manners: offer };
  } catch (error) {
    wire.close();
    throw error;
  }
}

/** Between mail servers any certificate is better than none; a password and `require` ask for one that is right. */
function tlsOptions({ host, tls, implicitTls, ca }: SmtpServer): ConnectionOptions {
  return {
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca !== undefined && { ca }),
    rejectUnauthorized: tls === 'require' || implicitTls,
  };
}

async function sayHello(wire: SmtpWire): Promise<Offer> {
  const name = ourName(wire.localAddress);
  const reply = await ask(wire, `EHLO ${name}`);
  if (reply.code === 250) return readOffer(reply.text);
  if (reply.code === 421 || reply.code < 500) throw new SmtpError(reply.text, reply.code);
  await expect(wire, `HELO ${name}`, 250);
  return readOffer('');
}

export function readOffer(text: string): Offer {
  const lines = text.split('\n').map((line) => line.slice(4).trim().toUpperCase());
  const size = lines.find((line) => /^SIZE\b/.test(line));
  const logins = lines.flatMap((line) => /^AUTH[ =](.*)$/.exec(line)?.[1]?.split(/\s+/) ?? []);
  return {
    pipelining: lines.includes('PIPELINING'),
    smtpUtf8: lines.includes('SMTPUTF8') && lines.includes('8BITMIME'),
    dsn: lines.includes('DSN'),
    size: size === undefined ? -1 : Number(/\d+/.exec(size)?.[0] ?? 0),
    startTls: lines.includes('STARTTLS'),
    logins,
  };
}

/** A name that others can look up; else the address we come from (RFC 5321 4.1.3). */
function ourName(address: string): string {
  const name = hostname();
  if (name.includes('.')) return name;
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}

async function logIn(wire: SmtpWire, { user = '', password = '' }: SmtpServer, offered: readonly string[]) {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  if (offered.includes('PLAIN') || !offered.includes('LOGIN')) {
    await expect(wire, `AUTH PLAIN ${encode(`\0${user}\0${password}`)}`, 235);
    return;
  }
  await expect(wire, 'AUTH LOGIN', 334);
  await expect(wire, encode(user), 334);
  await expect(wire, encode(password), 235);
}

async function expect(
  wire: SmtpWire,
  command: string | undefined,
  code: number,
  withinMs = STEP_MS,
): Promise<void> {
  const reply = await ask(wire, command, withinMs);
  if (reply.code !== code) throw new SmtpError(reply.text, reply.code);
}

function ask(wire: SmtpWire, command: string | undefined, withinMs = STEP_MS): Promise<Reply> {
  const waiting = wire.reply(withinMs);
  if (command !== undefined) wire.write(`${command}\r\n`);
  return waiting;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
