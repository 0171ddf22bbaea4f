// What matching knows of readers: kept in a table, compiled anew where somebody has said something since or where it was
// compiled with other words. Nobody gets a profile that is behind.
import { Injectable } from '@nestjs/common';
import { compileProfile, type Profile } from '../matching/profile.js';
import { readProfile, writeProfile } from '../matching/profile-file.js';
import { Embeddings } from '../models/embeddings/embeddings.js';
import type { Statements } from '../platform/prisma/prepared-statements.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import type { Pool } from './paper-pool.js';
import { interestsFromVoice, VOICE } from './readers-voice.js';

type PoolWords = Pick<Pool, 'background' | 'profileVersion'>;

/** A profile that was compiled just now, to be kept. */
interface Compiled {
  subscriberId: string;
  /** What had been said by then. */
  revision: bigint;
  version: string;
  data: Uint8Array<ArrayBuffer>;
}

interface Kept {
  id: string;
  revision: string;
  /** In base 64. */
  data: string | null;
}

export interface LoadedProfiles {
  /** By subscriber. */
  profiles: ReadonlyMap<string, Profile>;
  /** Those of them that were not kept; see keep(). */
  compiled: readonly Compiled[];
}

@Injectable()
export class ReaderProfiles {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly embeddings: Embeddings,
  ) {}

  /** One query, and two more for those that are behind. */
  async load(
    database: Statements,
    pool: PoolWords,
    subscriberIds: readonly string[],
  ): Promise<LoadedProfiles> {
    const profiles = new Map<string, Profile>();
    const revisions = new Map<string, bigint>();
    for (const { id, revision, data } of await findKept(database, pool, subscriberIds)) {
      revisions.set(id, BigInt(revision));
      const profile = data === null ? undefined : readProfile(Buffer.from(data, 'base64'));
      if (profile) profiles.set(id, profile);
    }
    const behind = subscriberIds.filter((id) => !profiles.has(id));
    const compiled: Compiled[] = [];
    for (const { id, ...reader } of await this.loadReaders(behind)) {
      const texts = await this.embeddings.withReaders(pool.background, [id]);
      const profile = compileProfile(texts, [...reader.interests, ...interestsFromVoice(reader)]);
      const data = writeProfile(profile);
      compiled.push({
        subscriberId: id,
        revision: revisions.get(id) ?? 0n,
        version: pool.profileVersion,
        data,
      });
      profiles.set(id, readProfile(data) ?? profile);
    }
    return { profiles, compiled };
  }

  /** Outside of any transaction: it must never hold up a reader who says something. */
  async keep(compiled: LoadedProfiles['compiled']): Promise<void> {
    if (compiled.length === 0) return;
    const ids = compiled.map(({ subscriberId }) => subscriberId);
    const now = this.clock.now();
    await this.prisma.$executeRaw`
      INSERT INTO profiles (subscriber_id) SELECT s.id FROM subscribers AS s
      WHERE s.id = ANY(${ids}::uuid[]) AND NOT EXISTS (SELECT FROM profiles AS p WHERE p.subscriber_id = s.id)
      ON CONFLICT (subscriber_id) DO NOTHING`;
    // Who is saying something this moment is behind again anyway.
    await this.prisma.$executeRaw`
      WITH free AS (
        SELECT subscriber_id FROM profiles WHERE subscriber_id = ANY(${ids}::uuid[]) FOR UPDATE SKIP LOCKED
      )
      UPDATE profiles AS p SET
        compiled_revision = c.revision, version = c.version, data = c.data, compiled_at = ${now}::timestamptz
      FROM unnest(
        ${ids}::uuid[], ${compiled.map(({ revision }) => revision)}::bigint[],
        ${compiled.map(({ version }) => version)}::text[], ${compiled.map(({ data }) => Buffer.from(data))}::bytea[]
      ) AS c(id, revision, version, data)
      JOIN free ON free.subscriber_id = c.id
      WHERE p.subscriber_id = c.id`;
  }

  /** What they say while this is read may be in their profiles before its revision: then they are compiled once more. */
  private loadReaders(ids: readonly string[]) {
    if (ids.length === 0) return [];
    return this.prisma.subscriber.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, interests: true, ...VOICE },
    });
  }
}

/**
 * In base 64: bytes come as text either way, and this is the text that is read four times as fast.
 *
 * @returns data where it is neither behind nor of other words, nor of a paper whose text has changed since
 */
function findKept(
  database: Statements,
  { profileVersion }: PoolWords,
  ids: readonly string[],
): Promise<Kept[]> {
  return database.$queryRaw<Kept[]>`
    WITH unheard AS MATERIALIZED (
      SELECT f.subscriber_id FROM changed_texts AS t JOIN feedback AS f ON f.paper_key = t.paper_key
      WHERE f.subscriber_id = ANY(${ids}::uuid[])
    )
    SELECT p.subscriber_id::text AS id, p.revision::text AS revision,
      CASE WHEN p.compiled_revision = p.revision AND p.version = ${profileVersion}
        AND p.subscriber_id NOT IN (SELECT u.subscriber_id FROM unheard AS u) THEN encode(p.data, 'base64') END AS data
    FROM profiles AS p WHERE p.subscriber_id = ANY(${ids}::uuid[])`;
}
