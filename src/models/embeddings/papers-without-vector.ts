// Papers the embedder has not read, or not as they are now; the newest first.
import type { PrismaService } from '../../platform/prisma/prisma.service.js';

/** As many as digests may be chosen from, and more: older ones are not asked for. */
const NEWEST = 20_000;

export interface UnreadPaper {
  key: string;
  text: string;
  hash: Uint8Array;
}

export function papersWithoutVector(
  prisma: PrismaService,
  model: string,
  most: number,
): Promise<UnreadPaper[]> {
  return prisma.$queryRaw<UnreadPaper[]>`
    SELECT p.key, p.text, sha256(convert_to(p.text, 'UTF8')) AS hash
    FROM (
      SELECT key, announced_on, btrim(title || E'\n' || coalesce(nullif(abstract, ''), summary), E' \n\t\r') AS text
      FROM papers WHERE withdrawn_at IS NULL ORDER BY announced_on DESC, arrival DESC LIMIT ${NEWEST}::int
    ) AS p
    LEFT JOIN paper_embeddings AS e ON e.paper_key = p.key AND e.model = ${model}
    WHERE p.text <> '' AND e.text_hash IS DISTINCT FROM sha256(convert_to(p.text, 'UTF8'))
    ORDER BY p.announced_on DESC LIMIT ${most}::int`;
}
