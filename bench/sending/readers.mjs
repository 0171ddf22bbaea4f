// The database the benchmark sends from: readers with interests, the papers of the sample.
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { brandOf } from '../../dist/mails/brand-of.js';
import { loadDigests } from '../../dist/mails/load-digest.js';
import { PaperShelf } from '../../dist/mails/paper-shelf.js';
import { ImportPapers } from '../../dist/papers/import-papers.js';
import { JsonLinesSource } from '../../dist/papers/sources/jsonl/json-lines-source.js';

export async function freshDatabase(url, name) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: name }).href;
}

/** Besides five that trend: a digest of ten papers. */
const FOR_HER = 5;
const SAMPLED = 1_000;

/** Readers differ in what they describe, their categories, languages and hours, so that no two neighbours get the same mail. */
export async function fill(get, prisma, readers) {
  const sample = fileURLToPath(new URL('../../samples/papers.jsonl', import.meta.url));
  await get(ImportPapers).run({ source: new JsonLinesSource(sample) });
  await prisma.$executeRawUnsafe(`
    WITH reader AS (
      INSERT INTO subscribers (id, address, address_key, state, created_at, language, deliver_at_hour, max_papers)
      SELECT gen_random_uuid(), 'r' || n || '@example.org', 'r' || n || '@example.org', 'active', now(),
             CASE n % 10 WHEN 3 THEN 'de' WHEN 7 THEN 'zh' ELSE 'en' END, 6 + n % 4, ${FOR_HER}
      FROM generate_series(1, ${readers}) AS n RETURNING id, abs(hashtext(address)) AS chance
    )
    INSERT INTO interests (id, subscriber_id, kind, value, created_at)
    SELECT gen_random_uuid(), id, 'description'::"InterestKind", (ARRAY[
      'sparse mixture-of-experts', 'robot manipulation', 'exoplanets seen by JWST', 'proteins and single cells'
    ])[1 + chance % 4] || ' and ' || (ARRAY[
      'efficient large language models', 'imitation learning', 'distant galaxies', 'pathology slides',
      'diffusion for video', 'causal inference from few samples', 'reinforcement learning'
    ])[1 + chance / 4 % 7], now() FROM reader
    UNION ALL
    SELECT gen_random_uuid(), id, 'category', (ARRAY[
      'cs.LG', 'cs.CL', 'cs.CV', 'cs.RO', 'astro-ph.EP', 'q-bio.QM', 'stat.ML'
    ])[1 + chance / 28 % 7], now() FROM reader`);
  await prisma.$executeRawUnsafe('ANALYZE');
}

/** All papers are news again but those a reader got. */
export async function startAnotherDay(prisma) {
  await prisma.$executeRawUnsafe('UPDATE subscribers SET watermark = 0');
  await prisma.$executeRawUnsafe('VACUUM ANALYZE');
}

/** What some mails of the last run say, as their writer has it. */
export async function mailsSaid(prisma, config) {
  const rows = await prisma.$queryRawUnsafe(
    `SELECT digest_id::text AS id FROM digest_papers ORDER BY random() LIMIT ${SAMPLED}`,
  );
  const ids = rows.map(({ id }) => id);
  const link = (letter) => (id) => `${config.http.publicUrl}/${letter}/${id}.kY3mVt0pQw7sLx9cRb2nZg`;
  const digests = await loadDigests(prisma, new PaperShelf(prisma), ids, link('f'));
  const brand = brandOf(config);
  return ids.map((id) => {
    const links = { unsubscribeUrl: link('u')(id), settingsUrl: link('p')(id), browserUrl: link('d')(id) };
    return { ...digests.get(id), brand, ...links };
  });
}
