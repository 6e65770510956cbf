import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { updateDeal } from '@/lib/deals/update-deal';
import { generateNow } from '@/lib/insights/generate-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import type { Scope } from '@/lib/server/scope';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { observeDeals, observeWorkspace } from './observe-deals';

useDatabase();

const DAY = 86_400_000;
const day = (n: number) => new Date(Date.now() - n * DAY).toISOString();
const later = (n: number) => new Date(Date.now() + n * DAY);
let ours: TestWorkspace, rep: Scope;

beforeAll(async () => {
  ours = await newTestWorkspace();
  rep = await newMember(ours, 'rep', 'Robin');
  for (let i = 0; i < 6; i++) await closedDeal(ours, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i));
});

type Row = { id: string; type: string; claim: string; resolution: string; reason: string | null; acted: string | null; superseded: boolean };
const insightsOf = (dealId: string) => asOwner<Row>(
  `select id, type, prediction->>'claim' as claim, resolution, resolution_reason as reason, acted_result as acted, superseded_at is not null as superseded from insight where deal_id = $1 order by created_at, position, id`, [dealId]);
const outcomesOf = (dealId: string) => asOwner<{ kind: string; voided: boolean; expected: string | null; final: string | null; better: number | null }>(
  `select kind, voided_at is not null as voided, expected_minor as expected, final_minor as final, improvement_days as better from outcome where deal_id = $1 order by at, kind`, [dealId]);
const historyOf = (insightId: string) => asOwner<{ resolution: string; reason: string }>('select resolution, reason from insight_resolution where insight_id = $1 order by at, id', [insightId]);
const show = (dealId: string) => asOwner('update insight set shown_at = created_at where deal_id = $1', [dealId]);
const close = (id: string, stage: 'Won' | 'Lost', amount?: number) => moveStage(rep, id, { stageId: ours.stage(stage).id, reason: 'test', amount });
const open = (id: string) => moveStage(rep, id, { stageId: ours.stage('Proposal').id });

/** Advised on: ghosted long ago, its date three weeks ahead. */
async function advised(name: string, shown = true): Promise<string> {
  const { id } = await createDeal(rep, { name, amount: 5000, openedAt: day(90), expectedCloseAt: later(20).toISOString() });
  await asOwner(`insert into interaction (id, workspace_id, deal_id, kind, direction, at) values (gen_random_uuid(), $1, $2, 'sent', 'outbound', now() - interval '40 days')`, [ours.id, id]);
  await generateNow(rep, (await requestInsights(rep, id)).runId);
  if (shown) await show(id);
  return id;
}

describe('closing a deal', () => {
  it('resolves everything that was shown, with the reason, and nothing that was not', async () => {
    const [seen, unseen] = [await advised('Seen'), await advised('Unseen', false)];
    const before = await insightsOf(seen);
    expect(before.length).toBeGreaterThan(1);
    await close(seen, 'Lost', 4000);
    await close(unseen, 'Lost');
    for (const insight of await insightsOf(seen)) {
      expect(insight.resolution).not.toBe('pending');
      expect(insight.reason).toMatch(/\.$/);
      expect(await historyOf(insight.id)).toEqual([{ resolution: insight.resolution, reason: insight.reason }]);
    }
    expect((await insightsOf(seen)).filter((i) => i.claim === 'lost').map((i) => i.resolution)).toContain('right');
    expect(new Set((await insightsOf(unseen)).map((i) => i.resolution))).toEqual(new Set(['pending']));
    const [outcome] = await outcomesOf(seen);
    expect(outcome).toMatchObject({ kind: 'lost', voided: false });
    expect([Number(outcome!.expected), Number(outcome!.final)]).toEqual([500_000, 400_000]);
    expect(outcome!.better).toBeCloseTo(20, 0);
    expect((await outcomesOf(seen)).map((o) => o.kind)).toEqual(['lost']);
  });

  it('is undone by opening it again: pending, with the whole story kept, and resolved once more by the next closing', async () => {
    const id = await advised('Back and forth');
    await asOwner(`update insight set prediction = prediction || '{"claim": "none"}' where id = (select id from insight where deal_id = $1 and type <> 'forecast' order by id limit 1)`, [id]);
    await close(id, 'Lost');
    await open(id);
    const reopened = await insightsOf(id);
    expect(reopened.map((i) => i.resolution)).toEqual(reopened.map(() => 'pending'));
    expect(await outcomesOf(id)).toMatchObject([{ kind: 'lost', voided: true }]);
    await close(id, 'Won');
    const forecast = (await insightsOf(id)).find((i) => i.type === 'forecast')!;
    expect((await historyOf(forecast.id)).map((r) => r.resolution)).toEqual([expect.stringMatching(/right|wrong/), 'pending', forecast.resolution]);
    expect((await outcomesOf(id)).map((o) => [o.kind, o.voided])).toEqual(expect.arrayContaining([['lost', true], ['won', false]]) as unknown);
  });

  it('opened again while something newer says the same: the newer stands', async () => {
    const id = await advised('Overtaken');
    await close(id, 'Lost');
    const [old] = (await insightsOf(id)).filter((i) => i.type === 'forecast');
    const [copy] = await asOwner<{ id: string }>(
      `insert into insight (id, workspace_id, deal_id, run_id, type, title, body, severity, confidence, prediction, dedupe_key, provider, model, prompt_version, updated_at)
       select 'ffffffff-0000-7000-8000-000000000001', workspace_id, deal_id, run_id, type, 'newer', body, severity, confidence, prediction, dedupe_key, provider, model, prompt_version, now() from insight where id = $1 returning id`, [old!.id]);
    await open(id);
    const after = await insightsOf(id);
    expect(after.find((i) => i.id === old!.id)).toMatchObject({ resolution: 'pending', superseded: true });
    expect(after.find((i) => i.id === copy!.id)).toMatchObject({ resolution: 'pending', superseded: false });
  });
});

describe('what happens before the closing', () => {
  it('a pushed date resolves the slip that was predicted, at once, and nothing but timing', async () => {
    const id = await advised('Pushed');
    await asOwner(`update insight set prediction = jsonb_set(prediction, '{claim}', '"slips"') where id = (select id from insight where deal_id = $1 and type <> 'forecast' order by id limit 1)`, [id]);
    await updateDeal(rep, id, { expectedCloseAt: later(200).toISOString() });
    const after = await insightsOf(id);
    expect(after.filter((i) => i.claim === 'slips').map((i) => [i.resolution, i.reason?.startsWith('You were told it would not close in time; it was pushed from')])).toEqual([['right', true]]);
    expect(after.find((i) => i.type === 'forecast')!.resolution).toBe('pending');
    expect((await outcomesOf(id)).map((o) => o.kind)).toEqual(['slipped']);
  });

  it('time alone resolves what is due; looking twice changes nothing', async () => {
    const id = await advised('Left alone');
    const at = later(400);
    const first = await observeDeals(rep, [id], at);
    expect(first.resolved.length).toBeGreaterThan(0);
    expect(first.outcomes).toBeGreaterThan(0);
    const stored = [await insightsOf(id), await outcomesOf(id)];
    expect(await observeDeals(rep, [id], at)).toEqual({ outcomes: 0, resolved: [] });
    expect([await insightsOf(id), await outcomesOf(id)]).toEqual(stored);
    expect((await insightsOf(id)).find((i) => i.type === 'forecast')!.resolution).toBe('expired');
    // What ran out is decided by the outcome after all.
    await close(id, 'Lost');
    expect((await insightsOf(id)).find((i) => i.type === 'forecast')!.resolution).toMatch(/right|wrong/);
  });

  it('a due prediction does not escape by being made again', async () => {
    const id = await advised('Asked again');
    await asOwner(`update insight set created_at = now() - interval '50 days', shown_at = now() - interval '50 days',
      prediction = prediction || jsonb_build_object('claim', 'no_reply', 'by', to_char(now() - interval '20 days', 'YYYY-MM-DD')) where id = (select id from insight where deal_id = $1 and type <> 'forecast' order by id limit 1)`, [id]);
    const old = (await insightsOf(id)).find((i) => i.claim === 'no_reply')!;
    await generateNow(rep, (await requestInsights(rep, id)).runId);
    const after = await insightsOf(id);
    expect(after.find((i) => i.id === old.id)).toMatchObject({ resolution: 'right', superseded: true });
    expect(after.filter((i) => !i.superseded && i.resolution === 'pending').length).toBeGreaterThan(0);
  });
});

describe('a whole workspace', () => {
  it('is walked through in batches; observers at once contradict nobody', async () => {
    const id = await advised('Crowded');
    await Promise.all([...Array.from({ length: 6 }, () => observeWorkspace(ours.system, null, new Date())), close(id, 'Won'), observeDeals(rep, [id], new Date())]);
    expect((await outcomesOf(id)).filter((o) => !o.voided).map((o) => o.kind)).toEqual(expect.arrayContaining(['won']) as unknown);
    expect((await insightsOf(id)).map((i) => i.resolution)).not.toContain('pending');
    for (const insight of await insightsOf(id)) expect((await historyOf(insight.id)).map((r) => r.resolution)).toEqual([insight.resolution]);
    const { cursor } = await observeWorkspace(ours.system, null, new Date());
    expect(cursor).toBeNull();
  });

  it('keeps the version of the win model that was behind an insight', async () => {
    const rows = await asOwner<{ version: string | null }>('select distinct win_model_version as version from insight where title <> \'newer\'');
    expect(rows.every((row) => row.version !== null)).toBe(true);
  });
});
