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
const ROWS = 20_000;
test.describe.configure({ mode: 'serial', timeout: 300_000 });

let folder: string, env: NodeJS.ProcessEnv, baseURL: string, api: APIRequestContext;
let server: ChildProcess | null = null;

async function start(): Promise<void> {
  server = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await expect.poll(() => fetch(`${baseURL}/api/health`).then(({ status }) => status, () => 0), { timeout: 120_000 }).toBe(200);
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
  await winloop('workspace', 'create', '--slug', 'crash', '--name', 'Crash');
  const key = await winloop('apikey', 'create', '--workspace', 'crash', '--role', 'admin');
  // Each request on a connection of its own: one from before the server died would break, not answer.
  api = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}`, connection: 'close' } });
});
test.afterAll(async () => {
  await api.dispose();
  if (server) await die();
  await rm(folder, { recursive: true, force: true });
});

test('an import of 20,000 deals is cut off and comes to its end', async () => {
  const csv = ['External ID,Deal name,Amount,Stage', ...Array.from({ length: ROWS }, (_, i) => `crash-${i},Deal ${i},${1000 + i},${i % 3 === 0 ? 'Won' : 'Lost'}`)].join('\n');
  const mapping = { 'External ID': 'externalId', 'Deal name': 'name', Amount: 'amount', Stage: 'stage' };
  const sent = await api.post(`/api/v1/imports?entity=deals&mapping=${encodeURIComponent(JSON.stringify(mapping))}`, { headers: { 'content-type': 'text/csv' }, data: csv });
  expect(sent.status(), await sent.text()).toBe(202);
  const { id } = (await sent.json()) as { id: string };
  const state = async () => (await (await api.get(`/api/v1/imports/${id}`)).json()) as { status: string; rowsDone: number; created: number; failed: number; error: string | null };
  // Not asked again before the kill: the answer could come after the import's end.
  await expect.poll(async () => (await state()).status, { timeout: 120_000, intervals: [20] }).toBe('running');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await die();

  await start();
  const cut = await state();
  expect([cut.status, cut.rowsDone < ROWS], 'it was killed in the middle').toEqual(['running', true]);
  await expect.poll(async () => (await state()).status, { timeout: 200_000, intervals: [500] }).toBe('completed');
  expect(await state()).toMatchObject({ created: ROWS, failed: 0, rowsDone: ROWS });
  const exported = await (await api.get('/api/v1/exports/deals?status=all')).text();
  const ids = exported.match(/crash-\d+/g) ?? [];
  expect(ids.length).toBe(ROWS);
  expect(new Set(ids).size).toBe(ROWS);
});

test('advice on a deal is cut off, and is there once', async () => {
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.push(((await (await api.post('/api/v1/deals', { data: { name: `Open ${i}`, amount: 5000 } })).json()) as { id: string }).id);
  await Promise.all(made.map((id) => api.post(`/api/v1/deals/${id}/insights`)));
  await die();
  await start();
  for (const id of made) {
    const look = async () => (await (await api.get(`/api/v1/deals/${id}/insights`)).json()) as { data: { type: string; runId: string; evidence: unknown[] }[]; run: { id: string; status: string } };
    await expect.poll(async () => (await look()).run.status, { timeout: 120_000 }).toBe('completed');
    const { data, run } = await look();
    expect(data.filter(({ type }) => type === 'forecast')).toHaveLength(1);
    expect(new Set(data.map(({ runId }) => runId))).toEqual(new Set([run.id]));
    for (const { evidence } of data) expect(evidence.length).toBeGreaterThan(0);
  }
});
