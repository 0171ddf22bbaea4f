// Hostile papers, for bench/sign-up/hostile-text.mjs: in an edition, in a reader's history, among what she saved and likes,
// and in her digest.
import { randomUUID } from 'node:crypto';
import { signToken } from '../../dist/shared/signed-link.js';
import { SECRET, send } from './service.mjs';

/** Papers whose every word is hostile, where papers are shown: with the reasons, which name queries, authors and titles. */
export async function hostilePapers({ strings, ...place }) {
  const { database, url, look } = place;
  for (let start = 0; start < strings.length; start += 50) {
    const texts = strings.slice(start, start + 50).map((one) => one.toWellFormed().replaceAll('\u0000', ''));
    const keys = texts.map((_, at) => `hostile-${start + at}`);
    const on = new Date(Date.UTC(2026, 0, 1 + start / 50)).toISOString().slice(0, 10);
    await database.query(
      `INSERT INTO papers (key, source, title, abstract, summary, authors, categories, url, announced_on, imported_at, updated_at, remark, trend_score)
       SELECT key, 'test', 'On routing ' || text, text, text, ARRAY[text], ARRAY['cs.LG', text], text, $3::date, now(), now(), text, 1
       FROM unnest($1::text[], $2::text[]) AS t(key, text)`,
      [keys, texts, on],
    );
    await look('edition: papers', texts, await send(`${url}/editions/${on}`, 'GET'));
    await readersPapers(place, texts, keys, on);
  }
}

async function readersPapers({ database, url, reader, id, look }, texts, keys, on) {
  const items = texts.map((text, at) => ({
    paperKey: keys[at],
    section: 'for_you',
    rank: at + 1,
    score: 1,
    reasons: [
      { kind: 'terms', terms: [text] },
      { kind: 'query', query: text, words: [text] },
      { kind: 'author', author: text },
      { kind: 'paper', title: text, because: 'named' },
      { kind: 'category', category: text },
    ],
  }));
  const digest = randomUUID();
  await database.query(
    `WITH d AS (INSERT INTO digests (id, subscriber_id, local_date, state, due_at, planned_at, built_at)
                VALUES ($1, $2, $3::date, 'built', now(), now(), now())),
          s AS (INSERT INTO feedback (subscriber_id, paper_key, saved_at, given_at) SELECT $2, unnest($4::text[]), now(), now()),
          i AS (INSERT INTO interests (id, subscriber_id, kind, value, created_at)
                SELECT gen_random_uuid(), $2, 'paper', text, now() FROM (SELECT DISTINCT unnest($6::text[]) AS text) AS t)
     INSERT INTO digest_papers (digest_id, paper_keys, items, served, breakdowns) VALUES ($1, $4, $5, '{}', '{}')`,
    [digest, id, on, keys, JSON.stringify(items), texts],
  );
  await look('history: papers and reasons', texts, await send(`${reader}/history`, 'GET'));
  await look('saved: papers', texts, await send(`${reader}/saved`, 'GET'));
  await look('interests: papers', texts, await send(`${reader}/interests`, 'GET'));
  const mail = await send(`${url}/d/${signToken(SECRET, 'digest', digest)}`, 'GET');
  await look('digest in the browser', texts, {
    ...mail,
    text: mail.text.replace(/<style[^]*?<\/style>|<img[^>]*>|<base target="_blank">/gi, ''),
  });
  await database.query(`WITH d AS (DELETE FROM digests), f AS (DELETE FROM feedback) DELETE FROM interests`);
}
