/** The metrics as a program reads them: who may, what it answers to hostile filters, and whose deals are in it. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { GET } from '@/app/api/v1/learning/metrics/route';
import { useDatabase } from '@/lib/server/db/testing/database';
import { call, newKeyFor, type Entry } from '@/lib/server/testing/rest';
import { newMember, newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import type { LearningMetrics } from './schema';
import { adviceOn, dealOf } from './testing/advised-deal';

useDatabase();

const route: Entry = { name: 'GET /learning/metrics', method: 'GET', path: '/learning/metrics', handler: GET, permission: 'learning.read', spec: GET.spec! };
const keys: Record<string, string> = {};
beforeAll(async () => {
  const [ours, theirs] = [await newTestWorkspace('rest-a'), await newTestWorkspace('rest-b')];
  const now = new Date();
  const owner = await newMember(ours, 'rep', 'Ann');
  await adviceOn(ours, await dealOf(ours, owner, now, 'Lost', 2), now, { promptVersion: 'secret-7', resolved: { days: 2, as: 'right' } });
  for (const role of ['rep', 'manager'] as const) keys[role] = await newKeyFor(ours.system, role);
  keys.theirs = await newKeyFor(theirs.system, 'admin');
});
beforeEach(() => void Reflect.deleteProperty(globalThis, 'winloopLimiters'));

it('managers read them, reps do not, and another workspace has none of it', async () => {
  const read = await call(route, { key: keys.manager, query: { period: '30' } });
  expect(read.json<LearningMetrics>().quality.accuracy).toMatchObject({ value: 1, n: 1, groups: 1 });
  expect((await call(route, { key: keys.rep })).status).toBe(403);
  expect((await call(route, {})).status).toBe(401);
  const foreign = await call(route, { key: keys.theirs, query: { period: 'all', prompt: 'secret-7' } });
  expect(foreign.json<LearningMetrics>()).toMatchObject({ insights: 0, choices: { prompts: [] } });
  expect(foreign.text).not.toContain('secret-7');
});

it.each<Record<string, string>>([{ period: '31' }, { type: 'risk; drop table insight' }, { from: 'yesterday' }, { prompt: 'a\u0000b' }, { model: '\u202e' }, { prompt: 'x'.repeat(81) }, { provider: 'somebody' }, { from: '0001-01-01' }, { to: '9999-12-31' }])('refuses %j', async (query) => {
  expect((await call(route, { key: keys.manager, query })).status).toBe(400);
});

it.each<Record<string, string>>([{ prompt: `'; drop table deal; --` }, { model: '${7*7} $1 %s' }, { from: '2026-05-01', to: '2020-01-01' }, { from: '1970-01-01' }, { to: '2199-12-31' }])('takes %j as text or days', async (query) => {
  expect((await call(route, { key: keys.manager, query })).status).toBe(200);
});
