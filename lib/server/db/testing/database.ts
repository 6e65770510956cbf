/**
 * A fresh migrated database for one test file: call `useDatabase()` at the top of a *.db.test.ts. Embedded by default; the same
 * tests run on PostgreSQL when TEST_DATABASE_URL is set.
 */
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, inject } from 'vitest';
import { closeDatabase, database, useConnection } from '../client';
import { openEmbedded, openPostgres } from '../connection';
import { TEMPLATE, withAdmin } from './postgres-template';
import { withDatabase } from './global-setup';

export function useDatabase(): void {
  let drop = async () => {};
  beforeAll(async () => {
    const template = inject('databaseTemplate');
    if (template.kind === 'embedded') {
      useConnection(await openEmbedded({ folder: null, from: await openAsBlob(template.dump) }));
    } else {
      const name = `winloop_test_${randomBytes(6).toString('hex')}`;
      await withAdmin(template.url, (query) => query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
      useConnection(await openPostgres(withDatabase(template.url, name)));
      drop = () => withAdmin(template.url, async (query) => void (await query(`DROP DATABASE ${name} WITH (FORCE)`)));
    }
  });
  afterAll(async () => {
    await closeDatabase();
    await drop();
  });
}

/** Rows as the owner of the database sees them, past every policy: to check what really is there. */
export async function asOwner<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const connection = await database();
  return connection.script((db) => db.query<Row>(sql, values));
}
