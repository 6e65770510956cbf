import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { db, transaction } from '@/lib/server/db/tenancy';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { readMetrics } from './read-metrics';
import { learningMetrics, learningQuery, type LearningMetrics } from './schema';
import { adviceOn, dealOf, type Advice } from './testing/advised-deal';

useDatabase();

const NOW = new Date();
let ours: TestWorkspace, theirs: TestWorkspace, empty: TestWorkspace;
let ann: Scope, bob: Scope, operator: Scope;

const read = (scope: Scope, query: object = {}): Promise<LearningMetrics> => readMetrics(scope, learningQuery.parse({ period: '90', ...query }), new Date());
const advice = (dealId: string, what: Advice) => adviceOn(ours, dealId, NOW, what);

beforeAll(async () => {
  [ours, theirs, empty] = [await newTestWorkspace('learn-a'), await newTestWorkspace('learn-b'), await newTestWorkspace('learn-c')];
  [ann, bob, operator] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob'), await newMember(ours, 'operator', 'Olu')];
  await changeSettings(ours.system, { heldOutShare: 0 });
});

describe('metrics', () => {
  it('of a new workspace are all without a figure and say why', async () => {
    const metrics = await read(empty.system);
    expect(learningMetrics.parse(metrics)).toEqual(metrics);
    expect(metrics).toMatchObject({ insights: 0, simulated: 0, months: [], trend: null, actions: [], versions: [] });
    for (const [name, measure] of Object.entries(metrics.quality)) if (typeof measure === 'object') expect([name, measure.value, measure.why], name).toEqual([name, null, expect.stringMatching(/\w/)]);
    expect(metrics.causal).toMatchObject({ winRate: null, velocity: null, naive: null, revenue: { attributedMinor: null } });
    expect(metrics.causal.why).toBeTruthy();
  });

  it('count what was seen and resolved, by the day it was resolved, and leave out what was acted on', async () => {
    const [won, lost, open] = [await dealOf(ours, ann, NOW, 'Won', 10), await dealOf(ours, ann, NOW, 'Lost', 10), await dealOf(ours, bob, NOW)];
    await advice(lost, { shown: 20, resolved: { days: 10, as: 'right' } });
    await advice(lost, { shown: 20, resolved: { days: 10, as: 'right' }, type: 'opportunity', claim: 'stage_advances' });
    await advice(won, { shown: 20, resolved: { days: 10, as: 'wrong' } });
    await advice(won, { shown: null, resolved: { days: 10, as: 'wrong' } });
    await advice(won, { shown: 20, resolved: { days: 10, as: 'not_testable', acted: 'averted' }, disposition: 'acted_on' });
    await advice(lost, { shown: 20, resolved: { days: 10, as: 'right', acted: 'came_true' }, disposition: 'acted_on' });
    await advice(won, { shown: 130, resolved: { days: 120, as: 'wrong' }, promptVersion: 'old' });
    await advice(open, { shown: 3, simulated: true, provider: 'anthropic', promptVersion: '2', winModelVersion: 'w1', actions: ['call'] });
    const metrics = await read(operator);
    expect(metrics.quality.accuracy).toMatchObject({ value: 2 / 3, n: 3, groups: 2, compared: { to: 'the 90 days before', value: 0, n: 1 } });
    expect(metrics.quality.actedOn).toMatchObject({ value: 0.5, n: 2 });
    // Of the 3 claims, 2 say lost: 1 right; and half of the deals that closed were lost.
    expect(metrics.quality.base).toMatchObject({ n: 2, value: 0.5, compared: { value: 0.5, n: 2 } });
    expect(metrics.quality.actionRate).toMatchObject({ value: 2 / 6, n: 6, groups: 3 });
    expect(metrics.quality.coverage).toMatchObject({ value: 1, n: 1 });
    expect(metrics).toMatchObject({ insights: 6, simulated: 1, choices: { types: ['risk', 'opportunity'], prompts: ['1', '2', 'old'], models: ['w1'], providers: ['anthropic', 'builtin'] } });
    expect(learningMetrics.parse(metrics)).toEqual(metrics);
  });

  it('are split whole by each filter', async () => {
    const all = await read(operator, { period: 'all' });
    for (const [name, values] of [['type', all.choices.types], ['prompt', all.choices.prompts], ['provider', all.choices.providers]] as const) {
      const parts: LearningMetrics[] = [];
      for (const value of values) parts.push(await read(operator, { period: 'all', [name]: value }));
      expect(parts.reduce((sum, part) => sum + part.insights, 0), name).toBe(all.insights);
      expect(parts.reduce((sum, part) => sum + part.quality.accuracy.n, 0), name).toBe(all.quality.accuracy.n);
      expect(parts.reduce((sum, part) => sum + part.quality.actionRate.n, 0), name).toBe(all.quality.actionRate.n);
    }
    expect((await read(operator, { model: 'w1', period: 'all' })).insights).toBe(1);
    const day = (ago: number) => new Date(NOW.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
    expect((await read(operator, { from: day(125), to: day(115) })).quality.accuracy).toMatchObject({ n: 1, value: 0 });
    expect(all.months.reduce((sum, month) => sum + month.n, 0)).toBe(all.quality.accuracy.n);
    expect(all.versions.reduce((sum, version) => sum + version.accuracy.n, 0)).toBe(all.quality.accuracy.n);
  });

  it('move with a click and with a deal that closes', async () => {
    const deal = await dealOf(ours, ann, NOW);
    const seen = await advice(deal, { shown: 1, actions: ['meeting'] });
    const before = await read(operator);
    await recordFeedback(ann, seen, { kind: 'helpful', stars: 5 });
    const clicked = await read(operator);
    expect(clicked.quality.helpful.n).toBe(before.quality.helpful.n + 1);
    expect(clicked.quality.stars.n).toBe(before.quality.stars.n + 1);
    expect(clicked.use.activeToday).toBe(before.use.activeToday + 1);
    await recordFeedback(ann, seen, { kind: 'helpful', stars: 5, actedOn: { action: 'Met them', type: 'meeting' } });
    const acted = await read(operator);
    expect(acted.quality.actionRate.value! * acted.quality.actionRate.n).toBeCloseTo(before.quality.actionRate.value! * before.quality.actionRate.n + 1);
    expect(acted.use.timeToAction).toMatchObject({ n: 1, value: expect.closeTo(24, 0) as number });
    await moveStage(ann, deal, { stageId: ours.stage('Won').id, reason: 'test' });
    const closed = await read(operator);
    expect(closed.actions.find((a) => a.action === 'meeting')).toMatchObject({ insights: 1, taken: { value: 1, n: 1 }, notTaken: { n: 0 }, difference: null });
    await advice(await dealOf(ours, bob, NOW, 'Lost', 1), { shown: 9 });
    expect((await read(operator)).causal.naive).toMatchObject({ acted: 2 / 3, nActed: 3, notActed: 0, nNotActed: 1, difference: 2 / 3, days: null });
  });

  it('hold forecasts against how the deals ended', async () => {
    for (const [p, outcome] of [[0.9, 'Won'], [0.85, 'Won'], [0.2, 'Lost'], [0.15, 'Won']] as const) {
      const deal = await dealOf(ours, bob, NOW, outcome, 2);
      await advice(deal, { type: 'forecast', claim: 'won', probability: p, shown: 30 });
      await advice(deal, { type: 'forecast', claim: 'won', probability: 0.5, shown: 1 }); // seen when it was over
    }
    const { calibration } = await read(operator, { prompt: '1' });
    expect(calibration.bins.map((bin) => [bin.from, bin.n, bin.value])).toEqual([[0.1, 1, 1], [0.2, 1, 0], [0.8, 1, 1], [0.9, 1, 1]]);
    expect(calibration.brier.value).toBeCloseTo((0.01 + 0.0225 + 0.04 + 0.7225) / 4, 10);
    expect(calibration.ece.value).toBeCloseTo((0.85 + 0.2 + 0.15 + 0.1) / 4, 10);
    expect(calibration.constant).toBeCloseTo(0.75 * 0.25, 10);
    expect((await read(operator, { type: 'risk' })).calibration).toMatchObject({ bins: [], ece: { why: 'The filter leaves forecasts out.' } });
  });

  it('rest on the deals in the reader\'s sight, and on nobody else\'s', async () => {
    const [all, hers] = [await read(operator, { period: 'all' }), await read(ann, { period: 'all' })];
    expect(hers.insights).toBeLessThan(all.insights);
    expect(hers.choices.providers).toEqual(['builtin']);
    expect(await read(theirs.system, { period: 'all' })).toMatchObject({ insights: 0, actions: [], versions: [], use: { activeToday: 0 }, causal: { naive: null } });
  });

  it('give a causal figure only where deals are held out, and say what is missing', async () => {
    expect((await read(operator)).causal).toMatchObject({ share: 0, assigned: { shown: 0, heldOut: 0 }, winRate: null, why: expect.stringContaining('No deal is held out') as string });
    await changeSettings(ours.system, { heldOutShare: 0.3 });
    const owners = Array.from({ length: 12 }, () => uuidv7());
    for (let i = 0; i < 48; i++) {
      const arm = i % 2 === 0 ? 'held_out' : 'shown';
      const deal = await dealOf(ours, bob, NOW, i % 5 === 3 ? null : (i * 7) % 10 < (arm === 'shown' ? 7 : 4) ? 'Won' : 'Lost', 100 - i);
      await transaction(ours.system, () => db(ours.system).holdoutAssignment.create({ data: { workspaceId: ours.id, dealId: deal, arm, share: 0.3, ownerId: owners[Math.floor(i / 2) % 12]!, assignedAt: new Date(NOW.getTime() - 150 * 86_400_000) } }));
    }
    // Advised on before anybody was held out: shown without a draw, so it is compared with nobody.
    const undrawn = await dealOf(ours, bob, NOW, 'Won', 50);
    await transaction(ours.system, () => db(ours.system).holdoutAssignment.create({ data: { workspaceId: ours.id, dealId: undrawn, arm: 'shown', share: 0, ownerId: owners[0]!, assignedAt: new Date(NOW.getTime() - 400 * 86_400_000) } }));
    const { causal } = await read(operator, { type: 'risk' });
    expect(causal).toMatchObject({ share: 0.3, assigned: { shown: 24, heldOut: 24 }, why: null, winRate: { nShown: 24, nHeldOut: 24, clusters: 12 }, velocity: { nShown: 24 }, dealsNeeded: expect.any(Number) as number });
    const { winRate, revenue } = causal;
    expect(winRate!.difference).toBeCloseTo(winRate!.shown - winRate!.heldOut, 10);
    expect(winRate!.low).toBeLessThan(winRate!.difference);
    expect(revenue.attributedMinor).toBe(Math.round(revenue.wonMinor * (winRate!.difference / winRate!.shown)));
    expect(causal.explanation).toMatch(/held-out deals/);
  });

  it('say what labels are worth', async () => {
    expect((await read(operator)).curve).toMatchObject({ points: [], why: expect.stringContaining('It takes 60 labelled insights') as string });
  });
});
