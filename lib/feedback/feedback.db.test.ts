import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { askRun, generateNow, prepareRun, storeRun } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import type { Scope } from '@/lib/server/scope';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { asKey, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { recordFeedback } from './record-feedback';
import { recordSignals } from './record-signals';

useDatabase();

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
let ours: TestWorkspace, rep: Scope, colleague: Scope, foreigner: Scope;

beforeAll(async () => {
  ours = await newTestWorkspace();
  rep = await newMember(ours, 'rep', 'Robin');
  colleague = await newMember(ours, 'rep', 'Kim');
  foreigner = await newMember(await newTestWorkspace(), 'admin', 'Oscar');
});

async function advised(name: string): Promise<{ dealId: string; id: string; ids: string[] }> {
  const { id: dealId } = await createDeal(rep, { name, amount: 5000, openedAt: day(90), expectedCloseAt: day(-20) });
  await asOwner(`insert into interaction (id, workspace_id, deal_id, kind, direction, at) values (gen_random_uuid(), $1, $2, 'sent', 'outbound', now() - interval '40 days')`, [ours.id, dealId]);
  await generateNow(rep, (await requestInsights(rep, dealId)).runId);
  // A warning that somebody may act on, said ten days ago.
  await asOwner(`update insight set created_at = now() - interval '10 days', prediction = prediction || '{"claim": "lost"}' where deal_id = $1 and type <> 'forecast'`, [dealId]);
  const { data } = await listInsights(rep, dealId);
  return { dealId, id: data.find((i) => i.type !== 'forecast')!.id, ids: data.map((i) => i.id) };
}

const stored = async (id: string) => (await asOwner<{ resolution: string; acted: string | null; shown: boolean }>('select resolution, acted_result as acted, shown_at is not null as shown from insight where id = $1', [id]))[0]!;
const signalsOf = (id: string) => asOwner<{ principal: string; kind: string; times: number }>('select principal, kind, times from insight_signal where insight_id = $1 order by principal, kind', [id]);
const close = (dealId: string, stage: 'Won' | 'Lost') => moveStage(rep, dealId, { stageId: ours.stage(stage).id, reason: 'test' });

describe('what people do without saying so', () => {
  it('is kept once a day, person and kind, and the first of it makes an insight shown', async () => {
    const { id, ids } = await advised('Seen');
    expect((await stored(id)).shown).toBe(false);
    await Promise.all(Array.from({ length: 20 }, () => recordSignals(rep, [{ insightId: id, kind: 'seen' }, { insightId: id, kind: 'seen' }, { insightId: id, kind: 'copied' }])));
    expect((await signalsOf(id)).map((s) => [s.kind, s.times])).toEqual([['copied', 20], ['seen', 20]]);
    expect((await stored(id)).shown).toBe(true);
    expect((await stored(ids.find((other) => other !== id)!)).shown).toBe(false);
    await recordSignals(rep, [{ insightId: id, kind: 'seen' }], new Date(Date.now() + 86_400_000));
    expect(await signalsOf(id)).toHaveLength(3);
  });

  it('reading by a program is showing; a person\'s page says itself what was seen', async () => {
    const { dealId, id } = await advised('Program');
    await listInsights(rep, dealId);
    expect((await stored(id)).shown).toBe(false);
    const { data } = await listInsights(asKey(ours, 'rep'), dealId);
    expect(data.every((i) => i.shownAt !== null)).toBe(true);
    expect((await signalsOf(id)).map((s) => s.principal.split(':')[0])).toEqual(['key']);
  });

  it('what is first seen after the closing was never advice', async () => {
    const { dealId, id } = await advised('Too late');
    await close(dealId, 'Lost');
    await recordSignals(rep, [{ insightId: id, kind: 'seen' }]);
    expect(await stored(id)).toMatchObject({ shown: false, resolution: 'pending' });
  });

  it('is refused whole for what is not there for the caller', async () => {
    const { id } = await advised('Refused');
    for (const scope of [foreigner, colleague]) await expect(recordSignals(scope, [{ insightId: id, kind: 'seen' }])).rejects.toMatchObject({ kind: 'not_found' });
    const { id: own } = await advised('Own');
    await expect(recordSignals(rep, [{ insightId: own, kind: 'seen' }, { insightId: '00000000-0000-7000-8000-000000000000', kind: 'seen' }])).rejects.toMatchObject({ kind: 'not_found' });
    expect(await signalsOf(own)).toEqual([]);
  });
});

describe('an answer', () => {
  it('says whether it is so apart from whether it helped, and that it was read', async () => {
    const { id } = await advised('Accurate');
    expect(await recordFeedback(rep, id, { kind: 'not_helpful', accuracy: 'accurate' })).toMatchObject({ kind: 'not_helpful', accuracy: 'accurate' });
    expect((await stored(id)).shown).toBe(true);
  });

  it('clicked fifty times at once is one answer, an action among them', async () => {
    const { id } = await advised('Clicked');
    await Promise.all(Array.from({ length: 50 }, () => recordFeedback(rep, id, { kind: 'helpful', actedOn: { action: 'Called them' } })));
    expect(await asOwner('select kind, acted_on->>\'action\' as action from feedback where insight_id = $1', [id])).toEqual([{ kind: 'helpful', action: 'Called them' }]);
    const [{ n: before }] = await asOwner<{ n: number }>('select count(*)::int as n from feedback_change c join feedback f on f.id = c.feedback_id where f.insight_id = $1', [id]) as [{ n: number }];
    await recordFeedback(rep, id, { kind: 'helpful', actedOn: { action: 'Called them' } });
    expect(await asOwner('select count(*)::int as n from feedback_change c join feedback f on f.id = c.feedback_id where f.insight_id = $1', [id])).toEqual([{ n: before }]);
  });

  it('given while the advice is made anew waits for it, or it for the answer: neither for the other in a circle', async () => {
    for (let round = 0; round < 6; round++) {
      const { dealId, ids } = await advised(`At once ${round}`);
      // One is due and is judged, which makes a label; the others have changed and are replaced.
      await asOwner(`update insight set shown_at = now() - interval '9 days', prediction = prediction || jsonb_build_object('by', case when id = $2 then (now() - interval '1 day')::date::text else prediction->>'by' end, 'probability', 0.01, 'claim', 'lost') where deal_id = $1`, [dealId, ids.at(-1)]);
      const { runId } = await requestInsights(rep, dealId);
      const asked = await prepareRun(rep, runId).then(() => askRun(rep, runId));
      await Promise.all([storeRun(rep, runId, asked), ...ids.flatMap((id) => (['helpful', 'not_helpful'] as const).map((kind) => recordFeedback(rep, id, { kind, actedOn: { action: 'Called them', type: 'call' } })))]);
    }
  });

  it('keeps when it was done: now, or the day that is said, never before the advice nor in the future', async () => {
    const { id } = await advised('When');
    const at = async () => (await asOwner<{ at: Date }>('select acted_at as at from feedback where insight_id = $1', [id]))[0]!.at.getTime();
    await asOwner(`update insight set shown_at = created_at where id = $1`, [id]);
    await recordFeedback(rep, id, { actedOn: { action: 'Called', at: day(3).slice(0, 10) } });
    expect(Math.abs(await at() - Date.parse(day(3).slice(0, 10)))).toBeLessThan(1000);
    await recordFeedback(rep, id, { actedOn: { action: 'Called and wrote' } });
    expect(Math.abs(await at() - Date.parse(day(3).slice(0, 10)))).toBeLessThan(1000);
    for (const wrong of [day(30), day(-3)]) await expect(recordFeedback(rep, id, { actedOn: { action: 'Called', at: wrong } })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('what was done about a warning', () => {
  it('in time: averted when it did not come true, came true when it did', async () => {
    const [averted, came] = [await advised('Averted'), await advised('Came true')];
    for (const { id } of [averted, came]) {
      await recordSignals(rep, [{ insightId: id, kind: 'seen' }]);
      await recordFeedback(rep, id, { actedOn: { action: 'Called' } });
    }
    await close(averted.dealId, 'Won');
    await close(came.dealId, 'Lost');
    expect(await stored(averted.id)).toMatchObject({ resolution: 'not_testable', acted: 'averted' });
    expect(await stored(came.id)).toMatchObject({ resolution: 'right', acted: 'came_true' });
  });

  it('told later counts when it was done before the outcome, and is taken back when that is taken back', async () => {
    const { dealId, id } = await advised('Told later');
    await asOwner('update insight set shown_at = created_at where id = $1', [id]);
    await close(dealId, 'Won');
    expect(await stored(id)).toMatchObject({ resolution: 'wrong', acted: null });
    await recordFeedback(rep, id, { actedOn: { action: 'Called' } });
    expect(await stored(id)).toMatchObject({ resolution: 'wrong', acted: null });
    await recordFeedback(rep, id, { actedOn: { action: 'Called', at: day(2) } });
    expect(await stored(id)).toMatchObject({ resolution: 'not_testable', acted: 'averted' });
    await recordFeedback(rep, id, {});
    expect(await stored(id)).toMatchObject({ resolution: 'wrong', acted: null });
    const history = await asOwner<{ resolution: string }>('select resolution from insight_resolution where insight_id = $1 order by at, id', [id]);
    expect(history.map((h) => h.resolution)).toEqual(['wrong', 'not_testable', 'wrong']);
  });
});
