/** A whole insight run against providers that answer well, badly, late or not at all: over the real SDKs and the wire, into the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { builtinEmbedder } from '@/lib/llm/embed-builtin';
import { costMicros } from '@/lib/llm/prices';
import { startFakeProviders, type FakeMode, type FakeProviders } from '@/lib/llm/testing/fake-providers';
import { CANARY } from '@/lib/llm/testing/harness';
import { promptOf } from '@/lib/llm/testing/wire-shapes';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { readEnv } from '@/lib/server/env';
import { log } from '@/lib/server/log';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { closedDeal, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { generateNow } from './generate-insights';
import { listInsights } from './list-insights';
import { requestInsights } from './request-insights';
import type { DealInsights } from './schema';

/** What a model would say that read its prompt: a risk that cites a similar deal of it, and a forecast of its own. */
function goodAnswer(prompt: string) {
  const similar = /<similar_deal id="([^"]+)"/.exec(prompt)?.[1];
  const evidence = [{ kind: 'field', id: 'expectedCloseAt', quote: 'closes in five days' }, ...(similar ? [{ kind: 'deal', id: similar, quote: 'a deal like it' }] : [])];
  const prediction = { statement: 'it ends so', rightIf: 'it is lost', wrongIf: 'it is won', by: day(-30).slice(0, 10), claim: 'lost', probability: null };
  const insight = { body: 'Five days are left.', severity: 'medium', confidence: 0.7, evidence, actions: [], ruleKey: null };
  return { abstention: null, answer: { insights: [{ ...insight, type: 'risk', title: 'Little time is left', prediction }, { ...insight, type: 'forecast', title: 'Lost, more likely than not', prediction: { ...prediction, probability: 0.31 } }] } };
}

/** Short pauses, so that what is tried again is tried again soon; the deadline still leaves a busy machine time to answer. */
vi.mock('@/lib/llm/retry', async (original) => {
  const real = await original<typeof import('@/lib/llm/retry')>();
  return { ...real, RETRY_POLICY: { ...real.RETRY_POLICY, attemptTimeoutMs: 2_500, backoffMs: 20 } };
});

useDatabase();

let fake: FakeProviders, workspace: TestWorkspace;
const heard: unknown[] = [];
const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
const holder = globalThis as typeof globalThis & { winloopEnv?: unknown; winloopModels?: unknown };

beforeAll(async () => {
  fake = await startFakeProviders({ answer: ({ body }) => goodAnswer(promptOf(body)) });
  workspace = await newTestWorkspace();
  const past = [];
  for (let i = 0; i < 6; i++) past.push(await closedDeal(workspace, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i)));
  await embedDeals(workspace.system, past.map(({ id }) => id), { embedder: builtinEmbedder });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation((...said: unknown[]) => void heard.push(said));
  for (const level of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void heard.push(said));
});
afterAll(async () => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(holder, 'winloopEnv');
  await fake.close();
});

function withKeys(...providers: ('anthropic' | 'openai')[]): void {
  holder.winloopEnv = readEnv({
    NODE_ENV: 'test',
    ...(providers.includes('anthropic') ? { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_BASE_URL: fake.anthropicURL } : {}),
    ...(providers.includes('openai') ? { OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: fake.openaiURL } : {}),
  });
}

beforeEach(() => {
  Reflect.deleteProperty(holder, 'winloopModels');
  fake.requests.length = 0;
  for (const provider of ['anthropic', 'openai'] as const) fake.script(provider, [], 'ok');
  withKeys('anthropic');
});

type Called = { provider: string; model: string; status: string; tokens_in: number; tokens_out: number; cost_micros: string | null; prompt_version: string };
type Story = DealInsights & { dealId: string; calls: Called[]; questions: number };

/** A run on a new deal, as the job does it. */
async function advise(leadSource: string | null = null): Promise<Story> {
  const { id: dealId } = await createDeal(workspace.system, { name: `Acme renewal ${Math.floor(performance.now())}`, amount: 5000, leadSource, openedAt: day(60), expectedCloseAt: day(5) });
  const { runId } = await requestInsights(workspace.system, dealId);
  await generateNow(workspace.system, runId);
  const calls = await asOwner<Called>('select provider, model, status, tokens_in, tokens_out, cost_micros, prompt_version from llm_call where run_id = $1 order by created_at, id', [runId]);
  return { ...(await listInsights(workspace.system, dealId)), dealId, calls, questions: fake.requests.filter(({ path }) => !path.endsWith('/embeddings')).length };
}

const told = ({ calls }: Story) => calls.map(({ provider, status }) => `${provider}:${status}`);
const reasons = ({ run }: Story) => run!.fallbacks.map(({ provider, reason }) => `${provider}: ${reason}`);
const analyst = (story: Story) => [...new Set(story.data.map(({ provider }) => provider))];

describe('an answer', () => {
  it('is stored with who gave it, by which prompt, for what price; its citations resolve and the forecast is the win model\'s', async () => {
    const story = await advise();
    expect(analyst(story)).toEqual(['anthropic']);
    expect(told(story)).toEqual(['anthropic:ok']);
    const [call] = story.calls;
    expect(call!.tokens_in).toBeGreaterThan(100);
    expect(Number(call!.cost_micros)).toBe(costMicros(call!.model, { input: call!.tokens_in, cachedInput: 0, output: call!.tokens_out }));
    expect(story.data.map(({ type }) => type).sort()).toEqual(['forecast', 'risk']);
    expect(story.data.flatMap(({ evidence }) => evidence).some(({ kind }) => kind === 'deal'), 'a similar deal was given and cited').toBe(true);
    for (const insight of story.data) {
      expect(insight).toMatchObject({ model: 'claude-sonnet-5-5', promptVersion: call!.prompt_version, tokensIn: call!.tokens_in, tokensOut: call!.tokens_out, costUsd: Number(call!.cost_micros) / 1e6 });
      expect(insight.evidence.length).toBeGreaterThan(0);
      for (const { kind, id, title } of insight.evidence) {
        expect(title.length).toBeGreaterThan(0);
        // The deals cited are the ones that were found, past ones of this workspace.
        if (kind === 'deal') expect((await asOwner<{ name: string }>('select name from deal where id::text = $1', [id]))[0]!.name).toMatch(/^Past/);
      }
    }
    expect(story.run).toMatchObject({ status: 'completed', provider: 'anthropic', fallbacks: [] });
  });

  it('that forecasts something else is shown with the win model\'s number, and both are kept', async () => {
    fake.script('anthropic', [{ json: { abstention: null, answer: { insights: [{
      type: 'forecast', title: 'It will be won', body: 'All signs are good.', severity: 'low', confidence: 0.9, actions: [], ruleKey: null,
      evidence: [{ kind: 'field', id: 'amount', quote: 'the amount' }],
      prediction: { statement: 'won soon', rightIf: 'it is won', wrongIf: 'it is lost', by: day(-30).slice(0, 10), claim: 'won', probability: 0.999 },
    }] } } }]);
    const story = await advise();
    const [score] = await asOwner<{ p: number }>('select win_probability as p from deal where id = $1', [story.dealId]);
    expect(story.data).toHaveLength(1);
    expect(story.data[0]!.prediction.probability).toBeCloseTo(score!.p, 6);
    expect(story.data[0]!.prediction.reconciled).toMatchObject({ analyst: 0.999 });
  });

  it.each(['malformed', 'off_schema'] as const)('that is %s is repaired once', async (mode) => {
    fake.script('anthropic', [mode]);
    const story = await advise();
    expect(told(story)).toEqual([`anthropic:${mode}`, 'anthropic:ok']);
    expect(promptOf(fake.requests[1]!.body)).toContain('<previous_answer>');
    expect(analyst(story)).toEqual(['anthropic']);
    // Paid twice, said so.
    expect(story.data[0]!.tokensOut).toBe(story.calls[0]!.tokens_out + story.calls[1]!.tokens_out);
  });

  it('that was cut off is asked for again with more room', async () => {
    fake.script('anthropic', ['truncated']);
    const story = await advise();
    expect(told(story)).toEqual(['anthropic:truncated', 'anthropic:ok']);
    expect(Number(fake.requests[1]!.body['max_tokens'])).toBeGreaterThan(Number(fake.requests[0]!.body['max_tokens']));
  });

  it('comes after the pause that the provider asked for', async () => {
    fake.script('anthropic', ['429:1']);
    const started = performance.now();
    const story = await advise();
    expect(performance.now() - started).toBeGreaterThan(1_000);
    expect(told(story)).toEqual(['anthropic:rate_limited', 'anthropic:ok']);
  });

  it('that abstains is respected: the next provider is not asked to be bolder', async () => {
    withKeys('anthropic', 'openai');
    fake.script('anthropic', ['abstain']);
    const story = await advise();
    expect(analyst(story)).toEqual(['builtin']);
    expect(reasons(story)).toEqual(['anthropic: abstained: there is too little to go on']);
    expect(story.questions).toBe(1);
  });
});

describe('a fault of the provider leaves the built-in analyst\'s answer, labelled, with the reason in words', () => {
  const FAULTS: [mode: FakeMode & string, calls: number, kind: string, words: RegExp][] = [
    ['malformed', 2, 'malformed', /is not JSON/], ['off_schema', 2, 'off_schema', /form we cannot use/], ['truncated', 2, 'truncated', /cut off/],
    ['refusal', 1, 'refused', /refused to answer/], ['429', 3, 'rate_limited', /limits how often/], ['429:60', 1, 'rate_limited', /limits how often/],
    ['500', 3, 'server_error', /internal error/], ['529', 3, 'overloaded', /overloaded/], ['html', 3, 'server_error', /internal error/], ['reset', 3, 'unreachable', /could not be reached/],
    ['redirect', 3, 'unreachable', /could not be reached/], ['bad_auth', 1, 'auth', /does not accept the key/], ['quota', 1, 'quota', /no credit/], ['bad_request', 1, 'rejected', /rejected the request/],
    ['hang', 1, 'timeout', /did not answer in time/], ['stall', 1, 'timeout', /did not answer in time/],
  ];

  it.each(FAULTS)('%s', async (mode, calls, kind, words) => {
    fake.script('anthropic', [], mode);
    const story = await advise();
    expect(story.questions).toBe(calls);
    expect(told(story)).toEqual([...Array<string>(calls).fill(`anthropic:${kind}`), 'builtin:ok']);
    expect(story.run).toMatchObject({ status: 'completed', provider: 'builtin' });
    expect(reasons(story)[0]).toMatch(words);
    expect(analyst(story)).toEqual(['builtin']);
    expect(story.data.filter(({ type }) => type === 'forecast')).toHaveLength(1);
    expect(story.run!.stages.find(({ name }) => name === 'ask')!.found).toBe('built-in analyst');
    // What the provider said in its error (it echoes key and prompt) is nowhere.
    expect(JSON.stringify(story)).not.toMatch(/canary|for key|Rules that nothing/);
  });

  it('a provider that fails again and again is left alone for a while', async () => {
    fake.script('anthropic', [], '500');
    await advise();
    await advise();
    const before = fake.requests.length;
    const story = await advise();
    expect(fake.requests.length).toBe(before);
    expect(reasons(story)[0]).toMatch(/left alone for \d+ s after failures/);
    expect(analyst(story)).toEqual(['builtin']);
  });
});

describe('from one provider to the next', () => {
  it('Claude down: GPT answers', async () => {
    withKeys('anthropic', 'openai');
    fake.script('anthropic', [], '529');
    const story = await advise();
    expect(analyst(story)).toEqual(['openai']);
    expect(told(story)).toEqual(['anthropic:overloaded', 'anthropic:overloaded', 'anthropic:overloaded', 'openai:ok']);
    expect(reasons(story)).toEqual([expect.stringMatching(/^anthropic: Claude is overloaded/)]);
  });

  it('both down, embeddings too: the built-in answers, and each stage says what it could not do', async () => {
    withKeys('anthropic', 'openai');
    fake.script('anthropic', [], '500');
    fake.script('openai', [], '500');
    // A deal like no other: else its vector is there already.
    const story = await advise('Trade fair in Lund');
    expect(analyst(story)).toEqual(['builtin']);
    expect(reasons(story).map((reason) => reason.split(':')[0])).toEqual(['anthropic', 'openai']);
    expect(story.run!.stages.find(({ name }) => name === 'embed')!.found).toMatch(/^not embedded: GPT/);
    expect(story.run!.stages.find(({ name }) => name === 'retrieve')!.found).toBe('not possible without an embedding');
    expect(story.run!.status).toBe('completed');
  });

  it('no key at all: the built-in answers and asks nobody', async () => {
    withKeys();
    const story = await advise();
    expect(reasons(story)).toEqual(['anthropic: no key is set', 'openai: no key is set']);
    expect(fake.requests).toEqual([]);
  });

  it('no budget: nobody is asked, and the reason is said', async () => {
    await changeSettings(workspace.system, { dailyBudgetUsd: 0 });
    try {
      const story = await advise();
      expect(fake.requests).toEqual([]);
      expect(analyst(story)).toEqual(['builtin']);
      expect(reasons(story)).toEqual([expect.stringMatching(/^anthropic: the workspace's budget of \$0\.00 would be exceeded/)]);
    } finally {
      await changeSettings(workspace.system, { dailyBudgetUsd: 20 });
    }
  });
});

it('the key went to the provider and nowhere else: no table, no log', async () => {
  await advise();
  const { headers } = fake.requests.at(-1)!;
  expect([headers['x-api-key'], headers.authorization]).toContainEqual(expect.stringContaining(CANARY));
  const tables = await asOwner<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) expect(await asOwner(`select 1 from "${name}" t where t::text like $1`, [`%${CANARY.slice(0, 12)}%`]), name).toEqual([]);
  expect(JSON.stringify(heard)).not.toContain('canary');
});
