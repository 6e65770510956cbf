import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultHabits as habits } from '@/components/ui/format';
import type { Comparison, VersionMetrics, VersionSummary } from '@/lib/models/life/schema';
import { axisAround, curveModel, driftModel, reliabilityModel, type DriftCheck } from './chart-models';
import { onHoldOut } from './hold-out';
import { aliasWords, curveTitle, driftTitle, importanceTitle, moveWords, progressWords, reliabilityTitle, score, signedScore, standingWords, trainingResultWords } from './model-words';

const m = (value: number, reach = 0.01) => ({ value, low: value - reach, high: value + reach });
const metrics: VersionMetrics = {
  n: 400, rate: 0.6, auc: m(0.71, 0.04), brier: m(0.2), brierConstant: m(0.24), improvement: m(0.04, 0.015), ece: m(0.021), logLoss: m(0.6), seconds: 3,
  reliability: [{ predicted: 0.8, observed: 0.82, low: 0.75, high: 0.88, n: 150 }, { predicted: 0.3, observed: 0.31, low: 0.25, high: 0.37, n: 250 }],
  importance: [], learningCurve: [],
};
const version = (given: Partial<VersionSummary> = {}): VersionSummary => ({
  version: 'v_20261124_093000', createdAt: '2026-11-24T09:30:00.000Z', trainedOn: 1200, windowFrom: null, windowTo: null, features: ['amount'], seed: 's', codeVersion: 'c', parent: null,
  signal: 'present', sentence: 'It tells.', metrics, comparison: null, aliases: [], live: { predictions: 0, resolved: 0, brier: null }, ...given,
});
const curve = (...values: [n: number, brier: number][]) => values.map(([n, brier]) => ({ n, brier: m(brier), auc: m(0.7) }));

describe('figures', () => {
  it('show no sign before what rounds to nothing', () => {
    expect([score(-0.0004), signedScore(0.0004), signedScore(-0.0004)]).toEqual(['0.000', '0.000', '0.000']);
    expect([signedScore(0.012), signedScore(-0.012)]).toEqual(['+0.012', '\u22120.012']);
  });
  it('keep the sign of every difference that shows', () => fc.assert(fc.property(fc.double({ min: 0.0006, max: 1, noNaN: true }), (value) => {
    expect(signedScore(value)).toBe(signedScore(-value).replace('\u2212', '+'));
  })));
});

describe('findings', () => {
  it('says how far a probability is off, and to which side', () => {
    expect(reliabilityTitle(metrics, habits)).toBe('Probabilities are 2.1 points off on average: what it says is what happens');
    const hopeful = { ...metrics, reliability: [{ predicted: 0.9, observed: 0.6, low: 0.52, high: 0.68, n: 300 }, metrics.reliability[1]!] };
    expect(reliabilityTitle(hopeful, habits)).toContain('too hopeful');
    const careful = { ...metrics, reliability: [{ predicted: 0.2, observed: 0.6, low: 0.52, high: 0.68, n: 300 }, metrics.reliability[1]!] };
    expect(reliabilityTitle(careful, habits)).toContain('too careful');
  });
  it('names no fact that may be chance', () => {
    const fact = (label: string, value: number, low: number) => ({ feature: label, label, value, low, high: value + (value - low) });
    expect(importanceTitle([])).toBe('What matters most is not known of this version');
    expect(importanceTitle([fact('days in stage', 0.02, -0.01)])).toBe('No single fact surely makes it better');
    expect(importanceTitle([fact('product', 0.01, 0.005), fact('days in stage', 0.02, 0.01), fact('amount', 0.5, -0.1)])).toBe('What helps most: days in stage, then product');
  });
  it('tells a curve that still falls from one that has levelled off', () => {
    expect(curveTitle(curve([400, 0.24], [100, 0.25], [800, 0.2]), 'closed deals', habits)).toBe('It still gets better with more closed deals: 0.040 from 400 to 800');
    expect(curveTitle(curve([400, 0.2], [800, 0.199]), 'closed deals', habits)).toContain('levelled off at about 0.199');
    expect(curveTitle(curve([400, 0.2], [800, 0.23]), 'closed deals', habits)).toContain('did not make it better');
    expect(curveTitle(curve([400, 0.2]), 'closed deals', habits)).toContain('Too few');
  });
  it('counts how long it has been drifting', () => {
    const check = (drift_status: 'no_drift' | 'warning' | 'critical', drift_score: number | null = 0.1) => ({ report: { drift_status, drift_score } });
    expect(driftTitle([])).toBe('It was not looked for drift yet');
    expect(driftTitle([check('warning'), check('no_drift', null)])).toContain('Too few');
    expect(driftTitle([check('no_drift'), check('warning')])).toBe('It may be getting worse');
    expect(driftTitle([check('no_drift'), check('critical'), check('critical')])).toBe('It has got clearly worse, for 2 checks running');
    expect(driftTitle([check('no_drift'), check('no_drift')])).toContain('for 2 checks running');
  });
  it('claims nothing for a model that may be no better than the rate', () => {
    expect(standingWords(version(), 'win_predictor', habits)).toBe('Learned from 1,200 closed deals; on 400 later deals its error is 17% smaller than always saying the win rate');
    expect(standingWords(version({ metrics: { ...metrics, improvement: m(0.002) } }), 'win_predictor', habits)).toContain('no surer than always saying the win rate');
    expect(standingWords(version({ signal: 'none' }), 'lead_scorer', habits)).toContain('no surer than always saying the conversion rate');
    expect(standingWords(version({ metrics: null }), 'win_predictor', habits)).toContain('too few to hold any out');
  });
});

describe('life', () => {
  const move = { alias: 'champion', from: 'v_1', to: 'v_2', share: 1, cause: 'promoted' } as const;
  it('says every move in words', () => {
    expect(moveWords(move, habits)).toBe('v_2 put in use instead of v_1');
    expect(moveWords({ ...move, from: null, cause: 'first' }, habits)).toBe('v_2 put in use');
    expect(moveWords({ ...move, cause: 'rolled_back' }, habits)).toBe('Rolled back from v_1 to v_2');
    expect(moveWords({ ...move, cause: 'auto_rolled_back' }, habits)).toBe('Rolled back by itself from v_1 to v_2');
    expect(moveWords({ ...move, alias: 'challenger', share: 0.2, from: 'v_2', cause: 'share_grown' }, habits)).toBe('v_2 now serves 20%');
    expect(moveWords({ ...move, alias: 'shadow', to: null, cause: 'stopped' }, habits)).toBe('Trial of v_1 ended');
  });
  it('says what an alias means', () => {
    expect(aliasWords({ alias: 'challenger', share: 0.2, since: '' }, habits)).toBe('On trial for 20%');
    expect(aliasWords({ alias: 'champion', share: 1, since: '' }, habits)).toBe('In use');
  });
  it('says how far a training is and what came of it', () => {
    expect(progressWords({ status: 'queued', phase: '', done: 0, total: 0 }, habits)).toBe('waiting for its turn');
    expect(progressWords({ status: 'running', phase: 'tuning', done: 3, total: 8 }, habits)).toBe('tuning, 3 of 8');
    expect(trainingResultWords({ status: 'running', result: null, error: null })).toBeNull();
    expect(trainingResultWords({ status: 'failed', result: null, error: 'Out of memory.' })).toBe('Out of memory.');
    expect(trainingResultWords({ status: 'completed', result: { outcome: 'kept', sentence: 'Not better.' }, error: null })).toBe('Not better.');
  });
});

describe('charts', () => {
  it('draws bins that hold something, in order', () => {
    const model = reliabilityModel({ ...metrics, reliability: [...metrics.reliability, { predicted: 0.5, observed: 0, low: 0, high: 1, n: 0 }] }, 'lead_scorer', 'v_1', habits);
    expect(model.points.map(({ said }) => said)).toEqual([0.3, 0.8]);
    expect(model.happened).toBe('converted');
    expect(reliabilityModel(null, 'win_predictor', 'v_1', habits).points).toEqual([]);
  });
  it('keeps every interval and the line of the rate inside the axis', () => fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.double({ min: 0.02, max: 0.4, noNaN: true })), { minLength: 1, maxLength: 8 }), (points) => {
    const { domain, against, points: drawn } = curveModel({ ...metrics, learningCurve: curve(...points) }, 'win_predictor', 'v_1', habits);
    for (const one of drawn) expect(one.low >= domain![0] && one.high <= domain![1]).toBe(true);
    expect(against!.value >= domain![0] && against!.value <= domain![1]).toBe(true);
  })));
  it('gives a flat axis some height', () => {
    const [low, high] = axisAround([0.2, 0.2]);
    expect(high - low).toBeGreaterThan(0);
  });
  it('marks a check that could not say as one that could not', () => {
    const check: DriftCheck = {
      id: '1', version: 'v_1', at: '2026-11-24T09:30:00.000Z',
      report: { drift_status: 'no_drift', drift_score: null, p_value: null, recommendation: 'continue_monitoring', n: { baseline: 100, recent: 3 }, performance: [], features: [], sentence: 'Too few.' },
    };
    expect(driftModel([check], 'win_predictor').points[0]).toMatchObject({ value: null, tone: 'forecast', said: 'Too few.' });
  });
});

describe('the comparison on the same hold-out', () => {
  const comparison: Comparison = { versions: ['v_2', 'v_1'], n: 400, difference: { value: -0.02, low: -0.03, high: -0.01 }, pValue: 0.001, verdict: 'better', sentence: '' };
  const [a, b] = [version({ version: 'v_2', comparison }), version({ version: 'v_1' })];
  it('is said from the side that is asked about', () => {
    expect(onHoldOut({ a, b })).toEqual(comparison);
    expect(onHoldOut({ a: b, b: a })).toMatchObject({ versions: ['v_1', 'v_2'], difference: { value: 0.02, low: 0.01, high: 0.03 }, verdict: 'worse' });
  });
  it('is not made up of versions that never met', () => {
    expect(onHoldOut({ a, b: version({ version: 'v_0' }) })).toBeNull();
    expect(onHoldOut({ a, b: a })).toBeNull();
  });
});
