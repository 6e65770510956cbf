/**
 * Applies prisma/migrations in order, in Prisma's own format and bookkeeping table, so that `prisma migrate deploy` and this
 * agree. Each migration runs in one transaction: killed in the middle it leaves nothing and runs again. An advisory lock makes
 * a second instance wait.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from './connection';

const LOCK = 7_241_907;
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

export type Migration = { name: string; sql: string; checksum: string };

export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
}

export async function readMigrations(root: string): Promise<Migration[]> {
  const folder = path.join(root, 'prisma/migrations');
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return Promise.all(names.map(async (name) => {
    const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  }));
}

/** Applies what is missing and returns the names applied. Throws when an applied migration was edited afterwards. */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  return connection.script(async (db) => {
    await db.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      await db.exec(BOOKKEEPING);
      const rows = await db.query<{ migration_name: string; checksum: string }>(
        'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null');
      const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
      const done: string[] = [];
      for (const { name, sql, checksum } of migrations) {
        const known = applied.get(name);
        if (known === checksum) continue;
        if (known) throw new MigrationFailed(`Migration ${name} was changed after it was applied to this database. Restore the file, or restore a backup.`);
        await db.exec('BEGIN');
        try {
          await db.exec(sql);
          await db.query('insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
            [randomUUID(), checksum, name]);
          await db.exec('COMMIT');
        } catch (error) {
          await db.exec('ROLLBACK');
          throw new MigrationFailed(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
        }
        done.push(name);
      }
      return done;
    } finally {
      await db.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  });
}
