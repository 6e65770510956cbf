import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/keys/create-key';
import { systemScope } from '../scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { writeBackup } from './backup';
import { database } from './client';
import { openEmbedded, type Connection } from './connection';
import { readMigrations, type Migration } from './migrate';
import { restoreBackup } from './restore';
import { asOwner, useDatabase } from './testing/database';

useDatabase();

let folder: string;
let file: string;
let migrations: Migration[];
const quiet = () => {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-backup-'));
  file = path.join(folder, 'backup.gz');
  migrations = await readMigrations(path.resolve(import.meta.dirname, '../../..'));
  const { id } = await createWorkspace({ slug: 'kept', name: 'Größe "1" \\ \u2028 line', currency: 'USD', timezone: 'UTC' }, 'test');
  await createKey(systemScope(id, 'test'), { name: 'k', role: 'admin', expiresInDays: 3 });
  // Values that lose something when a format is careless: bytes, big and small numbers, microseconds, vectors, JSON.
  await asOwner(`insert into import (id, workspace_id, entity, filename, status, actor_name, bytes, mapping)
    values (gen_random_uuid(), $1, 'deals', 'a.csv', 'completed', 'x', 9007199254740993, '{"a":[1,null,"\\u00e9"]}')`, [id]);
  await asOwner(`insert into import_chunk (id, workspace_id, import_id, seq, data) select gen_random_uuid(), $1, id, 1, '\\x00ff10'::bytea from import`, [id]);
  await asOwner(`insert into exchange_rate (id, workspace_id, currency, rate, as_of, source) values (gen_random_uuid(), $1, 'EUR', 1.0800000001, '2026-01-31', 'test')`, [id]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const inFresh = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
  const fresh = await openEmbedded({ folder: null });
  try {
    return await work(fresh);
  } finally {
    await fresh.close();
  }
};

describe('a backup', () => {
  it('restored elsewhere has the same sums, table by table', async () => {
    const made = await writeBackup(await database(), file, quiet);
    expect(made.workspace?.rows).toBe(1);
    expect(made.import_chunk?.rows).toBe(1);
    await inFresh(async (fresh) => {
      await restoreBackup(fresh, migrations, file, { force: false }, quiet);
      expect(await writeBackup(fresh, path.join(folder, 'again.gz'), quiet)).toEqual(made);
      const [row] = await fresh.script((db) => db.query<{ bytes: string; data: string }>(`select i.bytes::text, encode(c.data, 'hex') as data from import i join import_chunk c on c.import_id = i.id`));
      expect(row).toEqual({ bytes: '9007199254740993', data: '00ff10' });
    });
  });

  it('can be read by its owner only', async () => {
    await writeBackup(await database(), file, quiet);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('needs an empty database, or --force', async () => {
    await writeBackup(await database(), file, quiet);
    await inFresh(async (fresh) => {
      await restoreBackup(fresh, migrations, file, { force: false }, quiet);
      await fresh.script((db) => db.exec(`update workspace set name = 'changed'`));
      await expect(restoreBackup(fresh, migrations, file, { force: false }, quiet)).rejects.toMatchObject({ kind: 'conflict' });
      await restoreBackup(fresh, migrations, file, { force: true }, quiet);
      expect(await fresh.script((db) => db.query(`select slug from workspace where name = 'changed'`))).toEqual([]);
    });
  });

  it('that was cut off or altered changes nothing', async () => {
    await writeBackup(await database(), file, quiet);
    const whole = gunzipSync(await readFile(file)).toString();
    const cut = path.join(folder, 'cut.gz');
    const altered = path.join(folder, 'altered.gz');
    await writeFile(cut, gzipSync(whole.slice(0, whole.lastIndexOf('\nE') + 1)));
    await writeFile(altered, gzipSync(whole.replace('"slug": "kept"', '"slug": "kept2"')));
    const truncated = path.join(folder, 'truncated.gz');
    await writeFile(truncated, (await readFile(file)).subarray(0, 900));
    await inFresh(async (fresh) => {
      for (const [bad, problem] of [[cut, /not complete/], [altered, /differs/], [truncated, /not complete/], [path.join(folder, 'none'), /no file/]] as const) {
        await expect(restoreBackup(fresh, migrations, bad, { force: false }, quiet)).rejects.toThrow(problem);
      }
      expect(await fresh.script((db) => db.query('select 1 from workspace'))).toEqual([]);
    });
  });

  it('of a version that is not ours is refused', async () => {
    await writeBackup(await database(), file, quiet);
    await inFresh((fresh) => expect(restoreBackup(fresh, migrations.slice(0, 1), file, { force: false }, quiet)).rejects.toMatchObject({ kind: 'conflict' }));
  });

  it('goes on counting where it was: the next event comes after those of the backup', async () => {
    const event = (id: string) => `insert into job_event (id, event_id, name, data, ts) values (gen_random_uuid(), '${id}', 'test', '{}', now()) returning number::int`;
    for (const id of ['a', 'b', 'c']) await asOwner(event(id));
    await writeBackup(await database(), file, quiet);
    await inFresh(async (fresh) => {
      await restoreBackup(fresh, migrations, file, { force: false }, quiet);
      expect(await fresh.script((db) => db.query(event('d')))).toEqual([{ number: 4 }]);
    });
  });

  it('has nothing that its format cannot carry: no generated columns', async () => {
    expect(await asOwner(`select attname from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attgenerated <> '' and c.relnamespace = 'public'::regnamespace`)).toEqual([]);
  });
});
