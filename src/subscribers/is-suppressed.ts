// Whether an address must not be mailed: by its key, or by the hash that is left of one that was erased.
import type { Database } from '../platform/prisma/prisma.service.js';
import { addressHash } from '../shared/signed-link.js';

export async function isSuppressed(database: Database, secret: string, addressKey: string): Promise<boolean> {
  const keys = [addressKey, addressHash(secret, addressKey)];
  return (await database.suppression.count({ where: { addressKey: { in: keys } } })) > 0;
}
