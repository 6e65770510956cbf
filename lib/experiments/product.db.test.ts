/** Experiments in the product itself: what is advised, shown and counted differs by assignment, and by nothing else. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { assignArm } from '@/lib/holdout/assign-arm';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import type { DealInsights } from '@/lib/insights/schema';
import { refreshStatistics, workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { startFakeProviders, type FakeProviders } from '@/lib/llm/testing/fake-providers';
import { promptOf } from '@/lib/llm/testing/wire-shapes';
import { improvePrompt } from '@/lib/improver/tasks/improve-prompt';
import { assessDeals } from '@/lib/models/assess-deals';
import { createVersion } from '@/lib/prompts/create-version';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { readEnv } from '@/lib/server/env';
import type { Scope } from '@/lib/server/scope';
import { asKey, closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { askedWith } from './ask-under';
import { armsOf, armsOfRequest, madeBy } from './assign-deal';
import { createExperiment } from './create-experiment';
import { foldAll } from './fold-outcomes';
import { readCohorts } from './outcome-store';
import { recordAllMeasures, recordMeasures } from './record-measures';
import type { Arm, NewExperiment } from './schema';
import { startExperiment } from './start-experiment';
import { refreshForExperiment } from './rule-arms';
import { pauseExperiment, stopExperiment } from './stop-experiment';
import { ruleDesign } from './testing/designs';

useDatabase();

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
let ours: TestWorkspace, operator: Scope, rep: Scope, made = 0;

beforeAll(async () => {
  ours = await newTestWorkspace();
  operator = await newMember(ours, 'operator', 'Olga Operator');
  rep = await newMember(ours, 'rep', 'Robin Rep');
  for (let i = 0; i < 40; i++) await closedDeal(ours, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i));
  await refreshStatistics(ours.system);
});

/** Five days overdue, and silent. */
const newDeal = () => createDeal(rep, { name: `Deal ${++made}`, amount: 5000, openedAt: day(60), expectedCloseAt: day(5) });
async function advised(dealId?: string): Promise<DealInsights & { dealId: string }> {
  const id = dealId ?? (await newDeal()).id;
  await generateNow(ours.system, (await requestInsights(rep, id)).runId);
  return { dealId: id, ...(await listInsights(rep, id)) };
}
async function start(design: NewExperiment): Promise<string> {
  const { id } = await createExperiment(operator, design);
  await startExperiment(operator, id);
  return id;
}
const stop = (id: string) => stopExperiment(operator, id);
const armOfDeal = async (experimentId: string, unitId: string) => (await asOwner<{ key: string }>('select v.key from assignment a join variant v on v.id = a.variant_id where a.experiment_id = $1 and a.unit_id = $2', [experimentId, unitId]))[0]?.key ?? null;
const exposed = async (experimentId: string) => (await asOwner<{ n: number }>('select count(*)::int as n from assignment where experiment_id = $1', [experimentId]))[0]!.n;
const sums = async (id: string, metric: string) => {
  await foldAll(operator, id);
  return (await transaction(operator, () => readCohorts(operator, id))).filter((row) => row.metric === metric).reduce((all, { n, sum, denSum }) => ({ n: all.n + n, sum: all.sum + sum, of: all.of + denSum }), { n: 0, sum: 0, of: 0 });
};
const outcomes = async (id: string) => (await asOwner<{ n: number }>('select count(*)::int as n from experiment_outcome where experiment_id = $1', [id]))[0]!.n;

const measured = [
  { key: 'helpful', name: 'Helpful', kind: 'ratio' as const, role: 'primary' as const, measure: 'helpful' as const },
  { key: 'answered', name: 'Answered', kind: 'binomial' as const, role: 'secondary' as const, measure: 'answered' as const },
  { key: 'acted', name: 'Acted', kind: 'binomial' as const, role: 'secondary' as const, measure: 'acted' as const },
  { key: 'won', name: 'Won', kind: 'binomial' as const, role: 'secondary' as const, measure: 'won' as const },
  { key: 'revenue', name: 'Revenue', kind: 'revenue' as const, role: 'secondary' as const, measure: 'revenue' as const },
];
/** Overdue after a day, or after thirty: deals that are five days late are in the condition or not. */
const overdue = (over: Partial<Parameters<typeof ruleDesign>[0]> = {}) => ruleDesign({
  name: 'Overdue later', subject: { kind: 'rule', ruleKey: 'overdue' }, metrics: measured,
  variants: [
    { key: 'control', name: 'As it is', payload: { kind: 'rule', enabled: true, settings: { days: 1 } } },
    { key: 'later', name: 'After thirty days', payload: { kind: 'rule', enabled: true, settings: { days: 30 } } },
  ],
  ...over,
});

describe('without experiments', () => {
  it('one question is asked, and nothing else happens', async () => {
    const { id } = await newDeal();
    const count = await transaction(ours.system, async () => {
      const [raw, write] = [vi.spyOn(db(ours.system), '$queryRaw'), vi.spyOn(db(ours.system), '$executeRaw')];
      expect(await armsOf(ours.system, { id, accountId: null }, madeBy('analyse_deal'))).toEqual({ arms: [], payloads: [] });
      const asked = raw.mock.calls.length;
      await recordMeasures(ours.system, [id]);
      return { asked, counted: raw.mock.calls.length - asked, written: write.mock.calls.length };
    });
    expect(count).toEqual({ asked: 1, counted: 1, written: 0 });
    const { data, presentation } = await advised(id);
    expect(presentation).toEqual({ order: 'severity', wording: 'full' });
    expect(data.every(({ arms }) => arms.length === 0)).toBe(true);
  });
});

describe('an experiment on a rule', () => {
  it('gives deals different conditions, in their advice and in the list of deals, and the insights say under which variant', async () => {
    const id = await start(overdue());
    const before = await exposed(id);
    await assessDeals(ours.system, [(await newDeal()).id], 'looked at');
    expect(await exposed(id)).toBe(before);
    const deals: Awaited<ReturnType<typeof advised>>[] = [];
    const byArm = new Map<string, typeof deals>();
    while (deals.length < 8 || (byArm.size < 2 && deals.length < 60)) {
      const deal = await advised();
      deals.push(deal);
      const key = (await armOfDeal(id, deal.dealId))!;
      byArm.set(key, [...(byArm.get(key) ?? []), deal]);
    }
    expect([...byArm.keys()].sort()).toEqual(['control', 'later']);
    for (const [key, those] of byArm) {
      for (const { dealId, data } of those) {
        expect(data.every(({ arms }) => arms.length === 1 && arms[0]!.variant === key && arms[0]!.subject === 'rule:overdue' && arms[0]!.experimentId === id)).toBe(true);
        expect(data.some(({ evidence }) => evidence.some((e) => e.kind === 'rule' && e.id === 'overdue'))).toBe(key === 'control');
        const [row] = await asOwner<{ reason: string | null }>('select top_reason as reason from deal where id = $1', [dealId]);
        expect(/due|late|passed|past/i.test(row?.reason ?? '')).toBe(key === 'control');
      }
    }
    // The same unit, the same variant; an insight that is renewed stays what it was.
    const again = await advised(deals[0]!.dealId);
    expect(again.data.map((one) => one.id).sort()).toEqual(deals[0]!.data.map((one) => one.id).sort());
    expect(await exposed(id)).toBe(deals.length);
    await pauseExperiment(operator, id);
    const [kept, fresh] = [await advised(deals[0]!.dealId), await advised()];
    expect(kept.data[0]!.arms).toHaveLength(1);
    expect(fresh.data[0]!.arms).toEqual([]);
    await stop(id);
    expect((await advised(deals[0]!.dealId)).data[0]!.arms).toEqual([]);
    expect(await exposed(id)).toBe(deals.length);
  });

  it('has a record for each state that it tries', async () => {
    const id = await start(overdue());
    const asked = () => asOwner(`select 1 from outbox_event where name = 'workspace/refresh.requested' and data->>'cause' = 'experiment on a rule'`);
    expect(await asked()).toEqual([]);
    for (let twice = 0; twice < 2; twice++) expect(await refreshForExperiment(ours.system, id, 'started')).toEqual({ asked: true });
    expect(await asked()).toHaveLength(1);
    await refreshStatistics(ours.system);
    const { variants } = await workspaceStatistics(ours.system);
    expect(variants.map(({ ruleKey, settings }) => [ruleKey, settings])).toContainEqual(['overdue', { days: 30 }]);
    await stop(id);
    await refreshStatistics(ours.system);
    expect((await workspaceStatistics(ours.system)).variants).toEqual([]);
  });

  it('has no part in deals that are held out of advice', async () => {
    const id = await start(overdue());
    await changeSettings(ours.system, { heldOutShare: 0.5 });
    let heldOut = null;
    for (let i = 0; i < 40 && !heldOut; i++) {
      const deal = await newDeal();
      if ((await assignArm(ours.system, deal)) === 'held_out') heldOut = deal;
    }
    await changeSettings(ours.system, { heldOutShare: 0 });
    await generateNow(ours.system, (await requestInsights(rep, heldOut!.id)).runId);
    expect((await listInsights(rep, heldOut!.id)).heldOut).not.toBeNull();
    expect(await exposed(id)).toBe(0);
    expect(await asOwner('select 1 from insight where deal_id = $1 and arms <> \'[]\'', [heldOut!.id])).toEqual([]);
    await stop(id);
  });

  it('draws accounts whole, only those that it is for, and nobody without an account', async () => {
    const id = await start(overdue({ unit: 'account', targeting: [{ attribute: 'industry', op: 'is', values: ['software'] }], segmentBy: 'country' }));
    const [account, other] = await asOwner<{ id: string }>(`insert into account (id, workspace_id, name, industry, country, updated_at) values (gen_random_uuid(), $1, 'Acme', 'Software', 'Austria', now()), (gen_random_uuid(), $1, 'Bakery', 'food', null, now()) returning id`, [ours.id]);
    const of = (accountId: string) => createDeal(rep, { name: `Of an account ${++made}`, accountId, amount: 1, openedAt: day(60), expectedCloseAt: day(5) });
    const arms = [];
    for (let i = 0; i < 3; i++) arms.push((await advised((await of(account!.id)).id)).data[0]!.arms);
    expect(arms[0]).toHaveLength(1);
    expect(arms).toEqual([arms[0], arms[0], arms[0]]);
    expect((await advised((await of(other!.id)).id)).data[0]!.arms).toEqual([]);
    expect((await advised()).data[0]!.arms).toEqual([]);
    expect(await asOwner('select unit_id, segment from assignment where experiment_id = $1', [id])).toEqual([{ unit_id: account!.id, segment: 'Austria' }]);
    await stop(id);
  });
});

describe('an experiment on how advice is shown', () => {
  const shown = (unit: 'deal' | 'user') => ruleDesign({
    name: 'What to do first', unit, subject: { kind: 'presentation' }, metrics: measured,
    variants: [
      { key: 'control', name: 'Serious first', payload: { kind: 'presentation', order: 'severity', wording: 'full' } },
      { key: 'sure', name: 'Certain first', payload: { kind: 'presentation', order: 'confidence', wording: 'brief' } },
    ],
  });

  it('exposes when somebody looks at advice, orders and words it, and says so to insight and answer', async () => {
    const { id: dealId } = await newDeal();
    const id = await start(shown('deal'));
    await listInsights(rep, dealId);
    await generateNow(ours.system, (await requestInsights(rep, dealId)).runId);
    await listInsights(ours.system, dealId);
    expect(await exposed(id)).toBe(0);
    const deals: Awaited<ReturnType<typeof advised>>[] = [];
    const keys = new Set<string>();
    while (deals.length < 8 || (keys.size < 2 && deals.length < 60)) {
      const deal = await advised(deals.length === 0 ? dealId : undefined);
      deals.push(deal);
      keys.add((await armOfDeal(id, deal.dealId))!);
    }
    expect(await exposed(id)).toBe(deals.length);
    expect(keys.size).toBe(2);
    for (const deal of deals) {
      const key = await armOfDeal(id, deal.dealId);
      expect(deal.presentation).toEqual(key === 'sure' ? { order: 'confidence', wording: 'brief' } : { order: 'severity', wording: 'full' });
      expect(deal.data.every(({ arms }) => arms.length === 1 && arms[0]!.variant === key)).toBe(true);
      const confidences = deal.data.map(({ confidence }) => confidence);
      if (key === 'sure') expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    }
    await recordFeedback(rep, deals[0]!.data[0]!.id, { kind: 'helpful' });
    const [answer] = await asOwner<{ arms: Arm[] }>('select arms from feedback where insight_id = $1', [deals[0]!.data[0]!.id]);
    expect(answer!.arms).toEqual(deals[0]!.data[0]!.arms);
    expect(await sums(id, 'helpful')).toEqual({ n: deals.length, sum: 1, of: 1 });
    await stop(id);
    expect((await listInsights(rep, deals[0]!.dealId)).presentation).toEqual({ order: 'severity', wording: 'full' });
  });

  it('by reader gives each their own way, and an answer counts for whoever gave it', async () => {
    const id = await start(shown('user'));
    const { dealId, data } = await advised();
    await listInsights(asKey(ours, 'rep'), dealId);
    await listInsights(operator, dealId);
    expect(await exposed(id)).toBe(2);
    await recordFeedback(operator, data[0]!.id, { kind: 'helpful' });
    const [answer] = await asOwner<{ arms: Arm[] }>('select arms from feedback where insight_id = $1', [data[0]!.id]);
    expect(answer!.arms.map(({ variant }) => variant)).toEqual([await armOfDeal(id, operator.principal.id!)]);
    await foldAll(operator, id);
    expect(await asOwner('select unit_id, total from experiment_unit where experiment_id = $1 and metric = \'helpful\'', [id])).toEqual([{ unit_id: operator.principal.id, total: 1 }]);
    await stop(id);
  });
});

describe('what the product counts', () => {
  it('records an answer once, corrects it when it changes, and leaves alone what was said before the exposure', async () => {
    const old = await advised();
    const id = await start(overdue());
    const { dealId, data } = await advised();
    const [first, second] = data;
    await recordFeedback(rep, old.data[0]!.id, { kind: 'helpful' });
    expect(await outcomes(id)).toBe(0);
    await recordFeedback(rep, first!.id, { kind: 'helpful' });
    await recordFeedback(rep, first!.id, { kind: 'helpful' });
    await recordFeedback(operator, first!.id, { kind: 'incorrect' });
    expect(await sums(id, 'helpful')).toEqual({ n: 1, sum: 1, of: 2 });
    expect(await sums(id, 'answered')).toMatchObject({ sum: 1 });
    await recordFeedback(rep, first!.id, { kind: 'not_helpful', actedOn: { action: 'Called them' } });
    expect(await sums(id, 'helpful')).toEqual({ n: 1, sum: 0, of: 2 });
    expect(await sums(id, 'acted')).toMatchObject({ sum: 1 });
    await recordFeedback(rep, first!.id, { kind: 'helpful' });
    await recordFeedback(rep, second!.id, { kind: 'helpful' });
    expect(await sums(id, 'helpful')).toEqual({ n: 1, sum: 2, of: 3 });
    expect(await sums(id, 'acted')).toMatchObject({ sum: 0 });
    await recordFeedback(rep, first!.id, {});
    expect(await sums(id, 'helpful')).toEqual({ n: 1, sum: 1, of: 2 });

    await moveStage(rep, dealId, { stageId: ours.stage('Won').id, reason: 'test' });
    expect([await sums(id, 'won'), await sums(id, 'revenue')]).toEqual([{ n: 1, sum: 1, of: 0 }, { n: 1, sum: 5000, of: 0 }]);
    const [won] = await asOwner<{ arms: Arm[] }>(`select arms from outcome where deal_id = $1 and kind = 'won'`, [dealId]);
    expect(won!.arms.map(({ experimentId }) => experimentId)).toEqual([id]);
    await moveStage(rep, dealId, { stageId: ours.stages.find((s) => s.kind === 'open')!.id });
    expect([await sums(id, 'won'), await sums(id, 'revenue')]).toEqual([{ n: 1, sum: 0, of: 0 }, { n: 1, sum: 0, of: 0 }]);

    const before = await outcomes(id);
    expect(await recordAllMeasures(ours.system, new Date())).toMatchObject({ recorded: 0 });
    expect(await outcomes(id)).toBe(before);
    // What was missed is made up for.
    await asOwner('delete from experiment_outcome where experiment_id = $1', [id]);
    expect((await recordAllMeasures(ours.system, new Date())).recorded).toBeGreaterThan(0);
    expect(await asOwner('select 1 from experiment_tally where experiment_id = $1 and disposition = \'duplicate\'', [id])).toEqual([]);
    await stop(id);
  });
});

describe('a metric that is adjusted by the past', () => {
  it('knows of each unit what it did in as many days before its exposure', async () => {
    const [account] = await asOwner<{ id: string }>(`insert into account (id, workspace_id, name, updated_at) values (gen_random_uuid(), $1, 'Known', now()) returning id`, [ours.id]);
    const of = () => createDeal(rep, { name: `Of one that is known ${++made}`, accountId: account!.id, amount: 700, openedAt: day(60), expectedCloseAt: day(5) });
    const before = await advised((await of()).id);
    await recordFeedback(rep, before.data[0]!.id, { kind: 'helpful' });
    await moveStage(rep, before.dealId, { stageId: ours.stage('Won').id, reason: 'test' });
    const id = await start(overdue({ unit: 'account', metrics: [{ ...measured[0]! }, { ...measured[1]!, adjusted: true, windowDays: 14 }, { ...measured[2]!, adjusted: true }, { ...measured[4]!, adjusted: true, windowDays: 30 }] }));
    await advised((await of()).id);
    expect(await asOwner('select unit_id, pre from assignment where experiment_id = $1', [id])).toEqual([{ unit_id: account!.id, pre: { answered: 1, acted: 0, revenue: 700 } }]);
    await stop(id);
  });
});

describe('an experiment on a prompt or a model', () => {
  const holder = globalThis as typeof globalThis & { winloopEnv?: unknown; winloopModels?: unknown };
  let fake: FakeProviders;
  beforeAll(async () => {
    fake = await startFakeProviders();
    Reflect.deleteProperty(holder, 'winloopModels');
    holder.winloopEnv = readEnv({
      NODE_ENV: 'test', ANTHROPIC_API_KEY: 'sk-test-0123456789', ANTHROPIC_BASE_URL: fake.anthropicURL, OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: fake.openaiURL,
    });
  });
  afterAll(async () => {
    Reflect.deleteProperty(holder, 'winloopEnv');
    await fake.close();
  });
  const lastRun = async (dealId: string) => (await asOwner<{ version: string | null; provider: string }>('select prompt_version_id as version, provider from insight_run where deal_id = $1 order by created_at desc limit 1', [dealId]))[0]!;

  it('asks with the version of the variant, without a change of code', async () => {
    const prompt = await getPrompt(operator, 'analyse_deal');
    const shipped = prompt.versions[0]!;
    const tried = await createVersion(operator, { promptId: prompt.id, template: { ...shipped.template, system: `${shipped.template.system}\nTRIED VERSION` }, config: shipped.config, rationale: 'tried' });
    const id = await start(ruleDesign({
      name: 'Another prompt', subject: { kind: 'prompt', task: 'analyse_deal' },
      variants: [{ key: 'control', name: 'In use', payload: { kind: 'prompt', versionId: shipped.id } }, { key: 'tried', name: 'Tried', payload: { kind: 'prompt', versionId: tried.id } }],
    }));
    const seen = new Set<string>();
    for (let i = 0; i < 60 && seen.size < 2; i++) {
      fake.requests.length = 0;
      const { dealId, data } = await advised();
      const key = (await armOfDeal(id, dealId))!;
      seen.add(key);
      const asked = fake.requests.filter(({ path }) => path.endsWith('/messages'));
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.every(({ body }) => JSON.stringify(body).includes('TRIED VERSION') || promptOf(body).includes('TRIED VERSION'))).toBe(key === 'tried');
      expect((await lastRun(dealId)).version).toBe(key === 'tried' ? tried.id : shipped.id);
      expect(data.every(({ arms }) => arms[0]?.variant === key)).toBe(true);
    }
    expect([...seen].sort()).toEqual(['control', 'tried']);
    await stop(id);
    expect((await lastRun((await advised()).dealId)).version).toBe(shipped.id);
  });

  it('of a task that is about no deal draws each request', async () => {
    const prompt = await getPrompt(operator, 'improve_prompt');
    const [shipped] = prompt.versions;
    const tried = await createVersion(operator, { promptId: prompt.id, template: { ...shipped!.template, system: `${shipped!.template.system} Be bold.` }, config: shipped!.config });
    const design = ruleDesign({
      name: 'A bolder improver', unit: 'message', subject: { kind: 'prompt', task: 'improve_prompt' }, metrics: [{ key: 'kept', name: 'Kept', kind: 'binomial', role: 'primary' }],
      variants: [{ key: 'control', name: 'In use', payload: { kind: 'prompt', versionId: shipped!.id } }, { key: 'bold', name: 'Bold', payload: { kind: 'prompt', versionId: tried.id } }],
    });
    await expect(createExperiment(operator, { ...design, unit: 'deal' })).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('about no deal') as unknown });
    const id = await start(design);
    const asked = new Set<string>();
    for (let i = 0; i < 60 && asked.size < 2; i++) {
      const { payloads } = await armsOfRequest(ours.system, `request ${i}`, 'improve_prompt');
      expect((await armsOfRequest(ours.system, `request ${i}`, 'improve_prompt')).payloads).toEqual(payloads);
      asked.add((await askedWith(ours.system, improvePrompt, payloads)).prompt.id);
    }
    expect([...asked].sort()).toEqual([shipped!.id, tried.id].sort());
    expect((await advised()).data.every(({ arms }) => arms.length === 0)).toBe(true);
    expect((await armsOfRequest(ours.system, 'another task', 'analyse_deal')).arms).toEqual([]);
    await stop(id);
  });

  it('asks the model of the variant first', async () => {
    const id = await start(ruleDesign({
      name: 'Another model', subject: { kind: 'model', task: 'analyse_deal' },
      variants: (['anthropic', 'openai', 'builtin'] as const).map((provider) => ({ key: provider, name: provider, payload: { kind: 'model' as const, provider } })),
    }));
    const seen = new Set<string>();
    for (let i = 0; i < 80 && seen.size < 3; i++) {
      fake.requests.length = 0;
      const { dealId } = await advised();
      const key = (await armOfDeal(id, dealId))!;
      seen.add(key);
      const first = fake.requests.find(({ path }) => !path.endsWith('/embeddings'));
      expect(first?.provider ?? 'builtin').toBe(key);
    }
    expect(seen.size).toBe(3);
    await stop(id);
    await changeSettings(operator, { firstModel: 'openai' });
    fake.requests.length = 0;
    await advised();
    expect(fake.requests.find(({ path }) => !path.endsWith('/embeddings'))?.provider).toBe('openai');
    await changeSettings(operator, { firstModel: 'anthropic' });
  });
});
