/** What a process that dies at the worst moment costs: the model has answered, and nothing of it is written down yet. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { startFakeProviders, type FakeProviders } from '@/lib/llm/testing/fake-providers';
import { CANARY } from '@/lib/llm/testing/harness';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { readEnv } from '@/lib/server/env';
import { closedDeal, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { serveFunctions, type Served } from '../embedded/testing/serve';
import { runEnded, runnerOn, runsOf, stepsOf, TestClock, until } from '../embedded/testing/served-functions';
import { generateInsights } from './generate-insights';

useDatabase();

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
const holder = globalThis as typeof globalThis & { winloopEnv?: unknown; winloopModels?: unknown };
const ANSWER = {
  abstention: null,
  answer: { insights: ['risk', 'forecast'].map((type) => ({
    type, title: `The ${type}`, body: 'Five days are left.', severity: 'medium', confidence: 0.7, evidence: [{ kind: 'field', id: 'expectedCloseAt', quote: 'closes in five days' }], actions: [], ruleKey: null,
    prediction: { statement: 'it ends so', rightIf: 'it is lost', wrongIf: 'it is won', by: day(-30).slice(0, 10), claim: 'lost', probability: type === 'forecast' ? 0.4 : null },
  })) },
};

let fake: FakeProviders, served: Served, workspace: TestWorkspace;
/** Called when the model is asked, before it answers. */
let onAsked: () => void = () => {};

beforeAll(async () => {
  fake = await startFakeProviders({ answer: () => { onAsked(); return ANSWER; } });
  holder.winloopEnv = readEnv({ NODE_ENV: 'test', ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: fake.anthropicURL, INNGEST_SIGNING_KEY: `signkey-test-${randomBytes(32).toString('hex')}` });
  served = await serveFunctions([generateInsights]);
  workspace = await newTestWorkspace();
  for (let i = 0; i < 6; i++) await closedDeal(workspace, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i));
});
afterAll(async () => {
  Reflect.deleteProperty(holder, 'winloopEnv');
  Reflect.deleteProperty(holder, 'winloopModels');
  await served.close();
  await fake.close();
});
beforeEach(() => {
  fake.requests.length = 0;
  onAsked = () => {};
});

const asked = () => fake.requests.filter(({ path }) => !path.endsWith('/embeddings')).length;

it('asks the model at most once more, and one insight results', async () => {
  const clock = new TestClock();
  const dying = runnerOn(served, clock);
  const died: Promise<void>[] = [];
  // The process is gone when the answer arrives: nothing of this step is written any more.
  onAsked = () => void (died.length === 0 && died.push(dying.abandon()));
  const { id: dealId } = await createDeal(workspace.system, { name: 'Acme renewal', amount: 5000, openedAt: day(60), expectedCloseAt: day(5) });
  const { runId } = await requestInsights(workspace.system, dealId);
  await dying.start();
  await until(async () => died.length > 0, dying);
  await Promise.all(died);
  // What the dead process kept in memory or would have cached on its way is gone as well.
  await asOwner('delete from llm_cache');
  expect(asked()).toBe(1);
  const [left] = await runsOf('generate-insights');
  expect(left).toMatchObject({ status: 'running', output: null });
  expect((await stepsOf(left!.id)).map(({ name, status }) => [name, status])).toEqual([['prepare', 'completed']]);

  const next = runnerOn(served, clock);
  await next.start();
  clock.forward(61_000);
  const [run] = await runEnded('generate-insights', next);
  await next.stop(5_000);
  expect(run).toMatchObject({ status: 'completed', interruptions: 0 });
  expect(asked()).toBeLessThanOrEqual(2);
  const { data, run: seen } = await listInsights(workspace.system, dealId);
  expect(seen).toMatchObject({ id: runId, status: 'completed', provider: 'anthropic' });
  expect(data.map(({ type }) => type).sort()).toEqual(['forecast', 'risk']);
  expect(await asOwner('select count(*)::int as n from insight where deal_id = $1', [dealId])).toEqual([{ n: 2 }]);
});
