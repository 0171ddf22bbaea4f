// Puts a mail on its way: the ledger row, in the transaction of whatever decided that it be sent.
import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.js';
import type { DeliveryDetails } from '../mails/write-mail.js';
import type { DeliveryKind } from '../generated/prisma/enums.js';
import type { Statements } from '../platform/prisma/prepared-statements.js';
import { expiryOf } from './retry-schedule.js';

export interface NewDelivery {
  kind: DeliveryKind;
  /** None for the receipt of an erasure and for alerts. */
  subscriberId?: string;
  recipient: string;
  digestId?: string;
  details?: DeliveryDetails;
}

/** @returns the ids of the rows, in order; enqueue `sendDeliveries` with them once the transaction is committed */
export async function queueDeliveries(
  database: Statements,
  config: Config,
  now: Date,
  deliveries: readonly NewDelivery[],
): Promise<string[]> {
  const domain = config.mail.from.address.split('@')[1] ?? 'localhost';
  const rows = deliveries.map((delivery) => {
    const id = randomUUID();
    return {
      ...delivery,
      id,
      messageId: `<${id}@${domain}>`,
      createdAt: now,
      nextAt: now,
      expiresAt: expiryOf(delivery.kind, now),
    };
  });
  if (rows.length > 0) {
    await database.$executeRaw`
      INSERT INTO deliveries
        (id, kind, subscriber_id, digest_id, recipient, details, message_id, created_at, next_at, expires_at)
      SELECT r.id, r.kind::"DeliveryKind", r."subscriberId", r."digestId", r.recipient, r.details, r."messageId",
             r."createdAt", r."nextAt", r."expiresAt"
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r(id uuid, kind text, "subscriberId" uuid, "digestId" uuid, recipient text, details jsonb, "messageId" text,
             "createdAt" timestamptz, "nextAt" timestamptz, "expiresAt" timestamptz)`;
  }
  return rows.map((row) => row.id);
}
