/** Exports through the real runner: whole and without doubles whatever happens to the process, downloaded by who asked, gone in time. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AppError } from '@/lib/server/errors';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { readEnv } from '@/lib/server/env';
import type { FileStore } from '@/lib/server/files/contract';
import { useFiles } from '@/lib/server/files/files';
import { localFiles } from '@/lib/server/files/local-files';
import type { Scope } from '@/lib/server/scope';
import { downloadExport } from '@/lib/training/download-export';
import { CATALOGUE } from '@/lib/training/formats/catalogue';
import { getExport, listExports } from '@/lib/training/get-export';
import { removeOldExports, removeOrphans } from '@/lib/training/remove-old-exports';
import { cancelExport, previewExport, requestExport } from '@/lib/training/request-export';
import { exportOptions, type ExportFormat, type ExportManifest } from '@/lib/training/schema';
import { manyExamples, SECRETS, textOf } from '@/lib/training/testing/many-examples';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { serveFunctions, type Served } from '../embedded/testing/serve';
import { runEnded, runnerOn, TestClock, until } from '../embedded/testing/served-functions';
import type { Runner } from '../embedded/runner';
import { exportTraining } from './export-training';

useDatabase();

const holder = globalThis as typeof globalThis & { winloopEnv?: unknown; winloopSecrets?: unknown };
let folder: string, served: Served, workspace: TestWorkspace, operator: Scope, store: FileStore;
const clock = new TestClock();
const running: Runner[] = [];
async function begin(): Promise<Runner> {
  const runner = runnerOn(served, clock);
  await runner.start();
  running.push(runner);
  return runner;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-exports-'));
  holder.winloopEnv = readEnv({ NODE_ENV: 'test', WINLOOP_DATA_DIR: folder, INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString('hex')}` });
  Reflect.deleteProperty(holder, 'winloopSecrets');
  store = localFiles(path.join(folder, 'files'));
  useFiles(store);
  served = await serveFunctions([exportTraining]);
  workspace = await newTestWorkspace();
  operator = await newMember(workspace, 'operator', 'Olga');
  // Somebody who can sign in is told.
  await asOwner(`with person as (insert into user_account (id, email, name) values (gen_random_uuid(), 'olga@people.test', 'Olga') returning id) update member set user_id = (select id from person) where id = $1`, [operator.principal.id]);
  await manyExamples(workspace, 950, { labels: ['good', 'bad', 'good', 'mixed', null] });
});
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop(2_000);
  useFiles(store);
});
afterAll(async () => {
  for (const name of ['winloopEnv', 'winloopSecrets']) Reflect.deleteProperty(holder, name);
  useFiles(null);
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

const now = () => clock.now();
const ask = (format: ExportFormat, over: object = {}) => requestExport(operator, exportOptions.parse({ format, ...over }));
const fileOf = async (id: string, name: 'train.jsonl' | 'validation.jsonl' | 'manifest.json') => textOf((await downloadExport(operator, id, name, now())).stream);
const linesOf = async (id: string, name: 'train.jsonl' | 'validation.jsonl') => (await fileOf(id, name)).split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>);
const ended = (runner: Runner, id: string, status = 'completed') => until(async () => { const state = await getExport(operator, id, now()); return state.status === status && state; }, runner);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('an export', () => {
  it.each(['openai_chat', 'bedrock', 'preference', 'trl', 'trl_preference'] as const)('for %s is what its manifest says, and what its reader takes', async (format) => {
    const runner = await begin();
    const { id } = await ask(format, { validationShare: 0.2 });
    const preview = await previewExport(operator, exportOptions.parse({ format, validationShare: 0.2 }));
    const state = await ended(runner, id);
    const manifest = JSON.parse(await fileOf(id, 'manifest.json')) as ExportManifest;
    expect(manifest).toEqual(state.manifest);
    expect(manifest.problems).toEqual([]);
    expect(Object.fromEntries(manifest.files.map((f) => [f.split, f.lines]))).toEqual(preview.lines);
    for (const file of manifest.files) {
      const text = await fileOf(id, file.name as 'train.jsonl');
      expect([sha(text), Buffer.byteLength(text)]).toEqual([file.sha256, file.bytes]);
      const lines = await linesOf(id, file.name as 'train.jsonl');
      expect(lines).toHaveLength(file.lines);
      for (const line of lines) expect(CATALOGUE[format].check(line)).toBeNull();
      for (const secret of SECRETS) expect(text).not.toContain(secret);
      expect(text).toContain('[CONTACT_1]');
    }
    expect(manifest.redaction).toMatchObject({ on: true });
    expect(manifest.redaction.placeholders['[CONTACT_1]']).toMatch(/^[0-9a-f]{16}$/);
    expect(manifest.cost.usd === null).toBe(!['openai_chat', 'preference'].includes(format));
    expect(state.done).toBe(state.total);
  });

  it('tells names only when that was asked for, and says so', async () => {
    const runner = await begin();
    const { id } = await ask('trl', { redact: false });
    const state = await ended(runner, id);
    expect(await fileOf(id, 'train.jsonl')).toContain('Ottilie Kvist');
    expect(state.manifest!.problems).toEqual([{ level: 'warning', text: expect.stringContaining('without redaction') as string }]);
  });

  it('of which nothing would be is not begun; too few lines are said before and after', async () => {
    await expect(ask('trl', { from: '2031-01-01' })).rejects.toThrow('No example');
    const small = await newTestWorkspace();
    await manyExamples(small, 5, { perDeal: 1 });
    const options = exportOptions.parse({ format: 'openai_chat', validationShare: 0 });
    expect((await previewExport(small.system, options)).problems).toEqual([{ level: 'error', text: 'OpenAI chat wants at least 10 lines for training; there are 5.' }]);
    const runner = await begin();
    const { id } = await requestExport(small.system, options);
    const state = await until(async () => { const s = await getExport(small.system, id, now()); return s.status === 'completed' && s; }, runner);
    expect(state.manifest!.problems).toEqual([{ level: 'error', text: 'OpenAI chat wants at least 10 lines for training; there are 5.' }]);
  });
});

describe('a process killed in the middle of an export', () => {
  it.each([['before it wrote a part', 'before'], ['after it wrote a part and before that was noted', 'after']])('%s leaves a whole file without doubles', async (_name, when) => {
    let open: (() => void) | undefined;
    let killed: Promise<void> | undefined;
    const held = new Promise<void>((resolve) => { open = resolve; });
    const dying = await begin();
    let writes = 0;
    useFiles({ ...store, write: async (key, bytes) => {
      if (!key.includes('/train/') || ++writes !== 3) return store.write(key, bytes);
      if (when === 'after') await store.write(key, bytes);
      killed = dying.abandon();
      await held;
      // What the dead process still had in hand comes late, and half of it wrong.
      if (when === 'before') return;
      return store.write(key, bytes);
    } });
    const { id } = await ask('openai_chat', { labels: ['good', 'bad', 'mixed'] });
    await until(async () => killed !== undefined, dying);
    await killed;
    const half = await getExport(operator, id, now());
    expect(half).toMatchObject({ status: 'running', manifest: null });
    expect(half.done).toBeLessThan(half.total);
    expect(half.done).toBeGreaterThan(0);
    useFiles(store);
    const heir = await begin();
    clock.forward(61_000);
    const state = await ended(heir, id);
    open!();
    const lines = [...(await linesOf(id, 'train.jsonl')), ...(await linesOf(id, 'validation.jsonl'))] as { messages: { content: string }[] }[];
    expect(lines).toHaveLength(state.total);
    const titles = lines.map(({ messages }) => (JSON.parse(messages[2]!.content) as { title: string }).title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBe(760);
    expect(sha(await fileOf(id, 'train.jsonl'))).toBe(state.manifest!.files[0]!.sha256);
  });
});

describe('who may', () => {
  it('download is who asked, or an admin; others are refused, strangers find nothing', async () => {
    const runner = await begin();
    const { id } = await ask('trl');
    await ended(runner, id);
    const kind = (work: Promise<unknown>) => work.then(() => 'given', (e: unknown) => (e as AppError).kind);
    const other = await newMember(workspace, 'operator', 'Otto');
    const manager = await newMember(workspace, 'manager', 'Mia');
    const admin = await newMember(workspace, 'admin', 'Ada');
    const stranger = await newMember(await newTestWorkspace(), 'admin', 'Stan');
    expect(await kind(downloadExport(other, id, 'train.jsonl', now()))).toBe('forbidden');
    expect(await kind(downloadExport(manager, id, 'train.jsonl', now()))).toBe('forbidden');
    expect(await kind(downloadExport(stranger, id, 'train.jsonl', now()))).toBe('not_found');
    expect(await kind(downloadExport(admin, id, 'manifest.json', now()))).toBe('given');
    expect((await getExport(manager, id, now())).mayDownload).toBe(false);
    const audits = await asOwner<{ actor_name: string }>(`select actor_name from audit_event where action = 'training.export_download' and entity_id = $1`, [id]);
    expect(audits.map((a) => a.actor_name)).toEqual(['Ada']);
    expect(await asOwner(`select title from notification where kind = 'export_ended' and dedupe_key = $1`, [`export:${id}`])).toHaveLength(1);
  });

  it('stop it: what was written goes, and nothing more is', async () => {
    const runner = await begin();
    let once = false;
    const made: string[] = [];
    useFiles({ ...store, write: async (key, bytes) => {
      await store.write(key, bytes);
      if (once || !key.includes('/notes/')) return;
      once = true;
      await cancelExport(operator, made[0]!);
    } });
    const { id } = await ask('trl', { labels: ['good', 'bad', 'mixed'] });
    made.push(id);
    await ended(runner, id, 'cancelled');
    await runEnded('export-training', runner);
    useFiles(store);
    await expect(cancelExport(operator, id)).rejects.toThrow('not at work');
    await expect(downloadExport(operator, id, 'train.jsonl', now())).rejects.toThrow();
    await removeOldExports(workspace.system, now());
    expect(await store.list(`exports/${workspace.id}/${id}`)).toEqual([]);
  });
});

it('is gone after a week, and with its workspace', async () => {
  const kept = (await listExports(operator, now())).filter((e) => e.mayDownload);
  expect(kept.length).toBeGreaterThan(3);
  expect(new Set((await listExports(operator, now())).map((e) => e.version)).size).toBe((await listExports(operator, now())).length);
  const later = new Date(now().getTime() + 8 * 86_400_000);
  expect((await removeOldExports(workspace.system, later)).removed).toBe(kept.length);
  expect(await removeOldExports(workspace.system, later)).toEqual({ removed: 0 });
  await expect(downloadExport(operator, kept[0]!.id, 'manifest.json', later)).rejects.toThrow('removed');
  await store.write('exports/0190aaaa/x/train/00001.jsonl', Buffer.from('x'));
  expect(await removeOrphans([workspace.id])).toBeGreaterThanOrEqual(1);
  expect(await store.list('exports/0190aaaa')).toEqual([]);
});
