import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBreaker } from '@/lib/llm/breaker';
import { memoryBudget } from '@/lib/llm/budget';
import { ModelFailure } from '@/lib/llm/failure';
import { openaiProvider } from '@/lib/llm/openai';
import { anthropicProvider } from '@/lib/llm/anthropic';
import { runTask } from '@/lib/llm/router';
import { fakeModes, startFakeProviders, type FakeProviders } from '@/lib/llm/testing/fake-providers';
import { CANARY, harness, IMPATIENT, memoryCache } from '@/lib/llm/testing/harness';
import { silenceTask, silentDeal } from '@/lib/llm/testing/silence-task';

let fake: FakeProviders;
beforeAll(async () => { fake = await startFakeProviders(); });
afterAll(() => fake.close());
beforeEach(() => {
  fake.requests.length = 0;
  fake.script('anthropic', [], 'ok');
  fake.script('openai', [], 'ok');
});

const claudeOnly = { order: ['anthropic'] } as const;
const asked = () => fake.requests.length;

describe('circuit breaker', () => {
  it('opens after failures in a row, asks once when the pause is over, and closes on a good answer', async () => {
    fake.script('anthropic', [], '500');
    const { deps, clock } = harness(fake, { breakerPolicy: { threshold: 4, openMs: 30_000, probeMs: 60_000 } });
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(3);
    const second = await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(4);
    expect(second.fallbacks[0]?.reason).toMatch(/left alone for 30 s/);
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(4);

    clock.advance(30_000);
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(5);
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(5);

    clock.advance(30_000);
    fake.script('anthropic', [], 'ok');
    expect((await runTask(silenceTask, silentDeal, deps, claudeOnly)).provider).toBe('anthropic');
    expect((await runTask(silenceTask, silentDeal, deps, claudeOnly)).provider).toBe('anthropic');
  });

  it('lets one of many through to probe', async () => {
    fake.script('anthropic', [], '500');
    const { deps, clock } = harness(fake, { breakerPolicy: { threshold: 1, openMs: 30_000, probeMs: 60_000 } });
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    fake.requests.length = 0;
    clock.advance(30_000);
    fake.script('anthropic', [], 'slow:100');
    const results = await Promise.all(Array.from({ length: 8 }, () => runTask(silenceTask, silentDeal, deps, claudeOnly)));
    expect(asked()).toBe(1);
    expect(results.filter((result) => result.provider === 'anthropic')).toHaveLength(1);
  });

  it('honours a long Retry-After across runs without waiting in any', async () => {
    fake.script('anthropic', ['429:120']);
    const { deps, clock, pauses } = harness(fake);
    expect((await runTask(silenceTask, silentDeal, deps)).provider).toBe('openai');
    clock.advance(119_000);
    expect((await runTask(silenceTask, silentDeal, deps)).fallbacks[0]?.reason).toMatch(/left alone for 1 s/);
    clock.advance(2_000);
    expect((await runTask(silenceTask, silentDeal, deps)).provider).toBe('anthropic');
    expect(pauses).toEqual([]);
  });

  it('is not tripped by bad answers, and not by another key', async () => {
    const breaker = memoryBreaker();
    const breakerPolicy = { threshold: 1, openMs: 30_000, probeMs: 60_000 };
    fake.script('anthropic', ['malformed', 'malformed', 'refusal', 'truncated', 'truncated', 'bad_request', 'bad_auth']);
    const { deps } = harness(fake, { breaker, breakerPolicy });
    for (let i = 0; i < 5; i += 1) await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(7);
    expect((await runTask(silenceTask, silentDeal, deps, claudeOnly)).fallbacks[0]?.reason).toMatch(/left alone/);
    const other = { ...deps, providers: { anthropic: anthropicProvider({ apiKey: 'another-key', baseURL: fake.anthropicURL }) } };
    expect((await runTask(silenceTask, silentDeal, other, claudeOnly)).provider).toBe('anthropic');
  });
});

describe('budget', () => {
  it('falls back to the built-in with the reason, asking nobody', async () => {
    const { deps, story } = harness(fake, { budget: memoryBudget({ tokens: 500, costMicros: null }) });
    const result = await runTask(silenceTask, silentDeal, deps);
    expect(story()).toEqual(['builtin:first:ok']);
    expect(asked()).toBe(0);
    expect(result.fallbacks).toEqual([{ provider: 'anthropic', reason: "the workspace's budget of 500 tokens would be exceeded (0 used or reserved)" }]);
  });

  it('settles what was really used, failures and repairs included', async () => {
    fake.script('anthropic', ['529', 'malformed', 'ok']);
    const budget = memoryBudget({ tokens: 100_000, costMicros: 1_000_000 });
    const { deps, traces } = harness(fake, { budget });
    const result = await runTask(silenceTask, silentDeal, deps);
    const tokens = traces.reduce((sum, row) => sum + (row.tokensIn ?? 0) + (row.tokensOut ?? 0), 0);
    const cost = traces.reduce((sum, row) => sum + (row.costMicros ?? 0), 0);
    expect(tokens).toBeGreaterThan(0);
    expect(budget.spent).toEqual({ tokens, costMicros: cost });
    expect(result.usage).toEqual({ calls: 3, tokensIn: expect.any(Number), tokensOut: expect.any(Number), costMicros: cost });
    expect(result.usage.tokensIn + result.usage.tokensOut).toBe(tokens);
  });

  it('holds under runs in parallel', async () => {
    fake.script('anthropic', [], 'slow:50');
    const budget = memoryBudget({ tokens: 4_000, costMicros: null });
    const { deps } = harness(fake, { budget });
    const results = await Promise.all(Array.from({ length: 10 }, () => runTask(silenceTask, silentDeal, deps, claudeOnly)));
    const answered = results.filter((result) => result.provider === 'anthropic').length;
    expect(answered).toBeGreaterThan(0);
    // Each reserves 1,000 tokens of answer and its prompt.
    expect(answered).toBeLessThan(4);
    expect(budget.spent.tokens).toBeLessThanOrEqual(4_000);
  });

  it('keeps charging the input of a call that was given up', async () => {
    fake.script('anthropic', ['hang']);
    const budget = memoryBudget({ tokens: 100_000, costMicros: null });
    const { deps } = harness(fake, { budget, retry: IMPATIENT });
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(budget.spent.tokens).toBeGreaterThan(100);
    expect(budget.spent.tokens).toBeLessThan(1_000);
  });

  it('says that a model has no price instead of guessing one, and does not let it through a cost cap', async () => {
    const providers = { openai: openaiProvider({ apiKey: CANARY, baseURL: fake.openaiURL, model: 'house-model' }) };
    const free = harness(fake, { providers });
    const result = await runTask(silenceTask, silentDeal, free.deps, { order: ['openai'] });
    expect(result).toMatchObject({ provider: 'openai', model: 'house-model', usage: { costMicros: null } });
    expect(free.traces[0]).toMatchObject({ status: 'ok', costMicros: null });
    const capped = harness(fake, { providers, budget: memoryBudget({ tokens: null, costMicros: 1_000_000 }) });
    expect((await runTask(silenceTask, silentDeal, capped.deps, { order: ['openai'] })).fallbacks[0]?.reason).toMatch(/price of this model is not known/);
    const priced = { ...capped.deps, prices: { 'house-model': { input: 1, cachedInput: 1, output: 1 } } };
    expect((await runTask(silenceTask, silentDeal, priced, { order: ['openai'] })).usage.costMicros).toBeGreaterThan(0);
  });
});

describe('cache', () => {
  it('answers the same question once, and traces that it did', async () => {
    const cache = memoryCache();
    const { deps, story } = harness(fake, { cache });
    const first = await runTask(silenceTask, silentDeal, deps);
    const again = await runTask(silenceTask, { notes: silentDeal.notes, deal: silentDeal.deal, daysSilent: silentDeal.daysSilent }, deps);
    expect(asked()).toBe(1);
    expect(again).toMatchObject({ output: first.output, provider: 'anthropic', cached: true, usage: { calls: 0, tokensIn: 0, costMicros: 0 } });
    expect(story()).toEqual(['anthropic:first:ok', 'anthropic:first:cached']);
  });

  it('tells apart inputs, prompts, models, providers and workspaces', async () => {
    const cache = memoryCache();
    const { deps } = harness(fake, { cache });
    const template = silenceTask.defaultPrompt.template;
    await runTask(silenceTask, silentDeal, deps);
    await runTask(silenceTask, { ...silentDeal, daysSilent: 22 }, deps);
    await runTask(silenceTask, silentDeal, { ...deps, prompts: async () => ({ version: '2', template, config: {} }) });
    await runTask(silenceTask, silentDeal, { ...deps, prompts: async () => ({ version: '1', template: { ...template, system: 'Other words.' }, config: {} }) });
    await runTask(silenceTask, silentDeal, { ...deps, workspaceId: 'workspace-2' });
    await runTask(silenceTask, silentDeal, { ...deps, providers: { anthropic: anthropicProvider({ apiKey: CANARY, baseURL: fake.anthropicURL, model: 'claude-opus-5-5' }) } });
    await runTask(silenceTask, silentDeal, deps, { order: ['openai'] });
    expect(asked()).toBe(7);
    expect(cache.entries.size).toBe(7);
  });

  it('keeps abstentions, never failures, and nothing that does not hold to the schema any more', async () => {
    const cache = memoryCache();
    const { deps } = harness(fake, { cache });
    fake.script('anthropic', ['refusal', 'abstain']);
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(cache.entries.size).toBe(0);
    await runTask(silenceTask, silentDeal, deps, claudeOnly);
    const known = await runTask(silenceTask, silentDeal, deps, claudeOnly);
    expect(asked()).toBe(2);
    expect(known).toMatchObject({ provider: 'builtin', abstained: { provider: 'anthropic' } });

    for (const key of cache.entries.keys()) cache.entries.set(key, { output: { title: 'of another release' }, abstention: null });
    expect(await runTask(silenceTask, silentDeal, deps, claudeOnly)).toMatchObject({ provider: 'anthropic', cached: false });
  });
});

describe('cancelling', () => {
  it.each(['anthropic', 'openai'] as const)('stops waiting for %s at once and asks nobody else', async (name) => {
    fake.script(name, [], 'hang');
    const { deps, traces } = harness(fake);
    const controller = new AbortController();
    const run = runTask(silenceTask, silentDeal, deps, { signal: controller.signal, order: [name] });
    setTimeout(() => controller.abort(), 60);
    await expect(run).rejects.toMatchObject({ name: 'ModelFailure', kind: 'aborted' });
    expect(traces).toMatchObject([{ provider: name, status: 'failed', errorKind: 'aborted' }]);
  });

  it('stops between calls and before the first', async () => {
    const controller = new AbortController();
    fake.script('anthropic', [], '529');
    const { deps, traces } = harness(fake);
    const run = runTask(silenceTask, silentDeal, { ...deps, trace: (row) => { traces.push(row); controller.abort(); } }, { signal: controller.signal });
    await expect(run).rejects.toMatchObject({ kind: 'aborted' });
    expect(traces).toHaveLength(1);
    await expect(runTask(silenceTask, silentDeal, deps, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(ModelFailure);
    expect(asked()).toBe(1);
  });

  it('leaves no call behind in a comparison', async () => {
    fake.script('anthropic', [], 'hang');
    fake.script('openai', [], 'hang');
    const { deps, traces } = harness(fake);
    await expect(runTask(silenceTask, silentDeal, deps, { compare: true, signal: AbortSignal.timeout(60) })).rejects.toMatchObject({ kind: 'aborted' });
    expect(traces.map((row) => row.errorKind)).toEqual(['aborted', 'aborted']);
  });
});

describe('secrets', () => {
  it.each(fakeModes)('%s: the key goes in a header only, and neither key nor prompt comes back in results, traces or errors', async (mode) => {
    // The fake's error messages echo the key and the prompt, as real ones do.
    const secretDeal = { ...silentDeal, deal: 'Secret merger of Nordwind' };
    for (const name of ['anthropic', 'openai'] as const) {
      fake.script(name, [], mode);
      const patience = /hang|stall|slow/.test(mode) ? 80 : 10_000;
      const { deps, traces } = harness(fake, { retry: { attemptTimeoutMs: patience } });
      const result = await runTask({ ...silenceTask, builtin: () => silenceTask.builtin(silentDeal) }, secretDeal, deps, { order: [name] });
      const said = JSON.stringify({ traces, fallbacks: result.fallbacks, compared: result.compared });
      expect(said).not.toContain(CANARY);
      expect(said).not.toContain('Secret merger');

      const provider = deps.providers[name];
      const failure: unknown = await provider?.ask({
        name: 'silence', system: 's', user: 'Secret merger', schema: silenceTask.wire, maxTokens: 100, effort: null, timeoutMs: patience, signal: new AbortController().signal,
      }).then(() => null, (error: unknown) => error);
      if (failure instanceof Error) {
        const everything = JSON.stringify(failure) + failure.message + failure.stack + String(failure.cause);
        expect(everything).not.toContain(CANARY);
        expect(everything).not.toContain('Secret merger');
      } else expect(failure).toBeNull();
    }
    for (const request of fake.requests) {
      const { 'x-api-key': key, authorization, ...headers } = request.headers;
      expect(key ?? authorization).toContain(CANARY);
      expect(JSON.stringify({ headers, body: request.body, path: request.path })).not.toContain(CANARY);
    }
  });
});
