// Everything a mail server can do to us, one row each, and what becomes of the mail: all at once, each on a server of its
// own, while others take their mail as if nothing were. Waits of twelve seconds and more are pressed into two to seven.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '../../src/config/config.js';
import { DeliveriesModule } from '../../src/deliveries/deliveries.module.js';
import { SendDeliveries } from '../../src/deliveries/send-deliveries.js';
import type { DeliveryState } from '../../src/generated/prisma/enums.js';
import type { Envelope } from '../../src/platform/smtp/hand-over.js';
import { SmtpPeer } from '../../src/platform/smtp/smtp-peer.js';
import { chooseOwnPort } from '../support/own-port.js';
import {
  type Answer,
  HANG_UP,
  MisbehavingServer,
  RESET,
  SILENCE,
  type Stage,
} from '../support/misbehaving-server.js';
import { newDelivery, newSubscriber } from '../support/rows.js';
import { openUseCases, type UseCases } from '../support/use-cases.js';

/** Fifteen seconds become two and a bit, so that a busy machine does not miss them; five minutes become seven. */
const pressed = (ms: number) => (ms >= 12_000 ? 2_000 + ms / 60 : ms);
/** What a second of a slow server is then. */
const SECOND = 100;
const PIPELINING = '250-mail.example.org\r\n250-PIPELINING\r\n250 8BITMIME';
const STARTTLS = '250-mail.example.org\r\n250 STARTTLS';
const LONG = Array.from(
  { length: 130 },
  (_, line) => `${line < 129 ? '-' : ' '}line ${line} ${'x'.repeat(66)}`,
);
/** Ten kilobytes in 130 lines. */
const lines = (code: number) => LONG.map((line) => `${code}${line}`).join('\r\n');

interface Row {
  fault: string;
  answers?: Partial<Record<Stage, Answer>>;
  /** The certificate the server shows. */
  tls?: 'expired';
  policy?: 'require';
  login?: boolean;
  state: DeliveryState;
  reply?: RegExp;
  suppressed?: boolean;
}

const at = (stage: Stage, answer: Answer): Partial<Record<Stage, Answer>> => ({ [stage]: answer });
const cut = (stage: Stage, state: DeliveryState): Row[] => [
  { fault: `FIN at ${stage}`, answers: at(stage, HANG_UP), state },
  { fault: `RST at ${stage}`, answers: at(stage, RESET), state },
];
const refusals = (stage: Stage): Row[] => [
  {
    fault: `4xx at ${stage}`,
    answers: at(stage, '451 4.3.2 not now'),
    state: 'deferred',
    reply: /^451 4\.3\.2 not now$/,
  },
  {
    fault: `421 at ${stage}, and leaves`,
    answers: at(stage, { last: '421 4.7.0 too much' }),
    state: 'deferred',
    reply: /^421/,
  },
  {
    fault: `5xx at ${stage}`,
    answers: at(stage, '554 5.6.0 not this'),
    state: 'rejected',
    reply: /^554 5\.6\.0 not this$/,
  },
  {
    fault: `5xx in ten kilobytes at ${stage}`,
    answers: at(stage, lines(554)),
    state: 'rejected',
    reply: /^554-line 0 .{480,500}$/,
  },
  {
    fault: `5.7.26 at ${stage}: our fault`,
    answers: at(stage, '550 5.7.26 unauthenticated'),
    state: 'deferred',
    reply: /^550 5\.7\.26/,
  },
];

const rows: Row[] = [
  { fault: 'connection refused', state: 'deferred', reply: /ECONNREFUSED/ },
  { fault: 'no greeting', answers: at('connect', SILENCE), state: 'deferred' },
  {
    fault: '421 greeting',
    answers: at('connect', { last: '421 4.3.2 shutting down' }),
    state: 'deferred',
    reply: /^421/,
  },
  {
    fault: '554 greeting',
    answers: at('connect', { last: '554 5.7.1 not you' }),
    state: 'deferred',
    reply: /^554/,
  },
  { fault: 'a greeting that is none', answers: at('connect', 'HTTP/1.1 400 Bad Request'), state: 'deferred' },
  {
    fault: 'a greeting of a byte a second',
    answers: at('connect', { slowly: `220 ${'x'.repeat(90)}`, msPerByte: SECOND }),
    state: 'deferred',
  },
  ...cut('connect', 'deferred'),
  ...cut('EHLO', 'deferred'),
  { fault: 'silence at EHLO', answers: at('EHLO', SILENCE), state: 'deferred' },
  ...cut('AUTH', 'deferred').map((row) => ({ ...row, login: true })),
  {
    fault: 'a login refused',
    answers: at('AUTH', '535 5.7.8 wrong'),
    login: true,
    state: 'deferred',
    reply: /^535/,
  },
  {
    fault: 'a login put off',
    answers: at('AUTH', '454 4.7.0 later'),
    login: true,
    state: 'deferred',
    reply: /^454/,
  },
  ...(['MAIL', 'RCPT', 'DATA'] as const).flatMap((stage) => [
    ...cut(stage, 'deferred'),
    { fault: `silence at ${stage}`, answers: at(stage, SILENCE), state: 'deferred' as const },
    ...refusals(stage),
  ]),
  ...cut('message', 'unknown'),
  ...cut('dot', 'unknown'),
  { fault: 'silence after the final dot', answers: at('dot', SILENCE), state: 'unknown' },
  ...refusals('dot'),
  { fault: 'nonsense after the final dot', answers: at('dot', 'ok, I think'), state: 'unknown' },
  {
    fault: 'refused at RCPT, and asked for the message all the same',
    answers: { EHLO: PIPELINING, RCPT: '550 5.1.1 no such user', DATA: '354 go ahead' },
    state: 'rejected',
    reply: /^550 5\.1\.1/,
    suppressed: true,
  },
  {
    fault: '5.1.1 at RCPT',
    answers: at('RCPT', '550 5.1.1 no such user'),
    state: 'rejected',
    suppressed: true,
  },
  {
    fault: '5.2.1 after the dot',
    answers: at('dot', '550 5.2.1 closed'),
    state: 'rejected',
    suppressed: true,
  },
  {
    fault: 'a yes in many lines',
    answers: at('dot', '250-2.0.0 taken\r\n250-and\r\n250 kept'),
    state: 'accepted',
  },
  { fault: 'a yes in ten kilobytes', answers: { EHLO: lines(250), dot: lines(250) }, state: 'accepted' },
  {
    fault: 'a yes of a byte a second',
    answers: at('dot', { slowly: '250 2.0.0 taken', msPerByte: SECOND }),
    state: 'accepted',
  },
  {
    fault: 'a tarpit: seven seconds a word',
    answers: {
      connect: { later: '220 mail.example.org', ms: 7 * SECOND },
      MAIL: { later: '250 ok', ms: 7 * SECOND },
      RCPT: { later: '250 ok', ms: 7 * SECOND },
      dot: { later: '250 taken', ms: 7 * SECOND },
    },
    state: 'accepted',
  },
  {
    fault: 'RSET unanswered after a refusal',
    answers: { RCPT: '450 4.2.1 busy', RSET: SILENCE },
    state: 'deferred',
  },
  { fault: 'no STARTTLS where it is required', policy: 'require', state: 'deferred', reply: /STARTTLS/ },
  {
    fault: 'STARTTLS refused where it is required',
    answers: at('EHLO', STARTTLS),
    policy: 'require',
    state: 'deferred',
    reply: /^454/,
  },
  {
    fault: 'STARTTLS agreed to, and no TLS comes',
    answers: { EHLO: STARTTLS, STARTTLS: '220 go', QUIT: '500 what?' },
    state: 'deferred',
  },
  {
    fault: 'a certificate out of date where TLS is required',
    answers: { EHLO: STARTTLS, STARTTLS: '220 go' },
    tls: 'expired',
    policy: 'require',
    state: 'deferred',
    reply: /certificate/i,
  },
  {
    fault: 'a certificate out of date between strangers',
    answers: { EHLO: STARTTLS, STARTTLS: '220 go' },
    tls: 'expired',
    state: 'accepted',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'courant-matrix-'));
const hasOpenssl = makeExpiredCertificate();
const realSetTimeout = globalThis.setTimeout;
const WELL = 40;
/** Domains, in the order in which they were through. */
const through: string[] = [];
const servers: MisbehavingServer[] = [];
const peers = new Map<string, SmtpPeer>();
const ids = new Map<string, string>();
let courant: UseCases;

const isOurFault = ({ fault, login }: Row) => login === true || /our fault|554 greeting/.test(fault);
const domainOf = (row: Row) => `d${rows.indexOf(row)}.example.org`;

/** One peer for each domain, as if each had a mail server of its own. */
class Crossroads {
  readonly connections = 500;
  readonly warmUpFrom = undefined;

  async handOver(envelope: Envelope, message: Buffer, permission: () => Promise<boolean>) {
    const domain = (envelope.to.split('@')[1] ?? '').replace(/^\d+\.well/, 'well');
    const handOver = await peers.get(domain)?.handOver(envelope, message, permission);
    through.push(domain);
    return handOver;
  }
}

beforeAll(async () => {
  globalThis.setTimeout = ((act: () => void, ms = 0, ...rest: []) =>
    realSetTimeout(act, pressed(ms), ...rest)) as typeof setTimeout;
  courant = await openUseCases([DeliveriesModule], {}, [[SmtpPeer, new Crossroads()]]);
  const reader = await newSubscriber(courant.prisma);
  for (const row of rows.filter((row) => !row.tls || hasOpenssl)) {
    const domain = domainOf(row);
    peers.set(domain, await peerOf(row));
    // A reader of her own each: one that is suppressed gets nothing more.
    const own = await newSubscriber(courant.prisma, { address: `reader@${domain}` });
    ids.set(domain, (await newDelivery(courant.prisma, own)).id);
  }
  const polite = await new MisbehavingServer().start();
  servers.push(polite);
  peers.set('well.example.org', new SmtpPeer({ smtp: { url: polite.url, connections: 3 } } as Config));
  const well = [];
  for (let number = 0; number < WELL; number += 1)
    well.push(
      (await newDelivery(courant.prisma, reader, { recipient: `reader@${number}.well.example.org` })).id,
    );
  const send = courant.get(SendDeliveries);
  const idsOf = (some: readonly Row[]) =>
    some.flatMap((row) => {
      const id = ids.get(domainOf(row));
      return id === undefined ? [] : [id];
    });
  await Promise.all([
    ...idsOf(rows.filter((row) => !isOurFault(row))).map((id) => send.run({ deliveryIds: [id] })),
    send.run({ deliveryIds: well }),
  ]);
  await send.finish();
  // What is our fault pauses everything: one after the other, and each as if it were the first.
  for (const id of idsOf(rows.filter(isOurFault))) {
    await courant.prisma.sendingPause.deleteMany();
    await send.run({ deliveryIds: [id] });
    await send.finish();
  }
}, 120_000);

afterAll(async () => {
  globalThis.setTimeout = realSetTimeout;
  for (const peer of peers.values()) peer.onApplicationShutdown();
  for (const server of servers) await server.stop();
  await courant.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function peerOf(row: Row): Promise<SmtpPeer> {
  if (row.fault === 'connection refused') {
    const closed = await chooseOwnPort();
    return new SmtpPeer({ smtp: { url: `smtp://127.0.0.1:${closed}`, connections: 1 } } as Config);
  }
  const certificate = row.tls && {
    key: readFileSync(join(folder, 'key.pem')),
    cert: readFileSync(join(folder, 'cert.pem')),
  };
  const server = await new MisbehavingServer(certificate).start();
  servers.push(server);
  const offersLogin = row.login ? at('EHLO', '250-mail.example.org\r\n250 AUTH PLAIN') : {};
  const answers = { ...offersLogin, ...row.answers };
  server.answer = (stage) => answers[stage];
  const url = `smtp://${row.login ? 'me:secret@' : ''}127.0.0.1:${server.port}${row.policy ? '?tls=require' : ''}`;
  return new SmtpPeer({ smtp: { url, connections: 1 } } as Config);
}

function makeExpiredCertificate(): boolean {
  const [key, csr, cert] = ['key.pem', 'csr.pem', 'cert.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  try {
    openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      csr,
      '-subj',
      '/CN=127.0.0.1',
    );
    openssl('x509', '-req', '-in', csr, '-signkey', key, '-days', '-1', '-out', cert);
    return true;
  } catch {
    return false;
  }
}

const deliveryTo = (domain: string) =>
  courant.prisma.delivery.findUniqueOrThrow({
    where: { id: ids.get(domain) ?? '' },
    include: { history: true, subscriber: true },
  });

describe('a mail whose server answers with', () => {
  for (const row of rows) {
    const given = row.tls && !hasOpenssl ? it.skip : it;
    given(`${row.fault}: ${row.state}${row.suppressed ? ', and never again' : ''}`, async () => {
      const delivery = await deliveryTo(domainOf(row));
      expect([delivery.state, delivery.reply]).toEqual([row.state, expect.stringMatching(row.reply ?? /./)]);
      expect(delivery.attempts).toBe(1);
      expect(delivery.history).toMatchObject([{ outcome: row.state, endedAt: courant.clock.now() }]);
      expect(delivery.subscriber?.state).toBe(row.suppressed ? 'suppressed' : 'active');
      expect(delivery.claimedBy).toBeNull();
    });
  }
});

describe('meanwhile', () => {
  it('everybody else gets her mail, before the slowest is through', async () => {
    const accepted = await courant.prisma.delivery.count({
      where: { state: 'accepted', recipient: { endsWith: '.well.example.org' } },
    });
    expect(accepted).toBe(WELL);
    const lastWell = through.lastIndexOf('well.example.org');
    // Five minutes of silence are seven seconds here.
    const slowest = rows.find(({ fault }) => fault === 'silence after the final dot');
    expect(slowest && through.indexOf(domainOf(slowest))).toBeGreaterThan(lastWell);
  });

  it('no worker is held for ever: each mail has ended, and nothing is in hand', () => {
    expect(courant.get(SendDeliveries).inHand).toEqual([]);
  });
});
