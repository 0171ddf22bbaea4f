// Adds a line to the record of what a reader agreed to.
import type { ConsentKind } from '../generated/prisma/enums.js';
import type { Database } from '../platform/prisma/prisma.service.js';
import { tokenHash } from '../shared/signed-link.js';
import type { ConsentWording } from './consent-wording.js';
import type { Visitor } from './visitor.js';

/** @param said.token what stood in the mailed link she followed, where there was one; its hash is kept */
export async function recordConsent(
  database: Database,
  subscriberId: string,
  said: {
    kind: ConsentKind;
    wording: ConsentWording;
    /** The form or link it came through, e.g. `web:/confirm` or `one-click`. */
    via: string;
    visitor: Visitor;
    token?: string;
    now: Date;
  },
): Promise<void> {
  const { address } = await database.subscriber.findUniqueOrThrow({
    where: { id: subscriberId },
    select: { address: true },
  });
  await database.consent.create({
    data: {
      subscriberId,
      address,
      kind: said.kind,
      ...said.wording,
      via: said.via,
      ...said.visitor,
      tokenHash: said.token === undefined ? null : Buffer.from(tokenHash(said.token)).toString('hex'),
      recordedAt: said.now,
    },
  });
}
