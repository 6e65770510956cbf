import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { db, transaction } from '@/lib/server/db/tenancy';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assignForProgram, assignVariant, assignVariants } from './assign-variant';
import { changeExperiment, createExperiment, removeDraft } from './create-experiment';
import { listDecisions } from './decide';
import { foldAll } from './fold-outcomes';
import { getExperiment } from './get-experiment';
import { readCohorts, readTallies } from './outcome-store';
import { recordOutcome, recordOutcomes, reportOutcomes } from './record-outcome';
import type { Assigned, NewExperiment, OutcomeReport } from './schema';
import { startExperiment } from './start-experiment';
import { archiveExperiment, pauseExperiment, resumeExperiment, stopExperiment } from './stop-experiment';
import { externalDesign, ruleDesign } from './testing/designs';

useDatabase();

let ours: TestWorkspace, theirs: TestWorkspace, operator: Scope;
beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace(), await newTestWorkspace()];
  operator = await newMember(ours, 'operator', 'Olga Operator');
});

const running = async (over: Parameters<typeof externalDesign>[0] = {}): Promise<string> => {
  const { id } = await createExperiment(operator, externalDesign(over));
  await startExperiment(operator, id);
  return id;
};
const assign = (id: string, unitId: string) => assignVariant(operator, id, { unitId, attributes: {} });
const units = (n: number) => Array.from({ length: n }, (_, i) => ({ unitId: `unit ${i}`, attributes: {} }));
const report = (over: Partial<OutcomeReport> & { unitId: string }): OutcomeReport => ({ outcomeId: `o ${over.unitId}`, metric: 'reply', value: 1, denominator: 0, ...over });
const cohorts = (id: string) => transaction(operator, () => readCohorts(operator, id));
const tallies = async (id: string) => Object.fromEntries((await transaction(operator, () => readTallies(operator, id))).map(({ metric, disposition, count }) => [`${metric} ${disposition}`, count]));
const sumOf = async (id: string, metric: string) => (await cohorts(id)).filter((row) => row.metric === metric).reduce((all, row) => ({ n: all.n + row.n, sum: all.sum + row.sum, sumSquares: all.sumSquares + row.sumSquares, denSum: all.denSum + row.denSum }), { n: 0, sum: 0, sumSquares: 0, denSum: 0 });

describe('a design', () => {
  it('is a draft that can be changed by whoever saw it last, and removed', async () => {
    const { id } = await createExperiment(operator, externalDesign());
    const draft = await getExperiment(operator, id);
    expect(draft).toMatchObject({ status: 'draft', version: 1, layer: `own:${id}`, slice: null });
    expect(draft.variants.map(({ key, position }) => [key, position])).toEqual([['control', 0], ['curiosity', 1]]);
    await changeExperiment(operator, id, 1, externalDesign({ name: 'Another name' }));
    await expect(changeExperiment(operator, id, 1, externalDesign())).rejects.toMatchObject({ kind: 'conflict' });
    expect((await getExperiment(operator, id)).name).toBe('Another name');
    await removeDraft(operator, id);
    await expect(getExperiment(operator, id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it.each<[string, NewExperiment, RegExp]>([
    ['two variants that do the same', ruleDesign({ variants: ['a', 'b'].map((key) => ({ key, name: key, payload: { kind: 'rule' as const, enabled: true, settings: {} } })) }), /do the same/],
    ['no metric that decides', externalDesign({ metrics: [{ key: 'reply', name: 'Replied', kind: 'binomial', role: 'secondary' }] }), /decides/],
    ['a rule that is not there', ruleDesign({ subject: { kind: 'rule', ruleKey: 'nothing' } }), /no such rule/],
    ['a setting out of bounds', ruleDesign({ variants: [1, 2].map((n) => ({ key: `v${n}`, name: `V${n}`, payload: { kind: 'rule' as const, enabled: true, settings: { days: n === 1 ? 10 : 100_000 } } })) }), /Too big|too_big|<=|expected/i],
    ['a bandit that does not move', externalDesign({ type: 'MULTI_ARMED_BANDIT' }), /THOMPSON/],
    ['factors without their combinations', externalDesign({ type: 'MULTIVARIATE', factors: [{ name: 'Hook', levels: ['a', 'b'] }, { name: 'Length', levels: ['short', 'long'] }] }), /combination/],
    ['an end before the beginning', externalDesign({ startAt: '2030-02-01T00:00:00Z', stopAt: '2030-01-01T00:00:00Z' }), /end lies after/],
    ['advice assigned by person', ruleDesign({ unit: 'user' }), /once for everybody/],
  ])('with %s is refused in words', async (_, design, words) => {
    await expect(createExperiment(operator, design)).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(words) as unknown });
  });
});

describe('starting', () => {
  it('ten times at once runs it once', async () => {
    const { id } = await createExperiment(operator, externalDesign());
    const started = await Promise.all(Array.from({ length: 10 }, () => startExperiment(operator, id)));
    expect(new Set(started.map(({ status }) => status))).toEqual(new Set(['running']));
    expect((await listDecisions(operator, id)).filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(await asOwner('select epoch from experiment_weights where experiment_id = $1', [id])).toEqual([{ epoch: 0 }]);
  });

  it('gives experiments of a layer slices that do not overlap, and says what is free', async () => {
    const layer = 'mails';
    const ids = [await running({ layer, traffic: 0.4 }), await running({ layer, traffic: 0.5 })];
    const third = await createExperiment(operator, externalDesign({ layer, traffic: 0.2 }));
    await expect(startExperiment(operator, third.id)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('10%') as unknown });
    const [first, second] = await Promise.all(ids.map((id) => assignVariants(operator, id, units(2000))));
    const inside = (all: Assigned[]) => all.filter(({ variant }) => variant !== null).length;
    expect(Math.abs(inside(first!) - 800)).toBeLessThan(90);
    expect(first!.filter(({ variant }, i) => variant !== null && second![i]!.variant !== null)).toEqual([]);
    await stopExperiment(operator, ids[0]!);
    await startExperiment(operator, third.id);
    const stranger = await createExperiment(operator, externalDesign({ layer, traffic: 0.1, unit: 'account' }));
    await expect(startExperiment(operator, stranger.id)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('one kind of unit') as unknown });
  });

  it('is refused for two about the same rule in different layers', async () => {
    const { id } = await createExperiment(operator, ruleDesign({ layer: 'one' }));
    const { id: other } = await createExperiment(operator, ruleDesign({ layer: 'two' }));
    await startExperiment(operator, id);
    await expect(startExperiment(operator, other)).rejects.toMatchObject({ kind: 'conflict' });
    await stopExperiment(operator, id);
    await startExperiment(operator, other);
    await stopExperiment(operator, other);
  });
});

describe('a unit', () => {
  it('keeps its variant, also when paused, and gets none after a stop', async () => {
    const id = await running();
    const first = await assignVariants(operator, id, units(50));
    expect(new Set(first.map(({ variant }) => variant))).toEqual(new Set(['control', 'curiosity']));
    expect(await assign(id, 'unit 7')).toEqual({ ...first[7], reason: 'assigned_before' });
    await pauseExperiment(operator, id, 'Holidays');
    expect((await assign(id, 'unit 7')).variant).toBe(first[7]!.variant);
    expect(await assign(id, 'new')).toMatchObject({ variant: null, reason: 'paused' });
    await resumeExperiment(operator, id);
    expect((await assign(id, 'new')).reason).toBe('assigned');
    await stopExperiment(operator, id, 'Enough');
    expect(await assign(id, 'unit 7')).toMatchObject({ variant: null, payload: null, reason: 'not_running' });
    await expect(resumeExperiment(operator, id)).rejects.toMatchObject({ kind: 'conflict' });
    await archiveExperiment(operator, id, true);
    expect((await listDecisions(operator, id)).map(({ kind }) => kind)).toEqual(['archived', 'stopped', 'resumed', 'paused', 'started', 'created']);
  });

  it('is not said to have had another one, by whatever part of the application', async () => {
    const id = await running();
    await assign(id, 'fixed');
    const { variants } = await getExperiment(operator, id);
    await expect(transaction(operator, () => db(operator).assignment.updateMany({ where: { experimentId: id }, data: { variantId: variants[0]!.id } }))).rejects.toThrow(/permission denied/);
    await expect(transaction(operator, () => db(operator).assignment.deleteMany({ where: { experimentId: id } }))).rejects.toThrow(/permission denied/);
  });

  it('is assigned once by many at once', async () => {
    const id = await running();
    const all = await Promise.all(Array.from({ length: 20 }, () => assign(id, 'the one')));
    expect(new Set(all.map(({ variant }) => variant)).size).toBe(1);
    expect(all.filter(({ reason }) => reason === 'assigned')).toHaveLength(1);
  });

  it('is not assigned after the commit of a stop, however many ask meanwhile', async () => {
    const id = await running();
    let stopped = 0;
    const asked = Array.from({ length: 60 }, (_, i) => (i === 30 ? stopExperiment(operator, id).then(() => { stopped = Date.now(); return null; }) : assign(id, `hurry ${i}`)));
    await Promise.all(asked);
    const later = await Promise.all(Array.from({ length: 10 }, (_, i) => assign(id, `later ${i}`)));
    expect(stopped).toBeGreaterThan(0);
    expect(later.every(({ reason }) => reason === 'not_running')).toBe(true);
    expect(await asOwner(`select 1 from assignment where experiment_id = $1 and unit_id like 'later%'`, [id])).toEqual([]);
  });

  it('fits the targeting or is left alone, and carries its segment', async () => {
    const id = await running({ targeting: [{ attribute: 'industry', op: 'is', values: ['retail'] }], segmentBy: 'country' });
    expect(await assignVariant(operator, id, { unitId: 'a', attributes: { industry: 'medical' } })).toMatchObject({ variant: null, reason: 'not_targeted' });
    expect((await assignVariant(operator, id, { unitId: 'b', attributes: { industry: 'Retail', country: 'Kenya' } })).variant).not.toBeNull();
    await foldAll(operator, id);
    expect((await cohorts(id)).map(({ segment, n }) => [segment, n])).toEqual([['Kenya', 1], ['Kenya', 1], ['Kenya', 1]]);
  });
});

describe('outcomes', () => {
  it('count once, in any order, and move sums by what they change', async () => {
    const id = await running({ metrics: [
      { key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary' }, { key: 'spend', name: 'Spent', kind: 'revenue', role: 'secondary', cap: 100 }, { key: 'opens', name: 'Opens', kind: 'ratio', role: 'secondary' },
    ] });
    await assignVariants(operator, id, units(10));
    expect(await recordOutcomes(operator, id, [report({ unitId: 'unit 1' }), report({ unitId: 'unit 2' })])).toEqual({ recorded: 2, duplicates: 0 });
    expect(await recordOutcome(operator, id, report({ unitId: 'unit 1' }))).toEqual({ recorded: 0, duplicates: 1 });
    await foldAll(operator, id);
    await recordOutcomes(operator, id, [
      report({ unitId: 'unit 1', outcomeId: 'again' }), report({ unitId: 'unit 3', metric: 'spend', outcomeId: 's1', value: 30 }), report({ unitId: 'unit 3', metric: 'spend', outcomeId: 's2', value: 90 }),
      report({ unitId: 'unit 4', metric: 'opens', outcomeId: 'r1', value: 1, denominator: 2 }), report({ unitId: 'unit 4', metric: 'opens', outcomeId: 'r2', value: 1, denominator: 1 }),
    ]);
    await foldAll(operator, id);
    await foldAll(operator, id);
    expect(await sumOf(id, 'reply')).toEqual({ n: 10, sum: 2, sumSquares: 2, denSum: 0 });
    expect(await sumOf(id, 'spend')).toEqual({ n: 10, sum: 100, sumSquares: 10_000, denSum: 0 });
    expect(await sumOf(id, 'opens')).toEqual({ n: 10, sum: 2, sumSquares: 4, denSum: 3 });
    // Taken back: the unit is no longer one that replied.
    await recordOutcomes(operator, id, [report({ unitId: 'unit 2', outcomeId: 'undo', value: -1 })]);
    await foldAll(operator, id);
    expect(await sumOf(id, 'reply')).toEqual({ n: 10, sum: 1, sumSquares: 1, denSum: 0 });
    expect(await tallies(id)).toEqual({ 'opens counted': 2, 'reply counted': 4, 'reply duplicate': 1, 'spend counted': 2 });
  });

  it('early, late, outside the window or of nobody are set aside and counted', async () => {
    const id = await running({ metrics: [{ key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary', windowDays: 2, delayDays: 1 }] });
    const start = new Date(Date.now() - 40 * 86_400_000);
    await assignVariants(operator, id, units(4), start);
    const day = (n: number) => new Date(start.getTime() + n * 86_400_000);
    await recordOutcomes(operator, id, [report({ unitId: 'unit 0', occurredAt: day(0.5).toISOString() }), report({ unitId: 'unit 1', occurredAt: day(1.5).toISOString() }), report({ unitId: 'nobody', occurredAt: day(1).toISOString() }), report({ unitId: 'unit 2', occurredAt: day(3.5).toISOString() })], day(4));
    await recordOutcome(operator, id, report({ unitId: 'unit 3', occurredAt: day(2).toISOString() }));
    await foldAll(operator, id);
    expect(await tallies(id)).toEqual({ 'reply counted': 1, 'reply early': 1, 'reply late': 1, 'reply outside_window': 1, 'reply unassigned': 1 });
    // The unit turns up: its outcome is looked at again.
    const { variants } = await getExperiment(operator, id);
    await asOwner('insert into assignment (experiment_id, workspace_id, unit_id, variant_id, exposed_at) values ($1, $2, $3, $4, $5)', [id, ours.id, 'not yet', variants[0]!.id, day(0).toISOString()]);
    await assignVariants(operator, id, [{ unitId: 'nobody', attributes: {} }], day(-1));
    await foldAll(operator, id);
    expect(await tallies(id)).toEqual({ 'reply counted': 2, 'reply early': 1, 'reply late': 1, 'reply outside_window': 1 });
    expect(await sumOf(id, 'reply')).toMatchObject({ n: 6, sum: 2 });
  });

  it('are refused with what is wrong', async () => {
    const { id } = await createExperiment(operator, externalDesign());
    await expect(recordOutcome(operator, id, report({ unitId: 'a' }))).rejects.toMatchObject({ kind: 'conflict' });
    await startExperiment(operator, id);
    await expect(recordOutcome(operator, id, report({ unitId: 'a', metric: 'nothing' }))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('reply, spend, opens') as unknown });
    await expect(recordOutcome(operator, id, report({ unitId: 'a', occurredAt: '2999-01-01T00:00:00Z' }))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(recordOutcome(operator, id, report({ unitId: 'a', metric: 'opens' }))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('second number') as unknown });
  });
});

describe('a program', () => {
  it('neither assigns nor reports what the product does itself', async () => {
    const { id } = await createExperiment(operator, ruleDesign());
    await startExperiment(operator, id);
    await expect(assignForProgram(operator, id, [{ unitId: 'x', attributes: {} }])).rejects.toMatchObject({ kind: 'conflict' });
    await expect(reportOutcomes(operator, id, [report({ unitId: 'x', metric: 'helpful', denominator: 1 })])).rejects.toMatchObject({ kind: 'conflict' });
    await stopExperiment(operator, id);
    const external = await running();
    expect((await assignForProgram(operator, external, [{ unitId: 'x', attributes: {} }]))[0]!.reason).toBe('assigned');
    expect(await reportOutcomes(operator, external, [report({ unitId: 'x' })])).toEqual({ recorded: 1, duplicates: 0 });
  });
});

describe('another workspace', () => {
  it('sees, assigns, reports and stops nothing', async () => {
    const id = await running();
    for (const attempt of [
      () => getExperiment(theirs.system, id), () => assignVariant(theirs.system, id, { unitId: 'x', attributes: {} }), () => recordOutcome(theirs.system, id, report({ unitId: 'x' })),
      () => stopExperiment(theirs.system, id), () => startExperiment(theirs.system, id), () => listDecisions(theirs.system, id), () => changeExperiment(theirs.system, id, 1, externalDesign()), () => archiveExperiment(theirs.system, id, true),
    ]) await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' });
    expect(await asOwner('select count(*)::int as n from assignment where experiment_id = $1', [id])).toEqual([{ n: 0 }]);
  });
});
