import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { testPerson, type TestPerson } from '@/lib/members/testing/people';
import { createVersion } from '@/lib/prompts/create-version';
import { moveLabel } from '@/lib/prompts/move-label';
import { productionPrompt } from '@/lib/prompts/production-prompt';
import { db, transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { applyItem, revertItem } from './apply-item';
import { decideItem } from './decide-item';
import { getItem, plannersRecord } from './list-items';
import { measureItems } from './measure-items';
import { proposeItem } from './propose-item';
import type { Proposal } from './schema';

useDatabase();

const DAY = 86_400_000;
const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);

let ours: TestWorkspace;
let mia: TestPerson, olu: TestPerson;
let dealId: string;
beforeAll(async () => {
  ours = await newTestWorkspace('effects');
  [mia, olu] = [await testPerson(ours.system, 'manager', 'mia@effects.test'), await testPerson(ours.system, 'operator', 'olu@effects.test')];
  dealId = (await createDeal(ours.system, { name: 'Acme' })).id;
});

/** An applied item, as of some days ago. */
async function applied(proposal: Proposal, days: number): Promise<string> {
  const { id } = await proposeItem(olu.scope, proposal);
  await decideItem(mia.scope, id, 'approve', { changeHash: (await getItem(mia.scope, id)).changeHash });
  expect(await applyItem(ours.system, id, daysAgo(days))).toEqual({ status: 'applied' });
  return id;
}

type Made = { n: number; ago: number; right?: number; ruleKey?: string; promptVersion?: string; provider?: string; resolvedAgo?: number; helpful?: number };
/** `n` insights of one day, the first `right` resolved right and the others wrong; each answered once, the first `helpful` of them so. */
const insights = ({ n, ago, right = 0, ruleKey = 'stalled', promptVersion = '1', provider = 'builtin', resolvedAgo = 0.5, helpful }: Made) => transaction(ours.system, async () => {
  const { workspaceId } = ours.system;
  const run = await db(ours.system).insightRun.create({ data: { workspaceId, dealId, status: 'completed', stages: [], asOf: NOW, requestedBy: 'test' } });
  const ids = Array.from({ length: n }, () => uuidv7());
  await db(ours.system).insight.createMany({
    data: ids.map((id, i) => ({
      id, workspaceId, dealId, runId: run.id, type: 'risk', title: 't', body: 'b', severity: 'low', confidence: 0.5, prediction: {}, dedupeKey: id, provider, model: 'm', promptVersion, ruleKey,
      resolution: i < right ? 'right' : 'wrong', resolvedAt: daysAgo(resolvedAgo), createdAt: daysAgo(ago),
    })),
  });
  if (helpful !== undefined) {
    await db(ours.system).feedback.createMany({ data: ids.map((insightId, i) => ({ workspaceId, insightId, principal: 'member:x', actorName: 'x', kind: i < helpful ? 'helpful' : 'not_helpful', updatedAt: daysAgo(resolvedAgo) })) });
  }
});

const stalled = (after: number, more: object = {}): Proposal => ({
  kind: 'change_rule', title: 't', rationale: 'r', risk: 'x', change: { ruleKey: 'stalled', before: { enabled: true, settings: { percentile: 80 } }, after: { enabled: true, settings: { percentile: after } } }, ...more,
}) as Proposal;

describe('the effect of a rule change', () => {
  it('is of that rule’s insights since, against as many days before, each with what was known then', async () => {
    const id = await applied(stalled(90, { expected: { metric: 'accuracy', difference: 0.3, low: 0.1, high: 0.5, n: 40, basis: 'past deals' } }), 10);
    await insights({ n: 40, ago: 15, right: 20, resolvedAgo: 12, helpful: 10 });
    await insights({ n: 30, ago: 25, right: 30, resolvedAgo: 24 }); // longer ago than it is since
    await insights({ n: 30, ago: 15, right: 30, resolvedAgo: 5 }); // before, but not yet known to be right then
    await insights({ n: 30, ago: 5, right: 30, ruleKey: 'ghosted' }); // another rule
    await insights({ n: 10, ago: 5, right: 8, helpful: 9 });
    expect(await measureItems(ours.system, NOW)).toBe(1);
    const early = (await getItem(mia.scope, id)).measured!;
    expect(early).toMatchObject({ of: 'insights of the rule “Stalled in stage”', needed: 20, days: 10, metrics: [
      { metric: 'accuracy', before: { hits: 20, n: 40 }, since: { hits: 8, n: 10 }, difference: null, low: null },
      { metric: 'helpful', before: { hits: 10, n: 40 }, since: { hits: 9, n: 10 }, difference: null },
    ] });
    expect(await plannersRecord(mia.scope)).toEqual({ judged: 0, inside: 0 });

    await insights({ n: 30, ago: 4, right: 24 });
    await measureItems(ours.system, NOW);
    const [accuracy] = (await getItem(mia.scope, id)).measured!.metrics;
    expect(accuracy).toMatchObject({ since: { hits: 32, n: 40 }, difference: expect.closeTo(0.3) as number });
    expect(accuracy!.low).toBeLessThan(0.3);
    expect(await plannersRecord(mia.scope)).toEqual({ judged: 1, inside: 1 });
    await revertItem(mia.scope, id);
  });

  it('that is switched off is of all that is said of its type', async () => {
    const id = await applied({ ...stalled(80), change: { ruleKey: 'stalled', before: { enabled: true, settings: { percentile: 80 } }, after: { enabled: false, settings: { percentile: 80 } } } } as Proposal, 10);
    await measureItems(ours.system, NOW);
    expect((await getItem(mia.scope, id)).measured).toMatchObject({ of: 'all risks', metrics: [{ since: { n: 70 } }, {}] });
    await revertItem(mia.scope, id);
  });
});

describe('a label of a prompt', () => {
  const move = async (label = 'production') => {
    const first = await productionPrompt(ours.system, analyseDeal);
    const [{ promptId } = { promptId: '' }] = await asOwner<{ promptId: string }>('select prompt_id as "promptId" from prompt_version where id = $1', [first.id]);
    const second = await createVersion(olu.scope, { promptId, config: {}, template: { ...analyseDeal.defaultPrompt.template, system: `${analyseDeal.defaultPrompt.template.system}\n${label}` } });
    const change = { promptId, promptName: analyseDeal.name, label, from: label === 'production' ? { versionId: first.id, version: Number(first.version) } : null, to: { versionId: second.id, version: second.version } };
    return { first, second, change, proposal: { kind: 'move_prompt_label', title: 'A better prompt', rationale: 'r', risk: 'x', change } satisfies Proposal };
  };
  const production = async () => (await productionPrompt(ours.system, analyseDeal)).id;

  it('never moves by itself: it moves when approved, and back, each with its reason', async () => {
    const { first, second, change, proposal } = await move();
    const { id } = await proposeItem(olu.scope, proposal);
    const item = await getItem(mia.scope, id);
    expect(item).toMatchObject({ diff: [{ label: '“production” of the prompt analyse_deal', before: 'version 1', after: 'version 2' }], edit: null });
    expect(await production()).toBe(first.id);
    await decideItem(mia.scope, id, 'approve', { changeHash: item.changeHash });
    await applyItem(ours.system, id, daysAgo(3));
    expect(await production()).toBe(second.id);

    await insights({ n: 3, ago: 2, right: 2, promptVersion: '2', provider: 'anthropic' });
    await insights({ n: 5, ago: 2, right: 5, promptVersion: '2' }); // the built-in analyst reads no prompt
    await insights({ n: 4, ago: 5, right: 1, promptVersion: '1', provider: 'anthropic', resolvedAgo: 4 });
    await measureItems(ours.system, NOW);
    expect((await getItem(mia.scope, id)).measured).toMatchObject({ metrics: [{ before: { hits: 1, n: 4 }, since: { hits: 2, n: 3 } }, {}] });

    await revertItem(mia.scope, id);
    expect(await production()).toBe(first.id);
    await moveLabel(olu.scope, { promptId: change.promptId, label: 'production', from: first.id, to: second.id }, 'by hand');
    await expect(proposeItem(olu.scope, proposal)).rejects.toMatchObject({ kind: 'conflict' });
    await moveLabel(olu.scope, { promptId: change.promptId, label: 'production', from: second.id, to: first.id }, 'by hand');
  });

  it('is moved from where the proposal saw it, or not at all; one that stood nowhere is taken off again', async () => {
    const { change, proposal } = await move('trial');
    const id = await applied(proposal, 0);
    const standing = () => asOwner<{ id: string }>(`select version_id as id from prompt_label where label = 'trial'`);
    expect(await standing()).toEqual([{ id: change.to.versionId }]);
    await revertItem(mia.scope, id);
    expect(await standing()).toEqual([]);
  });

  it('of a version that is not of this prompt is refused', async () => {
    const { change, proposal } = await move('other');
    for (const wrong of [{ to: { ...change.to, versionId: uuidv7() } }, { to: { ...change.to, version: 77 } }, { promptName: 'another' }, { promptId: uuidv7() }]) {
      await expect(proposeItem(olu.scope, { ...proposal, change: { ...change, ...wrong } })).rejects.toMatchObject({ kind: 'not_found' });
    }
  });
});
