/** Databases made from the migrated template on a PostgreSQL server, for tests only. Names are ours, never input. */
import pg from 'pg';

export const TEMPLATE = 'winloop_template';

export async function withAdmin<T>(url: string, work: (query: (sql: string) => Promise<unknown>) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work((sql) => client.query(sql));
  } finally {
    await client.end();
  }
}
