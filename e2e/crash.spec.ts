/** A server that dies in the middle, without warning, and is started again: nothing lost, nothing twice. On a server of its own. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, request, test, type APIRequestContext } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..');
const ROWS = 10_000;
test.describe.configure({ mode: 'serial', timeout: 300_000 });

let folder: string, env: NodeJS.ProcessEnv, baseURL: string, api: APIRequestContext;
let server: ChildProcess | null = null;

async function start(): Promise<void> {
  server = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await expect.poll(() => fetch(`${baseURL}/api/health`).then(({ status }) => status, () => 0), { timeout: 120_000 }).toBe(200);
}

/** kill -9, then a new start; gives the moment of the death, after which only the second server can have finished anything. */
async function dieAndStart(): Promise<number> {
  await die();
  const died = Date.now();
  await start();
  return died;
}

async function die(): Promise<void> {
  const gone = once(server!, 'exit');
  server!.kill('SIGKILL');
  await gone;
  server = null;
}

const winloop = async (...words: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/winloop.ts', ...words], { cwd: root, env })).stdout.trim();

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-crash-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  baseURL = `http://localhost:${port}`;
  env = { ...process.env, PORT: String(port), WINLOOP_DATA_DIR: folder, WINLOOP_SAMPLE: '0', WINLOOP_LOG_LEVEL: 'warn' };
  await start();
  await winloop('workspace', 'create', '--slug', 'crash', '--name', 'Crash', '--held-out-share', '0');
  const key = await winloop('apikey', 'create', '--workspace', 'crash', '--role', 'admin');
  // Each request on a connection of its own: one from before the server died would break, not answer.
  api = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}`, connection: 'close' } });
});
test.afterAll(async () => {
  await api.dispose();
  if (server) await die();
  await rm(folder, { recursive: true, force: true });
});

type Import = { status: string; rowsDone: number; created: number; failed: number; error: string | null; finishedAt: string | null };
const stateOf = async (id: string) => (await (await api.get(`/api/v1/imports/${id}`)).json()) as Import;
const soon = { timeout: 120_000, intervals: [10] };
const idsInExport = async () => (await (await api.get('/api/v1/exports/deals?status=all')).text()).match(/crash-\d+/g) ?? [];
let imported: string;

test('an import of 10,000 deals is cut off and comes to its end', async () => {
  const csv = ['External ID,Deal name,Amount,Stage', ...Array.from({ length: ROWS }, (_, i) => `crash-${i},Deal ${i},${1000 + i},${i % 3 === 0 ? 'Won' : 'Lost'}`)].join('\n');
  const mapping = { 'External ID': 'externalId', 'Deal name': 'name', Amount: 'amount', Stage: 'stage' };
  const sent = await api.post(`/api/v1/imports?entity=deals&mapping=${encodeURIComponent(JSON.stringify(mapping))}`, { headers: { 'content-type': 'text/csv' }, data: csv });
  expect(sent.status(), await sent.text()).toBe(202);
  imported = ((await sent.json()) as { id: string }).id;
  await expect.poll(async () => (await stateOf(imported)).rowsDone, soon).toBeGreaterThan(0);
  const died = await dieAndStart();

  await expect.poll(async () => (await stateOf(imported)).status, { timeout: 120_000, intervals: [500] }).toBe('completed');
  const end = await stateOf(imported);
  expect(Date.parse(end.finishedAt!), 'it was cut off, not through already').toBeGreaterThan(died);
  expect(end).toMatchObject({ created: ROWS, failed: 0, rowsDone: ROWS });
  const ids = await idsInExport();
  expect(ids.length).toBe(ROWS);
  expect(new Set(ids).size).toBe(ROWS);
});

test('advice on deals is cut off, and is there once for each', async () => {
  const made: string[] = [];
  for (let i = 0; i < 12; i++) made.push(((await (await api.post('/api/v1/deals', { data: { name: `Open ${i}`, amount: 5000 } })).json()) as { id: string }).id);
  const look = async (id: string) => (await (await api.get(`/api/v1/deals/${id}/insights`)).json()) as { data: { type: string; runId: string; evidence: unknown[] }[]; run: { id: string; status: string; finishedAt: string | null } };
  await Promise.all(made.map((id) => api.post(`/api/v1/deals/${id}/insights`)));
  const died = await dieAndStart();

  const ends: number[] = [];
  for (const id of made) {
    await expect.poll(async () => (await look(id)).run.status, { timeout: 120_000 }).toBe('completed');
    const { data, run } = await look(id);
    ends.push(Date.parse(run.finishedAt!));
    expect(data.filter(({ type }) => type === 'forecast')).toHaveLength(1);
    expect(new Set(data.map(({ runId }) => runId))).toEqual(new Set([run.id]));
    for (const { evidence } of data) expect(evidence.length).toBeGreaterThan(0);
  }
  expect(Math.max(...ends), 'some were cut off').toBeGreaterThan(died);
});

test('an import being taken back is cut off, and is taken back whole', async () => {
  const answer = await api.post(`/api/v1/imports/${imported}/undo`);
  expect([answer.status(), ((await answer.json()) as Import).status]).toEqual([202, 'undoing']);
  await dieAndStart();
  await expect.poll(async () => (await stateOf(imported)).status, { timeout: 120_000, intervals: [500] }).toBe('undone');
  expect(await idsInExport()).toEqual([]);
});
