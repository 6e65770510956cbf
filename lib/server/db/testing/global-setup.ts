/**
 * Before the database tests: one migrated database as a template. Embedded: a dump in a temporary folder that each test file
 * loads in memory. With TEST_DATABASE_URL (PostgreSQL): a template database that each test file copies.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbedded, openPostgres } from '../connection';
import { migrate, readMigrations } from '../migrate';
import { TEMPLATE, withAdmin } from './postgres-template';

declare module 'vitest' {
  interface ProvidedContext { databaseTemplate: { kind: 'embedded'; dump: string } | { kind: 'postgres'; url: string } }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const migrations = await readMigrations(path.resolve(import.meta.dirname, '../../../..'));
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    await withAdmin(url, async (query) => {
      await query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
      await query(`CREATE DATABASE ${TEMPLATE}`);
    });
    const connection = await openPostgres(withDatabase(url, TEMPLATE));
    await migrate(connection, migrations);
    await connection.close();
    project.provide('databaseTemplate', { kind: 'postgres', url });
    return async () => {};
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'winloop-test-'));
  const connection = await openEmbedded({ folder: null });
  await migrate(connection, migrations);
  const dump = path.join(folder, 'template.tar.gz');
  await writeFile(dump, Buffer.from(await (await connection.dump!()).arrayBuffer()));
  await connection.close();
  project.provide('databaseTemplate', { kind: 'embedded', dump });
  return () => rm(folder, { recursive: true, force: true });
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
