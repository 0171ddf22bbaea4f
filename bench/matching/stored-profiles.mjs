// Scoring readers whose profiles come from PostgreSQL, 200 at a time, as a digest's build asks for them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReaderProfiles } from '../../dist/digests/reader-profiles.js';
import { weighPapers } from '../../dist/matching/paper-evidence.js';
import { writeProfile } from '../../dist/matching/profile-file.js';
import { startEmbeddedPostgres } from '../../dist/platform/embedded/postgres.js';
import { PrismaService } from '../../dist/platform/prisma/prisma.service.js';

const BATCH = 200;

export async function measureStored({ index, profiles, count, row }) {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const prisma = new PrismaService({ databaseUrl: postgres.url });
  try {
    const data = profiles.map((profile) => Buffer.from(writeProfile(profile)));
    const ids = await store(prisma, data, count);
    await scoreAll(prisma, index, ids.slice(0, 2 * BATCH));
    const before = process.cpuUsage();
    await scoreAll(prisma, index, ids);
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1_000 / count;
    row('one reader: profile from PostgreSQL, read, and scored', ms);
    const bytes = data.reduce((sum, { length }) => sum + length, 0) / data.length;
    console.log(
      `  100,000 readers: ${(ms * 100).toFixed(1)} s, from ${count} readers; ${(bytes / 1_000).toFixed(1)} kB a profile`,
    );
  } finally {
    await prisma.onApplicationShutdown();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tables as they are, without what they hang from. */
async function store(prisma, data, count) {
  await prisma.$executeRawUnsafe(`CREATE TABLE profiles (
    subscriber_id uuid PRIMARY KEY, revision bigint DEFAULT 0, compiled_revision bigint, version text, data bytea,
    compiled_at timestamptz(3))`);
  await prisma.$executeRawUnsafe('CREATE TABLE feedback (subscriber_id uuid, paper_key text)');
  await prisma.$executeRawUnsafe('CREATE TABLE changed_texts (paper_key text)');
  await prisma.$executeRawUnsafe('ALTER TABLE profiles ALTER COLUMN data SET STORAGE EXTERNAL');
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  for (let at = 0; at < count; at += BATCH) {
    const some = ids.slice(at, at + BATCH);
    await prisma.profile.createMany({
      data: some.map((subscriberId, i) => ({
        subscriberId,
        compiledRevision: 0n,
        version: 'bench',
        data: data[(at + i) % data.length],
      })),
    });
  }
  return ids;
}

async function scoreAll(prisma, index, ids) {
  const { prepared } = prisma;
  const readers = new ReaderProfiles(prisma);
  for (let at = 0; at < ids.length; at += BATCH) {
    const { profiles } = await readers.load(prepared, { profileVersion: 'bench' }, ids.slice(at, at + BATCH));
    for (const profile of profiles.values()) weighPapers(index, profile);
    if (profiles.size < Math.min(BATCH, ids.length - at)) throw new Error('A profile was not found');
  }
}
