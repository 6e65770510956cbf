import { beforeAll, describe, expect, it } from 'vitest';
import { addDealNote } from '@/lib/deals/add-note';
import { createDealFromForm, updateDealFromForm } from '@/lib/deals/deal-form';
import { moveStage } from '@/lib/deals/move-stage';
import { dealNotes, dealTimeline } from '@/lib/deals/timeline';
import type { Scope } from '@/lib/server/scope';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { generateNow } from './generate-insights';
import { openDeal } from './open-deal';
import { requestInsights } from './request-insights';

useDatabase();

const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
let ours: TestWorkspace, rep: Scope, colleague: Scope, foreigner: Scope, dealId: string;

beforeAll(async () => {
  ours = await newTestWorkspace();
  rep = await newMember(ours, 'rep', 'Robin');
  colleague = await newMember(ours, 'rep', 'Kim');
  foreigner = await newMember(await newTestWorkspace(), 'admin', 'Oscar');
  for (let i = 0; i < 6; i++) await closedDeal(ours, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i));
  dealId = (await createDealFromForm(rep, { name: 'Acme renewal', account: 'Acme', amount: 5000, currency: 'EUR', expectedCloseAt: day(-20) })).id;
  await addDealNote(rep, dealId, { text: 'The CFO asked for a discount.' });
  await generateNow(rep, (await requestInsights(rep, dealId)).runId);
});

describe('what stands on a deal\'s page', () => {
  it('opens every citation of every insight from the context of its run', async () => {
    const { insights, evidence } = await openDeal(rep, dealId);
    const cited = insights.data.flatMap((insight) => insight.evidence.map((e) => ({ run: insight.runId, key: `${e.kind}:${e.id}` })));
    expect(cited.length).toBeGreaterThan(3);
    for (const { run, key } of cited) expect(evidence.opened[run]?.[key], key).toMatchObject({ key });
    const deals = cited.filter(({ key }) => key.startsWith('deal:')).map(({ run, key }) => evidence.opened[run]![key]!);
    for (const opened of deals) {
      expect(opened).toMatchObject({ opened: 'deal', deal: { outcome: expect.stringMatching(/won|lost/) as string } });
    }
  });

  it('links only the cited deals that the caller may open', async () => {
    const own = await openDeal(rep, dealId);
    expect(own.evidence.visibleDeals).toEqual([]);
    const { evidence, insights } = await openDeal(ours.system, dealId);
    const citedDeals = new Set(insights.data.flatMap((i) => i.evidence.filter((e) => e.kind === 'deal').map((e) => e.id)));
    expect(new Set(evidence.visibleDeals)).toEqual(citedDeals);
  });

  it('says at which rate an amount in another currency counts, and when there is none', async () => {
    expect((await openDeal(rep, dealId)).converted).toEqual({ currency: 'USD', rate: null, amount: null });
    await asOwner(`insert into exchange_rate (id, workspace_id, currency, rate, as_of, source) values (gen_random_uuid(), $1, 'EUR', 1.1, now(), 'test')`, [ours.id]);
    expect((await openDeal(rep, dealId)).converted).toMatchObject({ currency: 'USD', rate: 1.1 });
    expect((await openDeal(rep, dealId)).converted?.amount).toBeCloseTo(5500, 6);
  });

  it('is not there for a colleague without sight of it, nor for another workspace', async () => {
    for (const scope of [colleague, foreigner]) {
      for (const read of [openDeal, dealTimeline, dealNotes]) await expect(read(scope, dealId)).rejects.toMatchObject({ kind: 'not_found' });
    }
  });
});

describe('the timeline', () => {
  it('tells moves, changes and words with who and when, newest first', async () => {
    await updateDealFromForm(rep, dealId, { expectedCloseAt: day(-50) });
    await moveStage(rep, dealId, { stageId: ours.stage('Proposal').id });
    const { events, more } = await dealTimeline(rep, dealId);
    expect(more).toBe(false);
    expect(events.map((e) => e.type)).toEqual(['move', 'change', 'interaction', 'move']);
    expect(events[0]).toMatchObject({ from: 'Prospecting', to: 'Proposal', kind: 'open', simulated: false });
    expect(events[1]).toMatchObject({ field: 'expectedCloseAt' });
    expect(events[2]).toMatchObject({ kind: 'note', author: 'Robin', text: 'The CFO asked for a discount.' });
    expect(events[3]).toMatchObject({ from: null, to: 'Prospecting' });
    expect((await dealNotes(rep, dealId)).map((n) => [n.author, n.text])).toEqual([['Robin', 'The CFO asked for a discount.']]);
  });
});

describe('the form', () => {
  it('takes the account of that name, and leaves what is not in the patch as it was', async () => {
    const second = await createDealFromForm(rep, { name: 'Second', account: 'acme' });
    const { deal } = await openDeal(rep, dealId);
    expect(second.account?.id).toBe(deal.account?.id);
    const changed = await updateDealFromForm(rep, second.id, { amount: 10 });
    expect([changed.account?.id, changed.name, changed.amount]).toEqual([deal.account?.id, 'Second', 10]);
    expect((await updateDealFromForm(rep, second.id, { account: null })).account).toBeNull();
  });
});
