/** What the server and the command line both do first: check the environment, make the secrets, open the database, migrate. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { jobsMode } from '@/inngest/mode';
import { database } from './db/client';
import type { Connection } from './db/connection';
import { DataFolderInUse } from './db/lock';
import { MigrationFailed, migrate, readMigrations } from './db/migrate';
import { BadEnvironment, env } from './env';
import { safeError } from './log';
import { secrets } from './secrets';

export type Booted = { version: string; lastMigration: string };
const holder = globalThis as typeof globalThis & { winloopBootedWith?: Booted };

/** What this process was brought up with. */
export const bootedWith = (): Booted => holder.winloopBootedWith ?? { version: '', lastMigration: '' };

/** Opens this process's database with every migration applied. Throws BadEnvironment, DataFolderInUse, or what the database says. */
export async function openProduct(): Promise<{ connection: Connection; applied: string[] }> {
  // Half an Inngest server in the environment is told now, not with the first job.
  jobsMode(env());
  secrets();
  const root = process.cwd();
  const migrations = await readMigrations(root);
  const connection = await database();
  const applied = await migrate(connection, migrations);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  holder.winloopBootedWith = { version, lastMigration: migrations.at(-1)?.name ?? '' };
  return { connection, applied };
}

/** What a person is told when the product cannot start: a sentence to act on, without a stack or a connection string. */
export function startProblem(error: unknown): string {
  if (error instanceof BadEnvironment || error instanceof DataFolderInUse || error instanceof MigrationFailed) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN'].includes(code)) {
    return 'PostgreSQL does not answer at the address in DATABASE_URL. Start it, or correct the address (unset: the embedded database).';
  }
  if (code === '28P01' || code === '28000') return 'PostgreSQL refused the user or password in DATABASE_URL.';
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist. Create it first: createdb <name>.';
  if (code === 'EACCES' || code === 'EROFS') return `The data folder ${env().WINLOOP_DATA_DIR} cannot be written. Choose another with WINLOOP_DATA_DIR.`;
  if (code === 'ENOSPC') return `The disk of the data folder ${env().WINLOOP_DATA_DIR} is full.`;
  const { name, code: known, message } = safeError(error);
  return [name, known, message].filter(Boolean).join(': ');
}
