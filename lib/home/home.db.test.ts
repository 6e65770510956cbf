import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import type { NewDeal } from '@/lib/deals/schema';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { db, transaction } from '@/lib/server/db/tenancy';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { readHome } from './read-home';

useDatabase();

const NOW = new Date();
const daysAway = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

let ours: TestWorkspace;
let rep: Scope;
let other: Scope;
let manager: Scope;
let operator: Scope;
let empty: TestWorkspace;
const ids: Record<string, string> = {};

/** A deal with an even chance and the attention that a test needs, whatever model and rules would say. */
async function deal(owner: Scope, name: string, input: Partial<NewDeal>, is: { attention?: number } = {}): Promise<string> {
  const { id } = await createDeal(owner, { name, ...input });
  await transaction(ours.system, () => db(ours.system).deal.update({
    where: { id }, data: { attention: is.attention ?? 0, winProbability: 0.5, scoredAt: daysAway(-0.1), ...(is.attention ? { topReason: `because ${name}` } : {}) },
  }));
  await scores(id, [{ at: -0.1, probability: 0.5, cause: 'created' }]);
  ids[name] = id;
  return id;
}

const scores = (dealId: string, points: { at: number; probability: number; cause: string }[]) => transaction(ours.system, async () => {
  await db(ours.system).dealScore.deleteMany({ where: { dealId } });
  await db(ours.system).dealScore.createMany({
    data: points.map(({ at, ...p }) => ({ ...p, workspaceId: ours.id, dealId, at: daysAway(at), low: 0, high: 1, baseRate: 0.5, n: 0, drivers: [], modelVersion: 'v' })),
  });
});

const insight = (dealId: string, title: string, severity: string) => transaction(ours.system, async () => {
  const id = uuidv7();
  const { workspaceId } = ours.system;
  const run = await db(ours.system).insightRun.create({ data: { workspaceId, dealId, status: 'completed', stages: [], asOf: NOW, requestedBy: 'test' } });
  await db(ours.system).insight.create({
    data: { id, workspaceId, dealId, runId: run.id, type: 'risk', title, body: 'b', severity, confidence: 0.5, prediction: {}, dedupeKey: title, provider: 'builtin', model: 'm', promptVersion: '1' },
  });
  await db(ours.system).insightAction.create({ data: { workspaceId, insightId: id, position: 0, type: 'call', title: `Call about ${title}`, dueInDays: 2, why: 'w' } });
  return id;
});

beforeAll(async () => {
  [ours, empty] = [await newTestWorkspace('home-a'), await newTestWorkspace('home-b')];
  [rep, other] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob')];
  [manager, operator] = [await newMember(ours, 'manager', 'Mia'), await newMember(ours, 'operator', 'Olu')];
  await deal(rep, 'small high', { amount: 10 }, { attention: 3 });
  await deal(rep, 'large medium', { amount: 9000 }, { attention: 2 });
  await deal(rep, 'large high', { amount: 500 }, { attention: 3 });
  await deal(rep, 'low', { amount: 1 }, { attention: 1 });
  await deal(other, 'of Bob', { amount: 70_000 }, { attention: 3 });
});

describe('home', () => {
  it('of a new workspace knows that there is nothing yet', async () => {
    const home = await readHome(empty.system, NOW);
    expect(home).toMatchObject({ workspace: { deals: false, colleagues: false, imports: false }, open: { count: 0, attention: 0 }, attention: [], moved: { up: 0, down: 0, rows: [] }, insights: { waiting: 0, rows: [] } });
  });

  it('orders what needs attention by urgency, then by amount, and adds the next action', async () => {
    await insight(ids['large high']!, 'silence', 'high');
    const home = await readHome(rep, NOW);
    expect(home.open).toMatchObject({ count: 4, attention: 2, attentionWorth: { minor: 51_000, unconverted: 0 }, worth: { minor: 951_100, unconverted: 0 } });
    expect(home.attention.map((d) => [d.name, d.reason, d.action?.title ?? null])).toEqual([
      ['large high', 'because large high', 'Call about silence'], ['small high', 'because small high', null],
    ]);
    expect(Date.parse(home.attention[0]!.action!.due) - Date.now()).toBeCloseTo(2 * 86_400_000, -5);
  });

  it('says what moved in a week and why, and passes over what hardly did', async () => {
    await scores(ids['small high']!, [{ at: -20, probability: 0.7, cause: 'old' }, { at: -3, probability: 0.52, cause: 'no reply' }, { at: -1, probability: 0.5, cause: 'nightly' }]);
    await scores(ids['large medium']!, [{ at: -2, probability: 0.3, cause: 'created' }, { at: -1, probability: 0.5, cause: 'meeting booked' }]);
    await scores(ids['large high']!, [{ at: -20, probability: 0.51, cause: 'old' }, { at: -1, probability: 0.5, cause: 'nightly' }]);
    const { moved } = await readHome(rep, NOW);
    expect({ ...moved, rows: moved.rows.map((d) => [d.name, d.before, d.now, d.cause]) }).toEqual({
      up: 1, down: 1, rows: [['large medium', 0.3, 0.5, 'meeting booked'], ['small high', 0.7, 0.5, 'no reply']],
    });
  });

  it('splits expected closes into passed and due, from the second day on', async () => {
    await deal(rep, 'late', { amount: 5, expectedCloseAt: daysAway(-30).toISOString() });
    await deal(rep, 'today', { amount: 7, expectedCloseAt: daysAway(-0.5).toISOString() });
    await deal(rep, 'soon', { amount: 8, expectedCloseAt: daysAway(13).toISOString() });
    await deal(rep, 'later', { amount: 9, expectedCloseAt: daysAway(15).toISOString() });
    const { closing } = await readHome(rep, NOW);
    expect(closing).toMatchObject({ overdue: 1, due: 2, dueWorth: { minor: 1500, unconverted: 0 }, closedBefore: 0 });
    expect(closing.rows.map((d) => [d.name, d.overdue])).toEqual([['late', true], ['today', false], ['soon', false]]);
  });

  it('counts a rep’s own answers, for others anybody’s, and forgets what was taken back', async () => {
    const first = await insight(ids.low!, 'first', 'low');
    await insight(ids['of Bob']!, 'of Bob', 'high');
    const waiting = async (scope: Scope) => (await readHome(scope, new Date())).insights;
    expect((await waiting(rep)).rows.map((i) => i.title)).toEqual(['silence', 'first']);
    expect(await waiting(manager)).toMatchObject({ whose: 'anybody', waiting: 3, deals: 3 });
    await recordFeedback(rep, first, { kind: 'helpful' });
    expect(await waiting(rep)).toMatchObject({ whose: 'mine', waiting: 1, answered: { now: 1, before: 0 } });
    expect(await waiting(manager)).toMatchObject({ waiting: 2, answered: { now: 1, before: 0 } });
    expect(await waiting(other)).toMatchObject({ waiting: 1, answered: { now: 0, before: 0 } });
    await recordFeedback(rep, first, {});
    expect(await waiting(rep)).toMatchObject({ waiting: 2, answered: { now: 0, before: 0 } });
  });

  it('holds this week’s closings beside last week’s', async () => {
    for (const [name, days, stage] of [['w1', -1, 'Won'], ['w2', -8, 'Won'], ['l1', -2, 'Lost'], ['l2', -9, 'Lost'], ['l3', -10, 'Lost'], ['old', -20, 'Won']] as const) {
      const id = await deal(rep, name, { amount: 100, openedAt: daysAway(-60).toISOString() });
      await moveStage(rep, id, { stageId: ours.stage(stage).id, reason: 'test', closedAt: daysAway(days).toISOString() });
    }
    const { closed, closing } = await readHome(rep, new Date());
    expect(closed).toMatchObject({ won: { now: 1, before: 1 }, lost: { now: 1, before: 2 }, wonWorth: { minor: 10_000 } });
    expect(closed.rows.map((d) => [d.name, d.status])).toEqual([['w1', 'won'], ['l1', 'lost'], ['w2', 'won'], ['l2', 'lost'], ['l3', 'lost']]);
    expect(closing.closedBefore).toBe(5);
  });

  it('shows nobody a deal out of sight, and failures only to those who may see them', async () => {
    await transaction(ours.system, async () => {
      const { workspaceId } = ours.system;
      await db(ours.system).import.create({ data: { workspaceId, entity: 'deals', filename: 'deals.csv', status: 'failed', error: 'no such column', actorName: 'test' } });
      await db(ours.system).jobRun.create({ data: { workspaceId, functionId: 'nightly', event: {}, idempotencyKey: 'x', lane: 'x', status: 'failed', dueAt: NOW, error: { message: 'broke' } } });
    });
    const [repSees, managerSees, operatorSees] = [await readHome(rep, NOW), await readHome(manager, new Date()), await readHome(operator, new Date())];
    expect(JSON.stringify(repSees)).not.toContain('of Bob');
    expect(managerSees.attention[0]?.name).toBe('of Bob');
    expect(repSees.failures).toBeNull();
    expect(managerSees.failures).toMatchObject({ imports: { now: 1, before: 0 }, jobs: null, rows: [{ kind: 'import', error: 'no such column' }] });
    expect(operatorSees.failures).toMatchObject({ imports: { now: 1, before: 0 }, jobs: { now: 1, before: 0 } });
    expect(operatorSees.failures?.rows.map((f) => f.error).sort()).toEqual(['broke', 'no such column']);
    expect(JSON.stringify(await readHome(empty.system, NOW))).not.toMatch(/of Bob|large|deals\.csv/);
  });
});
