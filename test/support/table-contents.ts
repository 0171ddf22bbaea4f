// What is in the tables, as one checksum each: equal before and after means that nothing was changed.
import pg from 'pg';

/** When a key was last used is noted at every use, and is the one thing a GET may write. */
const NOT_STATE = 'last_used_at';

/** What a job works out from the other tables, a few seconds after they change. */
const WORKED_OUT = ['profiles', 'backgrounds'];

export async function tableContents(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables
       WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY tablename`,
      [WORKED_OUT],
    );
    const contents: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const sum = await client.query<{ sum: string }>(
        `SELECT count(*) || ' rows, ' || COALESCE(md5(string_agg(line, chr(10) ORDER BY line)), '') AS sum
         FROM (SELECT (to_jsonb(t) - '${NOT_STATE}')::text AS line FROM "${name}" AS t) AS lines`,
      );
      contents[name] = sum.rows[0]?.sum ?? '';
    }
    return contents;
  } finally {
    await client.end();
  }
}

/** Every row of every table as text, to look for traces in. */
export async function everythingAsText(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT to_jsonb(t)::text AS line FROM "${name}" AS t`,
      );
      texts.push(...rows.map(({ line }) => line));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}
