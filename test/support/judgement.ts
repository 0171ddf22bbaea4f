// Holds our ledger against the receiver's: who got her mail, who got it twice, and whether we say so.
import type { PrismaService } from '../../src/platform/prisma/prisma.service.js';
import type { Receiver } from './receiver-process.js';

export interface Judgement {
  deliveries: number;
  accepted: number;
  /** Mails the receiver took. */
  mails: number;
  /** Accepted by our ledger, and the receiver knows nothing of it. */
  lost: number;
  /** Taken by the receiver, and our ledger says it never went out or was refused. */
  denied: number;
  duplicates: number;
  /** Duplicates for which no attempt of unknown end is on record. */
  unexplained: number;
  /** Attempts whose end nobody can know: one for each transaction that was open at a kill. */
  unknownAttempts: number;
  /** Deliveries that stay unknown: both tries ended in doubt. */
  unknown: number;
  /** Of these, how many had no second try. */
  givenUp: number;
  /** Of these, how many did arrive. */
  unknownTaken: number;
  /** Transactions that the receiver saw break. */
  broken: number;
  /** Mails to somebody else than the ledger says, or with a Message-ID it does not know. */
  foreign: number;
}

interface Row {
  messageId: string;
  recipient: string;
  state: string;
  unknowns: number;
}

export async function judge(prisma: PrismaService, receiver: Receiver): Promise<Judgement> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT d.message_id AS "messageId", d.recipient, d.state::text AS state,
           (SELECT count(*)::int FROM delivery_attempts AS a WHERE a.delivery_id = d.id AND a.outcome = 'unknown') AS unknowns
    FROM deliveries AS d WHERE d.kind = 'digest'`;
  const taken = receiver.taken();
  const copies = new Map<string, number>();
  for (const { messageId, recipient } of taken) {
    const key = `${messageId} ${recipient}`;
    copies.set(key, (copies.get(key) ?? 0) + 1);
  }
  const counted = rows.map((row) => ({
    ...row,
    copies: copies.get(`${row.messageId} ${row.recipient}`) ?? 0,
  }));
  const sum = (value: (row: (typeof counted)[number]) => number) =>
    counted.reduce((total, row) => total + value(row), 0);
  const known = sum(({ copies }) => copies);
  return {
    deliveries: rows.length,
    accepted: sum(({ state }) => Number(state === 'accepted')),
    mails: taken.length,
    lost: sum(({ state, copies }) => Number(state === 'accepted' && copies === 0)),
    denied: sum(({ state, copies, unknowns }) => Number(!SENT.has(state) && copies > 0 && unknowns === 0)),
    duplicates: sum(({ copies }) => Math.max(copies - 1, 0)),
    unexplained: sum(({ copies, unknowns }) => Math.max(copies - 1 - unknowns, 0)),
    unknownAttempts: sum(({ unknowns }) => unknowns),
    unknown: sum(({ state }) => Number(state === 'unknown')),
    givenUp: sum(({ state, unknowns }) => Number(state === 'unknown' && unknowns < 2)),
    unknownTaken: sum(({ state, copies }) => Number(state === 'unknown' && copies > 0)),
    broken: receiver.broken(),
    foreign: taken.length - known,
  };
}

const SENT = new Set(['accepted', 'unknown']);
