/** Verdicts at their edges: what is said, and that it rests on the always-valid interval alone. */
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse';
import type { Analysable } from './design';
import type { CohortRow, Results } from '../results-schema';
import { idOf, madeExperiment, madeMean, madeMetric, madeRate, madeVariants, NOW } from '../testing/made-experiment';

const say = (experiment: Analysable, cohorts: CohortRow[], more: Partial<Parameters<typeof analyse>[0]> = {}): Results => analyse({ experiment, cohorts, tallies: [], weights: [], now: NOW, ...more });
const health = (of: Results, key: string) => of.health.find((check) => check.key === key)!;
const unmet = (of: Results): string[] => of.verdict.requirements.filter(({ met }) => !met).map(({ key }) => key);

describe('a winner', () => {
  it('is said as a sentence, with the interval that the words "safe to stop" rest on', () => {
    const said = say(madeExperiment({ plan: { plannedUnits: 4_000 } }), [madeRate(0, 200, 2_000), madeRate(1, 280, 2_000)]);
    const { difference } = said.metrics[0]!.variants[1]!;
    expect(difference!.low).toBeGreaterThan(0);
    expect(said.verdict).toMatchObject({ kind: 'winner', safeToStop: true, variantId: idOf(1) });
    expect(said.verdict.headline).toBe(`Curiosity beats Control: +4.0 points (${(difference!.low * 100).toFixed(1)} to ${(difference!.high * 100).toFixed(1)}), over 99% likely better, safe to stop.`);
    expect(unmet(said)).toEqual([]);
  });
  it('is not named on the Bayesian chance alone', () => {
    const said = say(madeExperiment(), [madeRate(0, 100, 1_000), madeRate(1, 130, 1_000)]);
    expect(said.metrics[0]!.variants[1]!.chanceToBeat).toBeCloseTo(0.9822, 4);
    expect(said.metrics[0]!.variants[1]!.fixed!.pValue).toBeLessThan(0.05);
    expect(said.verdict).toMatchObject({ kind: 'keep_going', safeToStop: false, variantId: null });
    expect(unmet(said)).toEqual(['confidence']);
  });
  it('needs the units, the size, the guardrails and the split', () => {
    const rows = [madeRate(0, 200, 2_000), madeRate(1, 280, 2_000)];
    expect(say(madeExperiment({ plan: { minSampleSize: 2_001 } }), rows).verdict).toMatchObject({ kind: 'too_early', headline: 'Too early: “Control” has 2,000 units, 2,001 are needed.' });
    expect(say(madeExperiment({ plan: { minSampleSize: 2_000 } }), rows).verdict.kind).toBe('winner');
    const asked = say(madeExperiment({ plan: { minEffect: 0.5 } }), rows);
    expect(asked.verdict).toMatchObject({ kind: 'keep_going', safeToStop: false });
    expect(asked.verdict.headline).toContain('Curiosity is better, but not yet by the 50% asked for');
    expect(unmet(asked)).toEqual(['effect']);
    const lopsided = say(madeExperiment(), [madeRate(0, 200, 2_000), madeRate(1, 320, 2_300)]);
    expect(lopsided.verdict).toMatchObject({ kind: 'doubtful', safeToStop: false, variantId: null });
    expect(health(lopsided, 'sample_ratio').level).toBe('alert');
    expect(unmet(lopsided)).toContain('sample_ratio');
  });
  it('of a metric that should be low is the lower one; the figures keep their sign', () => {
    const said = say(madeExperiment({ plan: { metrics: [madeMetric({ better: 'lower' })] } }), [madeRate(0, 280, 2_000), madeRate(1, 200, 2_000)]);
    expect(said.verdict).toMatchObject({ kind: 'winner', variantId: idOf(1) });
    expect(said.verdict.headline).toContain('Curiosity beats Control: -4.0 points');
    expect(said.metrics[0]!.variants[1]!.chanceToBeat).toBeGreaterThan(0.99);
    expect(said.metrics[0]!.variants[1]!.risk).toBeLessThan(0.001);
  });
  it('of several shares the chance to err', () => {
    const two = [madeRate(0, 200, 2_000), madeRate(1, 262, 2_000)];
    const alone = say(madeExperiment({ plan: { plannedUnits: 4_000 } }), two);
    const many = say(madeExperiment({ variants: madeVariants(['Control', 'Curiosity', 'B', 'C', 'D']), plan: { plannedUnits: 10_000 } }), [...two, madeRate(2, 200, 2_000), madeRate(3, 201, 2_000), madeRate(4, 199, 2_000)]);
    const width = (of: Results) => of.metrics[0]!.variants[1]!.difference!.high - of.metrics[0]!.variants[1]!.difference!.low;
    expect(width(many)).toBeGreaterThan(1.1 * width(alone));
    expect([alone.verdict.kind, many.verdict.kind]).toEqual(['winner', 'keep_going']);
    expect(many.verdict.detail).toContain('for all 4 comparisons together: each is made at 98.8%');
  });
  it('of an experiment that has ended needs no word on stopping', () => {
    expect(say(madeExperiment({ status: 'stopped' }), [madeRate(0, 200, 2_000), madeRate(1, 280, 2_000)]).verdict.headline).not.toContain('stop');
  });
});

describe('the control', () => {
  it('wins when all others are worse', () => {
    expect(say(madeExperiment(), [madeRate(0, 280, 2_000), madeRate(1, 200, 2_000)]).verdict).toMatchObject({ kind: 'control', safeToStop: true, variantId: idOf(0) });
    const three = madeVariants(['Control', 'Curiosity', 'Question']);
    expect(say(madeExperiment({ variants: three }), [madeRate(0, 280, 2_000), madeRate(1, 180, 2_000), madeRate(2, 275, 2_000)]).verdict.kind).toBe('keep_going');
  });
});

describe('harm', () => {
  const metrics = [madeMetric(), madeMetric({ key: 'leave', name: 'Unsubscribes', role: 'guardrail', better: 'lower', tolerance: 0.1 })];
  const rows = (left: number) => [madeRate(0, 200, 2_000), madeRate(1, 210, 2_000), madeRate(0, 40, 2_000, { metric: 'leave' }), madeRate(1, left, 2_000, { metric: 'leave' })];
  it('to a guardrail ends it, where it is surely beyond what is tolerated', () => {
    const said = say(madeExperiment({ plan: { metrics } }), rows(120));
    expect(said.verdict).toMatchObject({ kind: 'harm', safeToStop: true, variantId: idOf(1) });
    expect(said.verdict.headline).toContain('Curiosity harms Unsubscribes: +4.0 points');
    expect(said.verdict.headline).toContain('more than the 10% that is tolerated');
    expect(health(said, 'guardrails').level).toBe('alert');
    expect(unmet(said)).toContain('guardrails');
  });
  it('within what is tolerated is a caution, and no harm none', () => {
    const tolerant = [metrics[0]!, { ...metrics[1]!, tolerance: 1 }];
    expect(health(say(madeExperiment({ plan: { metrics: tolerant } }), rows(80)), 'guardrails').level).toBe('caution');
    expect(say(madeExperiment({ plan: { metrics: tolerant } }), rows(80)).verdict.kind).not.toBe('harm');
    expect(health(say(madeExperiment({ plan: { metrics } }), rows(41)), 'guardrails').level).toBe('ok');
  });
  it('keeps another variant from nothing: the one without harm may win', () => {
    const said = say(madeExperiment({ variants: madeVariants(['Control', 'Curiosity', 'Question']), plan: { metrics } }), [...rows(120), madeRate(2, 300, 2_000), madeRate(2, 41, 2_000, { metric: 'leave' })]);
    expect(said.verdict).toMatchObject({ kind: 'winner', variantId: idOf(2) });
  });
  it('to the deciding metric is said before it has the units for a decision', () => {
    expect(say(madeExperiment({ plan: { minSampleSize: 1_000 } }), [madeRate(0, 60, 100), madeRate(1, 10, 100)]).verdict).toMatchObject({ kind: 'harm', safeToStop: true });
    expect(say(madeExperiment({ plan: { minSampleSize: 1_000 } }), [madeRate(0, 12, 15), madeRate(1, 0, 15)]).verdict.kind).toBe('too_early');
  });
});

describe('futility', () => {
  it('is that even the best end of the interval is not worth having', () => {
    const rows = [madeRate(0, 50_000, 100_000), madeRate(1, 50_050, 100_000)];
    const said = say(madeExperiment({ plan: { plannedUnits: 200_000 } }), rows);
    const { relative } = said.metrics[0]!.variants[1]!;
    expect(Math.max(-relative!.low, relative!.high)).toBeLessThan(0.05);
    expect(said.verdict).toMatchObject({ kind: 'futile', safeToStop: true, variantId: null });
    expect(say(madeExperiment({ plan: { plannedUnits: 200_000, minEffect: relative!.high * 0.99 } }), rows).verdict.kind).toBe('keep_going');
    expect(say(madeExperiment({ plan: { plannedUnits: 200_000, minEffect: relative!.high * 1.01 } }), rows).verdict.kind).toBe('futile');
  });
});

describe('too early', () => {
  it('with nobody, with few, and while days are not over', () => {
    expect(say(madeExperiment(), []).verdict).toMatchObject({ kind: 'too_early', headline: 'Too early: “Control” has no units yet.' });
    const experiment = madeExperiment({ plan: { metrics: [madeMetric({ windowDays: 14 })] } });
    const rows = [madeRate(0, 200, 2_000), madeRate(1, 280, 2_000)];
    // Exposed on the second of March: the fourteen days of the last of them end with the sixteenth.
    const before = say(experiment, rows, { now: new Date('2026-03-16T23:59:59.999Z') }), after = say(experiment, rows, { now: new Date('2026-03-17T00:00:00.000Z') });
    expect(before.verdict).toMatchObject({ kind: 'too_early', headline: 'Too early: “Control” has no units whose 14 days are over.', detail: '4,000 units are waiting: each is looked at when its days are over.' });
    expect(before.metrics[0]!.variants.map(({ n, waiting, mean }) => [n, waiting, mean])).toEqual([[0, 2_000, null], [0, 2_000, null]]);
    expect(before.units).toBe(4_000);
    expect(after.verdict.kind).toBe('winner');
  });
  it('where nothing varies: no figure, and why', () => {
    const said = say(madeExperiment(), [madeRate(0, 0, 2_000), madeRate(1, 0, 2_000)]);
    expect(said.verdict.kind).toBe('too_early');
    expect(said.metrics[0]!.variants[1]).toMatchObject({ difference: null, relative: null, fixed: null, chanceToBeat: null, risk: null, missing: expect.stringContaining('no spread') });
  });
  it('a control at zero leaves the difference, and says why there is nothing relative', () => {
    const said = say(madeExperiment(), [madeRate(0, 0, 2_000), madeRate(1, 60, 2_000)]);
    expect(said.metrics[0]!.variants[1]).toMatchObject({ relative: null, missing: expect.stringContaining('control is at zero') });
    expect(said.verdict.kind).toBe('winner');
  });
});

describe('a bandit', () => {
  const experiment = madeExperiment({ type: 'MULTI_ARMED_BANDIT', allocation: 'THOMPSON', weights: { [idOf(0)]: 0.1, [idOf(1)]: 0.9 } });
  const weights = [
    { epoch: 0, at: '2026-03-02T00:00:00.000Z', weights: { [idOf(0)]: 0.5, [idOf(1)]: 0.5 }, reason: 'start' },
    { epoch: 1, at: '2026-03-09T00:00:00.000Z', weights: { [idOf(0)]: 0.1, [idOf(1)]: 0.9 }, reason: 'moved' },
  ];
  it('compares within its epochs and expects the split that its weights gave', () => {
    // Worse in each epoch, better in all together.
    const cohorts = [madeRate(0, 300, 1_000), madeRate(1, 200, 1_000), madeRate(0, 130, 200, { epoch: 1, day: '2026-03-09' }), madeRate(1, 990, 1_800, { epoch: 1, day: '2026-03-09' })];
    const said = say(experiment, cohorts, { weights });
    expect(said.sampleRatio).toMatchObject({ observed: [1_200, 2_800], expected: [1_200, 2_800], pValue: 1 });
    expect(said.metrics[0]!.variants[1]!.mean! - said.metrics[0]!.variants[0]!.mean!).toBeGreaterThan(0);
    expect(said.metrics[0]!.variants[1]!.difference!.value).toBeCloseTo(-0.1, 10);
    expect(said.metrics[0]!.variants[1]).toMatchObject({ low: null, high: null });
    expect(said.verdict).toMatchObject({ kind: 'adaptive', safeToStop: false, variantId: null });
    expect(said.verdict.headline).toMatch(/^Curiosity gets 90% of new units\. Curiosity against Control: -10\.0 points/);
    expect(said.allocation).toHaveLength(2);
    expect(say(experiment, cohorts).sampleRatio.pValue).toBeLessThan(0.001);
  });
  it('may be stopped when its own sequence says so', () => {
    const said = say(experiment, [madeRate(0, 100, 1_000), madeRate(1, 200, 1_000)], { weights });
    expect(said.verdict).toMatchObject({ kind: 'adaptive', safeToStop: true, variantId: idOf(1) });
    expect(said.verdict.headline).toContain('safe to stop');
  });
});

describe('health', () => {
  it('counts what was set aside, in words', () => {
    const tallies = [{ metric: 'reply', disposition: 'counted', count: 1_000 }, { metric: 'reply', disposition: 'duplicate', count: 12 }, { metric: 'reply', disposition: 'unassigned', count: 80 }];
    const said = say(madeExperiment(), [], { tallies });
    expect(health(said, 'outcomes')).toMatchObject({ level: 'caution', text: expect.stringContaining('1,000 outcomes counted; 12 sent again and counted once, 80 of units without a variant.') });
    expect(said.setAside).toEqual(tallies.slice(1));
    expect(health(say(madeExperiment(), [], { tallies: tallies.slice(0, 2) }), 'outcomes').level).toBe('ok');
  });
  it('says when nobody comes', () => {
    expect(health(say(madeExperiment(), []), 'exposures')).toMatchObject({ level: 'caution', title: 'Nobody yet' });
    const rows = [madeRate(0, 1, 10), madeRate(1, 1, 10)];
    expect(health(say(madeExperiment(), rows, { now: new Date('2026-03-12T00:00:00.000Z') }), 'exposures').title).toBe('Nobody new');
    expect(health(say(madeExperiment({ status: 'stopped' }), rows), 'exposures').level).toBe('ok');
  });
  it('sees an effect that wears off, and the day of a change', () => {
    const days = Array.from({ length: 20 }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`);
    const said = say(madeExperiment(), days.flatMap((day, i) => [madeRate(0, 20, 200, { day }), madeRate(1, i < 10 ? 50 : 20, 200, { day })]));
    expect(health(said, 'novelty')).toMatchObject({ level: 'caution', title: 'The effect wears off', text: expect.stringContaining('+15 points') });
    expect(health(said, 'change')).toMatchObject({ level: 'caution', title: 'A change around 2026-03-11' });
    const steady = say(madeExperiment(), days.flatMap((day) => [madeRate(0, 20, 200, { day }), madeRate(1, 30, 200, { day })]));
    expect([health(steady, 'novelty').level, health(steady, 'change').level]).toEqual(['ok', 'ok']);
  });
  it('distrusts an uplift of more than half', () => {
    const rows = (cents: number) => [madeMean(0, 1_000, 10, 5), madeMean(1, 1_000, cents, 5)];
    const revenue = madeExperiment({ plan: { metrics: [madeMetric({ kind: 'revenue' })] } });
    expect(health(say(revenue, rows(16)), 'suspicious').level).toBe('caution');
    expect(health(say(revenue, rows(14.9)), 'suspicious').level).toBe('ok');
    expect(say(revenue, rows(16)).verdict.headline).toContain('+60.0% (');
  });
});
