import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbedded, openPostgres, type Connection } from './connection';
import { migrate, MigrationFailed, readMigrations } from './migrate';
import { startChild } from './testing/child';
import { withDatabase } from './testing/global-setup';
import { withAdmin } from './testing/postgres-template';

const tables = (connection: Connection) => connection.script(async (db) =>
  (await db.query<{ name: string }>(`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> '_prisma_migrations' order by 1`)).map(({ name }) => name));
const one = { name: '1_whole', sql: 'create table whole (id int)', checksum: '1' };

/** A workspace as the first release may have left it: keys and invitations of a removed, a demoted and a present admin. */
const EARLY = `
  insert into workspace (id, slug, name) values ('00000000-0000-7000-8000-000000000001', 'early', 'Early');
  insert into member (id, workspace_id, name, role, removed_at) select ('00000000-0000-7000-8000-00000000010' || n)::uuid, '00000000-0000-7000-8000-000000000001', name, role::role, gone::timestamptz
    from (values (1, 'admin', 'admin', null), (2, 'demoted', 'manager', null), (3, 'removed', 'admin', '2026-01-01')) as m(n, name, role, gone);
  insert into api_key (id, workspace_id, name, prefix, hash, role, created_by_id) select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', name, 'wl_', name, role::role, maker::uuid
    from (values ('of nobody', 'admin', null), ('within', 'manager', '00000000-0000-7000-8000-000000000102'), ('above', 'admin', '00000000-0000-7000-8000-000000000102'),
      ('of the removed', 'rep', '00000000-0000-7000-8000-000000000103')) as k(name, role, maker);
  insert into invitation (id, workspace_id, email, role, token_hash, invited_by_id, expires_at) select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'by-' || name, 'admin', name, id, now() + interval '1 day' from member;
`;

describe('migrations', () => {
  it('killed in the middle leave nothing half-done and run again', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'winloop-migrate-'));
    const child = startChild('migrate-slowly.ts', folder);
    expect(await child.firstLine).toBe('in the middle');
    // The embedded database is one process's: another that starts meanwhile is told so, and touches nothing.
    await expect(openEmbedded({ folder })).rejects.toThrow(`in use by process ${child.process.pid}`);
    await child.kill();
    const connection = await openEmbedded({ folder });
    try {
      expect(await tables(connection)).toEqual(['whole']);
      const two = { name: '2_half', sql: 'create table half (id int); insert into whole values (1)', checksum: '2' };
      expect(await migrate(connection, [one, two])).toEqual(['2_half']);
      expect(await tables(connection)).toEqual(['half', 'whole']);
      expect(await connection.script((db) => db.query('select id from whole'))).toEqual([{ id: 1 }]);
      expect(await migrate(connection, [one, two])).toEqual([]);
    } finally {
      await connection.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('that fail leave nothing of themselves, and those before stay', async () => {
    const connection = await openEmbedded({ folder: null });
    const broken = { name: '2_broken', sql: 'create table half (id int); select * from nowhere', checksum: '2' };
    await expect(migrate(connection, [one, broken])).rejects.toThrow(MigrationFailed);
    expect(await tables(connection)).toEqual(['whole']);
    await connection.close();
  });

  it('that were edited after they were applied are refused', async () => {
    const connection = await openEmbedded({ folder: null });
    await migrate(connection, [one]);
    await expect(migrate(connection, [{ ...one, sql: 'create table other (id int)', checksum: 'edited' }])).rejects.toThrow(/1_whole was changed after it was applied/);
    expect(await tables(connection)).toEqual(['whole']);
    await connection.close();
  });

  it('carry the data of every earlier state forward', async () => {
    const migrations = await readMigrations(process.cwd());
    const connection = await openEmbedded({ folder: null });
    for (let n = 1; n <= migrations.length; n++) {
      expect(await migrate(connection, migrations.slice(0, n))).toEqual([migrations[n - 1]!.name]);
      if (n === 2) await connection.script((db) => db.exec(EARLY));
    }
    expect(await connection.script((db) => db.query(`select name from workspace`))).toEqual([{ name: 'Early' }]);
    // What somebody made with a right that they had lost by then was ended on the way.
    const left = (table: string) => connection.script((db) => db.query<{ of: string }>(`select ${table === 'api_key' ? 'name' : 'email'} as of from ${table} where revoked_at is null order by 1`));
    expect(await left('api_key')).toEqual([{ of: 'of nobody' }, { of: 'within' }]);
    expect(await left('invitation')).toEqual([{ of: 'by-admin' }]);
    await connection.close();
  });

  const url = process.env.TEST_DATABASE_URL;
  it.runIf(url)('of two instances starting at once: one applies, the other waits', async () => {
    const name = `winloop_two_${randomBytes(4).toString('hex')}`;
    await withAdmin(url!, (query) => query(`CREATE DATABASE ${name}`));
    const instances = await Promise.all([1, 2, 3].map(() => openPostgres(withDatabase(url!, name))));
    const migrations = await readMigrations(process.cwd());
    const done = await Promise.all(instances.map((connection) => migrate(connection, migrations)));
    expect(done.map((names) => names.length).sort()).toEqual([0, 0, migrations.length]);
    await Promise.all(instances.map((connection) => connection.close()));
    await withAdmin(url!, (query) => query(`DROP DATABASE ${name}`));
  });
});
