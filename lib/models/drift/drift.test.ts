import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomNormal, shuffled } from '@/lib/stats/rng';
import { welchTest } from '@/lib/stats/means';
import { detectDrift, detectPerformanceDrift, type DriftInput } from './detect-drift';
import type { FeatureSamples } from './feature-moves';
import { driftReport, type DriftReport } from './schema';
import { flatPredictions, mixedFeatures, predictions, rarePredictions } from './testing/simulated-checks';

/** Too few, or enough to say something. */
const some = <T>(one: fc.Arbitrary<T>) => fc.oneof(fc.array(one, { maxLength: 8 }), fc.array(one, { minLength: 50, maxLength: 90 }), fc.array(one, { minLength: 50, maxLength: 90 }));
const resolved = some(fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), outcome: fc.constantFrom(0 as const, 1 as const) }));
const values = fc.oneof(some(fc.option(fc.integer({ min: -3, max: 3 }))), some(fc.option(fc.double())));
const numeric = fc.record({ name: fc.string(), kind: fc.constant('numeric' as const), baseline: values, recent: values });
const words = some(fc.option(fc.constantFrom('a', 'b', '', 'c', '__proto__')));
const category = fc.record({ name: fc.string(), kind: fc.constant('category' as const), baseline: words, recent: words });
const inputs = fc.record({ baseline: resolved, recent: resolved, features: fc.array(fc.oneof(numeric, category), { maxLength: 4 }) });

const share = (runs: number, status: () => DriftReport, wanted: (report: DriftReport) => boolean): number => Array.from({ length: runs }, status).filter(wanted).length / runs;
const alarm = (report: DriftReport): boolean => report.drift_status !== 'no_drift';
const bell = (n: number, rng: () => number, mean = 0, sd = 1): number[] => Array.from({ length: n }, () => mean + sd * randomNormal(rng));
const only = (feature: FeatureSamples): DriftReport => detectDrift({ baseline: [], recent: [], features: [feature] });

describe('a report', () => {
  it('has its shape, whatever goes in, and means what it says', () => {
    fc.assert(fc.property(inputs, (input: DriftInput) => {
      const report = detectDrift(input);
      expect(driftReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      expect(report.recommendation).toBe({ no_drift: 'continue_monitoring', warning: 'schedule_retrain_soon', critical: 'immediate_retrain_required' }[report.drift_status]);
      const enough = Math.min(input.baseline.length, input.recent.length) >= 50;
      expect([report.drift_score !== null, report.p_value !== null, report.performance.length > 0]).toEqual([enough, enough, enough]);
      const worse = report.performance.some((change) => change.counts && change.worse >= 0.1 && change.p_value < 0.05);
      if (report.drift_status === 'critical') expect(worse && report.drift_score! >= 0.2 && report.p_value! < 0.05).toBe(true);
      if (report.drift_status === 'warning') expect(worse || report.features.some(({ moved }) => moved)).toBe(true);
      report.features.forEach((feature, i) => {
        if (feature.moved) expect(feature.statistic! >= feature.threshold! && feature.p_value! < 0.05).toBe(true);
        if (i > 0 && feature.moved) expect(report.features[i - 1]!.moved).toBe(true);
      });
      expect(report.sentence).not.toMatch(/NaN|undefined|null|Infinity/);
    }), { numRuns: 300 });
  });

  it('does not depend on the order of rows, nor of features', () => {
    fc.assert(fc.property(inputs, fc.string(), (input, seed) => {
      const rng = createRng(seed);
      const named = input.features.map((feature, i): FeatureSamples => ({ ...feature, name: `f${i}` }));
      const mix = (feature: FeatureSamples): FeatureSamples => (feature.kind === 'numeric'
        ? { ...feature, baseline: shuffled(rng, Array.from(feature.baseline)), recent: shuffled(rng, Array.from(feature.recent)) }
        : { ...feature, baseline: shuffled(rng, Array.from(feature.baseline)), recent: shuffled(rng, Array.from(feature.recent)) });
      const [one, other] = [detectDrift({ ...input, features: named }), detectDrift({ baseline: shuffled(rng, input.baseline), recent: shuffled(rng, input.recent), features: shuffled(rng, named).map(mix) })];
      expect(other.drift_status).toBe(one.drift_status);
      expect(other.drift_score ?? 0).toBeCloseTo(one.drift_score ?? 0, 9);
      const moves = (report: DriftReport) => Object.fromEntries(report.features.map(({ feature, moved, p_value }) => [feature, [moved, p_value === null ? null : expect.closeTo(p_value, 6)]]));
      expect(Object.fromEntries(other.features.map(({ feature, moved, p_value }) => [feature, [moved, p_value]]))).toEqual(moves(one));
    }), { numRuns: 60 });
  });

  it('says nothing has changed of the same rows', () => {
    fc.assert(fc.property(inputs, ({ baseline, features }) => {
      const report = detectDrift({ baseline, recent: baseline, features: features.map((feature) => ({ ...feature, recent: feature.baseline }) as FeatureSamples) });
      expect([report.drift_status, report.drift_score ?? 0]).toEqual(['no_drift', 0]);
    }), { numRuns: 60 });
  });

  it('refuses what is no prediction and thresholds out of order', () => {
    expect(() => detectDrift({ baseline: [{ probability: 1.2, outcome: 1 }], recent: [] })).toThrow(RangeError);
    expect(() => detectDrift({ baseline: [{ probability: NaN, outcome: 1 }], recent: [] })).toThrow(RangeError);
    expect(() => detectDrift({ baseline: [], recent: [] }, { warning: 0.3, critical: 0.2 })).toThrow(RangeError);
    expect(() => detectPerformanceDrift([1], [NaN])).toThrow(RangeError);
  });
});

describe('performance', () => {
  it('of any rows is tested by Welch, and normalised', () => {
    const rng = createRng('welch');
    const [a, b] = [bell(80, rng, 0.8, 0.3), bell(60, rng, 0.65, 0.2)];
    const report = detectPerformanceDrift(a, b);
    const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
    expect(report.performance[0]!.p_value).toBeCloseTo(welchTest(a, b)!.pValue, 12);
    expect(report.p_value).toBeGreaterThanOrEqual(report.performance[0]!.p_value);
    expect(detectPerformanceDrift(a.slice(0, 60), b).p_value).toBeCloseTo(welchTest(a.slice(0, 60), b)!.pValue, 12);
    expect(report.drift_score).toBeCloseTo(mean(a) - mean(b), 9);
    const money = detectPerformanceDrift(a.map((x) => 1_000 * x), b.map((x) => 1_000 * x));
    expect(money.drift_score).toBeCloseTo((mean(a) - mean(b)) / mean(a), 9);
  });

  it('an alarm needs the score and the p-value, and a change for the worse', () => {
    const rows = (right: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < right ? 1 : 0));
    expect(detectPerformanceDrift(rows(40, 50), rows(35, 50))).toMatchObject({ drift_status: 'no_drift', drift_score: 0.1, sentence: expect.stringContaining('chance alone does as much') });
    expect(detectPerformanceDrift(rows(4_000, 5_000), rows(3_600, 5_000))).toMatchObject({ drift_status: 'no_drift', drift_score: 0.08, sentence: expect.stringContaining('too little for an alarm') });
    expect(detectPerformanceDrift(rows(800, 1_000), rows(700, 1_000))).toMatchObject({ drift_status: 'warning', drift_score: 0.1 });
    expect(detectPerformanceDrift(rows(800, 1_000), rows(600, 1_000))).toMatchObject({ drift_status: 'critical', drift_score: 0.2 });
    expect(detectPerformanceDrift(rows(600, 1_000), rows(900, 1_000))).toMatchObject({ drift_status: 'no_drift', drift_score: 0, sentence: expect.stringContaining('become better') });
    expect(detectPerformanceDrift(rows(50, 50), rows(0, 49))).toMatchObject({ drift_status: 'no_drift', drift_score: null, p_value: null, sentence: expect.stringContaining('Too few outcomes') });
    expect(detectPerformanceDrift(rows(50, 50), rows(0, 50))).toMatchObject({ drift_status: 'critical', drift_score: 1, p_value: 0 });
    expect(detectPerformanceDrift(rows(800, 1_000), rows(700, 1_000), { warning: 0.15 }).drift_status).toBe('no_drift');
  });

  it('better predictions never alarm', () => {
    const rng = createRng('better');
    expect(share(300, () => detectDrift({ baseline: flatPredictions(60, rng, 0.6), recent: flatPredictions(60, rng, 0.85) }), alarm)).toBe(0);
  });

  it('clean predictions alarm in at most 5% of checks, though the score alone crosses in more', () => {
    const rng = createRng('clean');
    const reports = Array.from({ length: 1_500 }, () => detectDrift({ baseline: flatPredictions(50, rng, 0.7), recent: flatPredictions(50, rng, 0.7) }));
    expect(reports.filter(alarm).length / reports.length).toBeLessThan(0.05);
    expect(reports.filter(({ drift_score }) => drift_score! >= 0.1).length / reports.length).toBeGreaterThan(0.08);
  });

  it('lopsided and clean, few rows against many, alarms in at most 5% of checks', () => {
    const rng = createRng('lopsided');
    const money = (n: number) => bell(n, rng).map(Math.exp);
    for (const [sign, before, recent] of [[1, 500, 50], [-1, 50, 500]] as const) {
      expect(share(800, () => detectPerformanceDrift(money(before).map((x) => sign * x), money(recent).map((x) => sign * x)), alarm)).toBeLessThan(0.05);
    }
  });

  it('0.15 worse at 2,000 is a warning and 0.3 critical', () => {
    const rng = createRng('status');
    for (const [worse, wanted] of [[0.15, 'warning'], [0.3, 'critical']] as const) {
      expect(share(40, () => detectDrift({ baseline: predictions(2_000, rng), recent: predictions(2_000, rng, worse) }), ({ drift_status }) => drift_status === wanted)).toBeGreaterThan(0.9);
    }
  });

  it('of rare outcomes is the order, because always saying no stays right', () => {
    const rng = createRng('rare');
    const report = detectDrift({ baseline: rarePredictions(3_000, rng), recent: rarePredictions(2_000, rng, 0.7) });
    expect(report.performance.map(({ measure, counts }) => [measure, counts])).toEqual([['brier', true], ['accuracy', true], ['auc', true]]);
    expect(report.performance.filter(({ measure }) => measure !== 'auc').every(({ worse }) => worse < 0.1)).toBe(true);
    expect(report.drift_status).toBe('critical');
    const common = detectDrift({ baseline: predictions(300, rng), recent: predictions(300, rng) });
    expect(common.performance.find(({ measure }) => measure === 'auc')?.counts).toBe(false);
  });
});

describe('features', () => {
  it('mixed and clean, with predictions, alarm in at most 5% of checks', () => {
    const rng = createRng('clean features');
    const clean = (baseline: number, recent: number) => () => detectDrift({ baseline: predictions(baseline, rng), recent: predictions(recent, rng), features: mixedFeatures({ baseline, recent }, rng) });
    expect(share(250, clean(50, 50), alarm)).toBeLessThan(0.05);
    expect(share(40, clean(1_500, 1_200), alarm)).toBeLessThan(0.05);
  });

  it('that moved are named first, by the method for their size', () => {
    const rng = createRng('moved');
    for (const [n, numericMethod, kindMethod] of [[400, 'ks', 'chi_square'], [3_000, 'wasserstein', 'jensen_shannon']] as const) {
      const features = mixedFeatures({ baseline: n, recent: n }, rng).map((feature) => {
        if (feature.kind === 'numeric' && feature.name === 'age') return { ...feature, recent: Array.from(feature.recent, (x) => x! + 6) };
        if (feature.kind === 'category' && feature.name === 'source') return { ...feature, recent: Array.from(feature.recent, (x) => (rng() < 0.2 ? 'webinar' : x)) };
        return feature;
      });
      const report = detectDrift({ baseline: predictions(100, rng), recent: predictions(20, rng), features });
      expect(report.features.filter(({ moved }) => moved).map(({ feature, method }) => [feature, method]).sort()).toEqual([['age', numericMethod], ['source', kindMethod]]);
      expect(report.features.find(({ feature }) => feature === 'source')!.words).toMatch(/“webinar”: \d+% of the rows lately, none before\./);
      expect(report).toMatchObject({ drift_status: 'warning', recommendation: 'schedule_retrain_soon', drift_score: null });
      expect(report.sentence).toContain('Whether the predictions suffer is not known yet.');
    }
  });

  it('that are more often missing have moved, even if the values there are have not', () => {
    const rng = createRng('gaps');
    const gaps = (n: number, missing: number) => bell(n, rng).map((x) => (rng() < missing ? null : x));
    for (const n of [300, 2_000]) {
      const [move] = only({ name: 'revenue', kind: 'numeric', baseline: gaps(n, 0.05), recent: gaps(n, 0.3) }).features;
      expect(move).toMatchObject({ moved: true, words: expect.stringMatching(/^Missing in [23]\d% .*, \d(\.\d)?% before\.$/) });
    }
    expect(only({ name: 'revenue', kind: 'numeric', baseline: bell(100, rng), recent: new Array<null>(100).fill(null) }).features[0]).toMatchObject({ moved: true, missing: { baseline: 0, recent: 100 } });
    expect(only({ name: 'industry', kind: 'category', baseline: new Array<string>(100).fill('Retail'), recent: new Array<string>(100).fill('') }).features[0]).toMatchObject({ moved: true, missing: { baseline: 0, recent: 100 } });
  });

  it('of which nothing can be said say why', () => {
    const ids = (from: number) => Array.from({ length: 200 }, (_, i) => `id ${from + i}`);
    expect(only({ name: 'id', kind: 'category', baseline: ids(0), recent: ids(100) }).features[0]).toMatchObject({ moved: false, p_value: null, words: expect.stringContaining('Hardly a value occurs twice') });
    expect(only({ name: 'x', kind: 'numeric', baseline: [1, 2], recent: [3] }).features[0]).toMatchObject({ moved: false, p_value: null, words: 'Too few rows to compare: 1 lately, 2 before.' });
    expect(only({ name: 'x', kind: 'numeric', baseline: new Array<number>(60).fill(NaN), recent: new Array<null>(60).fill(null) }).features[0]).toMatchObject({ moved: false, p_value: null });
    for (const n of [60, 1_500]) expect(only({ name: 'x', kind: 'numeric', baseline: new Array<number>(n).fill(7), recent: new Array<number>(n).fill(7) }).features[0]).toMatchObject({ moved: false });
    for (const n of [60, 1_500]) expect(only({ name: 'x', kind: 'numeric', baseline: new Array<number>(n).fill(7), recent: new Array<number>(n).fill(8) }).features[0]).toMatchObject({ moved: true, words: 'The middle half of the values lies at 8 lately, at 7 before.' });
  });

  it('have moved the same in any unit', () => {
    fc.assert(fc.property(fc.string(), fc.constantFrom(80, 1_200), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.001, 2, 1_000), fc.integer({ min: -50, max: 50 }), (seed, n, shift, unit, zero) => {
      const rng = createRng(seed);
      const [baseline, recent] = [bell(n, rng), bell(n, rng, shift)];
      const [one, other] = [only({ name: 'x', kind: 'numeric', baseline, recent }), only({ name: 'x', kind: 'numeric', baseline: baseline.map((x) => unit * x + zero), recent: recent.map((x) => unit * x + zero) })].map(({ features }) => features[0]!);
      expect(other!.moved).toBe(one!.moved);
      expect(other!.statistic).toBeCloseTo(one!.statistic!, 6);
    }), { numRuns: 40 });
  });

  it('past 1,000 rows move only as far as it matters, and outliers move nothing', () => {
    const rng = createRng('small');
    const [baseline, recent] = [bell(20_000, rng), bell(20_000, rng, 0.06)];
    expect(only({ name: 'x', kind: 'numeric', baseline, recent }).features[0]).toMatchObject({ moved: false, words: expect.stringContaining('too small to matter') });
    expect(only({ name: 'x', kind: 'numeric', baseline, recent }).features[0]!.p_value).toBeLessThan(0.001);
    expect(only({ name: 'x', kind: 'numeric', baseline, recent: recent.map((x) => x + 0.1) }).features[0]!.moved).toBe(true);
    const outliers = bell(5_000, rng).map((x, i) => (i < 10 ? 1e9 : x));
    expect(only({ name: 'x', kind: 'numeric', baseline: baseline.slice(0, 5_000), recent: outliers }).features[0]!.moved).toBe(false);
  });
});
