import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../lib/server/db/connection';
import { lockDataFolder } from '../lib/server/db/lock';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Said = { code: number; out: string; err: string };
const winloop = (...words: string[]): Promise<Said> => new Promise((resolve) => {
  const { DATABASE_URL: _, ...env } = process.env;
  execFile(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'winloop.ts'), ...words], {
    cwd: path.resolve(import.meta.dirname, '..'), env: { ...env, INIT_CWD: folder, WINLOOP_DATA_DIR: path.join(folder, 'data'), NODE_ENV: 'production', HOST: '' },
  }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
});

describe('the command line without a server', () => {
  it('makes a workspace and prints a key, and nothing but the key', async () => {
    expect(await winloop('workspace', 'create', '--slug', 'acme', '--name', 'Acme Ltd')).toEqual({ code: 0, out: 'acme\n', err: '' });
    const { code, out, err } = await winloop('apikey', 'create', '--workspace', 'acme', '--role', 'rep');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^wl_[\w-]{43}\n$/);
    expect(await readdir(path.join(folder, 'data'))).not.toContain('owner.lock');
  });

  it('gives the first admin a link', async () => {
    const { out } = await winloop('workspace', 'create', '--slug', 'beta', '--name', 'Beta', '--admin-email', 'ada@example.com');
    expect(out).toMatch(/^http:\/\/localhost:3000\/\S+\n$/);
  });

  it('imports a file and says what was left out', async () => {
    await writeFile(path.join(folder, 'deals.csv'), 'Opportunity,Account,Stage,Amount\nAlpha,Acme Corp,Engaging,12000\nBeta,Bad Corp,Engaging,much\n');
    const words = ['import', '--workspace', 'acme', '--entity', 'deals', '--file', 'deals.csv'];
    expect(await winloop(...words, '--dry-run')).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing was changed.* 1 created/) as string });
    expect(await winloop(...words)).toMatchObject({ code: 0, out: '1 created, 0 updated, 0 unchanged, 1 left out\n', err: expect.stringContaining('row 3, Amount') as string });
    expect((await winloop(...words)).out).toMatch(/^0 created/);
  });

  it('leaves imported deals learned from, scored and embedded, and no event to a job that has nothing to do', async () => {
    const connection = await openEmbedded({ folder: path.join(folder, 'data') });
    const [left] = await connection.script((db) => db.query(`select (select count(*)::int from deal) as deals, (select count(*)::int from deal where scored_at is not null) as scored, (select count(*)::int from deal_embedding) as embedded,
      (select count(*)::int from model_alias where alias = 'champion') as models, (select count(*)::int from outbox_event) as events`));
    await connection.close();
    expect(left).toEqual({ deals: 1, scored: 1, embedded: 1, models: 1, events: 0 });
  });

  it('backs up and restores where the person stands', async () => {
    expect((await winloop('backup', 'all.gz')).code).toBe(0);
    expect(await readdir(folder)).toContain('all.gz');
    expect(await winloop('restore', 'all.gz')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--force') as string });
    expect((await winloop('restore', 'all.gz', '--force')).out).toContain('checksum');
  });

  it.each([
    [['apikey', 'create', '--workspace', 'nobody', '--role', 'rep'], 1, 'There is no workspace "nobody"'],
    [['workspace', 'create', '--slug', 'acme', '--name', 'Again'], 1, 'already a workspace "acme"'],
    [['apikey', 'create', '--workspace', 'acme', '--role', 'king'], 2, 'rep, manager, operator, admin'],
    [['apikey', 'create', '--workspace', 'acme', '--rule', 'rep'], 2, '--rule'],
    [['backup'], 2, 'Say which file'],
    [['nonsense'], 2, 'Usage:'],
  ])('says what is wrong with %j', async (words, code, problem) => {
    expect(await winloop(...words)).toMatchObject({ code, out: '', err: expect.stringContaining(problem) as string });
  });

  it('is refused while another process owns the data but does not listen', async () => {
    const unlock = lockDataFolder(path.join(folder, 'data'));
    expect(await winloop('backup', 'x.gz')).toMatchObject({ code: 1, err: expect.stringContaining(`in use by process ${process.pid}`) as string });
    unlock();
  });
});
