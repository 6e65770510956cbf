import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { recordSignals } from '@/lib/feedback/record-signals';
import { readHome } from '@/lib/home/read-home';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { openDeal } from '@/lib/insights/open-deal';
import { requestInsights } from '@/lib/insights/request-insights';
import type { Scope } from '@/lib/server/scope';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { asKey, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { positionOf } from './arm';

useDatabase();

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
let ours: TestWorkspace, rep: Scope, held: string, shown: string;

/** A deal of the rep's that the draw puts on this side of one half. */
async function dealIn(arm: 'shown' | 'held_out'): Promise<string> {
  for (;;) {
    const { id } = await createDeal(rep, { name: `A deal ${arm}`, openedAt: day(60), amount: 1000 });
    if ((positionOf(ours.id, id) < 0.5) === (arm === 'held_out')) return id;
  }
}
const advise = async (id: string) => generateNow(rep, (await requestInsights(rep, id)).runId);

beforeAll(async () => {
  ours = await newTestWorkspace();
  rep = await newMember(ours, 'rep', 'Robin');
  await changeSettings(ours.system, { heldOutShare: 0.5 });
  [held, shown] = [await dealIn('held_out'), await dealIn('shown')];
  await advise(held);
  await advise(shown);
});

describe('a held-out deal', () => {
  it('is advised on like any other, and nobody is shown it', async () => {
    const [{ id, n }] = await asOwner<{ id: string; n: number }>('select min(id::text) as id, count(*)::int as n from insight where deal_id = $1', [held]) as [{ id: string; n: number }];
    expect(n).toBeGreaterThan(0);
    for (const scope of [rep, ours.system, asKey(ours, 'admin')]) {
      const { data, heldOut, run } = await listInsights(scope, held);
      expect([data, heldOut]).toEqual([[], { share: 0.5 }]);
      expect(run?.stages.every((stage) => stage.found === null)).toBe(true);
    }
    const opened = await openDeal(rep, held);
    expect([opened.insights.data, opened.evidence.opened]).toEqual([[], {}]);
    expect(opened.score).not.toBeNull();
    await expect(recordFeedback(rep, id, { kind: 'helpful' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(recordSignals(rep, [{ insightId: id, kind: 'seen' }])).rejects.toMatchObject({ kind: 'not_found' });
    const home = JSON.stringify(await readHome(rep, new Date()));
    const titles = await asOwner<{ id: string }>('select id from insight where deal_id = $1', [held]);
    for (const insight of titles) expect(home).not.toContain(insight.id);
  });

  it('counts in no accuracy when it closes', async () => {
    await moveStage(rep, held, { stageId: ours.stage('Lost').id, reason: 'test' });
    expect(await asOwner('select distinct resolution, shown_at from insight where deal_id = $1', [held])).toEqual([{ resolution: 'pending', shown_at: null }]);
    expect(await asOwner('select kind from outcome where deal_id = $1', [held])).toEqual([{ kind: 'lost' }]);
  });
});

describe('the draw', () => {
  it('happens once: another share, another owner or another run moves nobody', async () => {
    const before = await asOwner('select * from holdout_assignment order by deal_id');
    await changeSettings(ours.system, { heldOutShare: 0 });
    await advise(shown);
    expect((await listInsights(rep, held)).heldOut).not.toBeNull();
    await changeSettings(ours.system, { heldOutShare: 0.5 });
    await advise(shown);
    expect((await listInsights(rep, shown)).heldOut).toBeNull();
    expect(await asOwner('select * from holdout_assignment order by deal_id')).toEqual(before);
  });

  it('is not made for a deal that was advised on before there were arms', async () => {
    const id = await dealIn('held_out');
    await changeSettings(ours.system, { heldOutShare: 0 });
    await advise(id);
    await asOwner('delete from holdout_assignment where deal_id = $1', [id]);
    await changeSettings(ours.system, { heldOutShare: 0.5 });
    await advise(id);
    expect(await asOwner('select arm, share from holdout_assignment where deal_id = $1', [id])).toEqual([{ arm: 'shown', share: 0 }]);
  });

  it('at a share of 0 everybody is shown, and at once it is one row', async () => {
    await changeSettings(ours.system, { heldOutShare: 0 });
    const id = await dealIn('held_out');
    await Promise.all(Array.from({ length: 8 }, () => requestInsights(rep, id)));
    expect(await asOwner('select arm, share, owner_id from holdout_assignment where deal_id = $1', [id])).toEqual([{ arm: 'shown', share: 0, owner_id: rep.principal.id }]);
  });
});
