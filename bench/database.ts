/** A fresh migrated database for one benchmark: embedded in a temporary folder, or one of its own on the server in BENCH_DATABASE_URL, else on one that is made for it. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { closeDatabase, useConnection } from '@/lib/server/db/client';
import { openEmbedded, openPostgres, type Connection } from '@/lib/server/db/connection';
import { migrate, readMigrations } from '@/lib/server/db/migrate';
import { withDatabase } from '@/lib/server/db/testing/global-setup';
import { withAdmin } from '@/lib/server/db/testing/postgres-template';
import { chosen } from './chosen';

export type DatabaseKind = Connection['kind'];

/** Both, unless one is named: --database=postgres. */
export const DATABASES: readonly DatabaseKind[] = (['embedded', 'postgres'] as const).filter((kind) => chosen('database', kind));

/** Sets BENCH_DATABASE_URL to a PostgreSQL of our own (scripts/postgres.sh) where none was given; where there can be none, its figures are skipped. */
export async function ownPostgres(): Promise<void> {
  if (process.env.BENCH_DATABASE_URL || !DATABASES.includes('postgres')) return;
  const script = path.resolve(import.meta.dirname, '..', 'scripts', 'postgres.sh');
  const started = await promisify(execFile)(script, ['start']).catch(() => null);
  if (started) process.env.BENCH_DATABASE_URL = started.stdout.trim().split('\n').at(-1);
}

/** Why a database cannot be measured here; null when it can. */
export const notMeasurable = (kind: DatabaseKind): string | null =>
  kind === 'postgres' && !process.env.BENCH_DATABASE_URL ? 'there is no PostgreSQL: set BENCH_DATABASE_URL' : null;

/** Runs `work` with the database as this process's own, and removes it afterwards. */
export async function withFreshDatabase<T>(kind: DatabaseKind, work: (connection: Connection) => Promise<T>): Promise<T> {
  const { connection, remove } = await (kind === 'embedded' ? inTemporaryFolder() : onServer(process.env.BENCH_DATABASE_URL ?? ''));
  useConnection(connection);
  try {
    await migrate(connection, await readMigrations(path.resolve(import.meta.dirname, '..')));
    return await work(connection);
  } finally {
    await closeDatabase();
    await remove();
  }
}

async function inTemporaryFolder(): Promise<{ connection: Connection; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'winloop-bench-'));
  return { connection: await openEmbedded({ folder }), remove: () => rm(folder, { recursive: true, force: true }) };
}

async function onServer(url: string): Promise<{ connection: Connection; remove: () => Promise<void> }> {
  const name = `winloop_bench_${randomBytes(6).toString('hex')}`;
  await withAdmin(url, (query) => query(`CREATE DATABASE ${name}`));
  return {
    connection: await openPostgres(withDatabase(url, name)),
    remove: () => withAdmin(url, async (query) => void (await query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}
