/** Statistics for the query planner. PostgreSQL's autovacuum keeps them; the embedded database has none, and plans blindly until told. */
import { database } from './client';

/** After much was written (an import, an embedding of many deals). On PostgreSQL it does nothing. Never inside a transaction. */
export async function gatherStatistics(): Promise<void> {
  const connection = await database();
  if (connection.kind === 'embedded') await connection.script((db) => db.exec('ANALYZE'));
}
