import { describe, expect, it } from 'vitest';
import { newExperiment } from '@/lib/experiments/schema';
import type { BaseRates } from '@/lib/experiments/base-rates-schema';
import { assumedFor, requestOf, simulationOf } from './assumptions';
import type { Choices } from './choices';
import { beginningOf, closedBecause, firstFactors, fromTemplate, keyFrom, TEMPLATES, toSend, withFactors, withSubject, withType } from './draft';
import { problemsOf, stepOf } from './draft-problems';

const NOW = new Date('2026-03-01T09:00:00Z');
const choices: Choices = {
  rules: [
    { key: 'ghosted', name: 'Ghosted', polarity: 'risk', speaksOf: 'left unanswered', enabled: true, settings: [{ key: 'days', label: 'Days', unit: 'days', min: 2, max: 90, value: 7 }] },
    { key: 'engaged', name: 'Engaged', polarity: 'opportunity', speaksOf: 'answered', enabled: true, settings: [{ key: 'days', label: 'Days', unit: 'days', min: 3, max: 90, value: 14 }] },
  ],
  prompts: [{ task: 'analyse_deal', title: 'Advise', versions: [{ id: '01900000-0000-7000-8000-000000000002', version: 2, production: false, rationale: null }, { id: '01900000-0000-7000-8000-000000000001', version: 1, production: true, rationale: null }] }],
  attributes: [], presentation: { order: 'severity', wording: 'full' }, providers: ['anthropic', 'builtin'], hasModel: true,
};

describe('designs', () => {
  it.each(TEMPLATES.map(({ key }) => key))('the template "%s" can be started as it is', (key) => {
    expect(closedBecause(key, choices)).toBeNull();
    const draft = fromTemplate(key, choices);
    expect(problemsOf(draft, NOW)).toEqual([]);
    expect(newExperiment.parse(toSend(draft))).toMatchObject({ name: draft.name, variants: [{ key: 'control' }, {}] });
  });

  it('without a key offers no prompts, and says why', () => {
    expect(closedBecause('prompt', { ...choices, hasModel: false })).toContain('key');
    expect(closedBecause('wording', { ...choices, hasModel: false })).toBeNull();
  });

  it('a quieter rule has a higher bar where it warns, and is silent where a bar would mean the opposite', () => {
    expect(beginningOf({ kind: 'rule', ruleKey: 'ghosted' }, choices)[1]?.payload).toEqual({ kind: 'rule', enabled: true, settings: { days: 11 } });
    expect(beginningOf({ kind: 'rule', ruleKey: 'engaged' }, choices)[1]?.payload).toMatchObject({ enabled: false });
  });

  it('another subject brings its unit, metrics and variants', () => {
    const draft = withSubject({ ...fromTemplate('order', choices), unit: 'user' }, { kind: 'rule', ruleKey: 'ghosted' }, choices);
    expect(draft.unit).toBe('deal');
    const outside = withSubject(draft, { kind: 'external', what: 'hook' }, choices);
    expect(outside.metrics.map(({ measure }) => measure)).toEqual([null]);
    expect(problemsOf(withSubject(outside, { kind: 'presentation' }, choices), NOW)).toEqual([]);
  });

  it('a bandit moves traffic, and no other type does', () => {
    const bandit = withType(fromTemplate('order', choices), 'MULTI_ARMED_BANDIT');
    expect(bandit.allocation).toBe('THOMPSON');
    expect(withType(bandit, 'SEQUENTIAL').allocation).toBe('EQUAL');
  });

  it('several factors are all their combinations, with what each does', () => {
    const draft = withFactors(fromTemplate('order', choices), firstFactors({ kind: 'presentation' }));
    expect(draft.variants.map(({ levels }) => levels)).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]]);
    expect(draft.variants.at(-1)?.payload).toEqual({ kind: 'presentation', order: 'actions_first', wording: 'brief' });
    expect(problemsOf(draft, NOW)).toEqual([]);
    expect(withType(draft, 'SEQUENTIAL').factors).toEqual([]);
  });

  it('says what is wrong in words, on the step where it is', () => {
    const draft = { ...fromTemplate('external', choices), traffic: NaN, minSampleSize: 1, targeting: [{ attribute: 'stage', op: 'is' as const, values: [''] }] };
    const found = problemsOf(draft, NOW);
    expect(found).toContainEqual({ path: 'traffic', message: 'Enter a number.' });
    expect(found).toContainEqual({ path: 'minSampleSize', message: 'At least 2.' });
    expect(stepOf('traffic')).toBe('who');
    expect(stepOf('minSampleSize')).toBe('design');
    expect(stepOf('variants.0.name')).toBe('variants');
    expect(problemsOf({ ...draft, traffic: 1, minSampleSize: 100 }, NOW)).toEqual([{ path: 'targeting.0.values', message: 'Enter a value.' }]);
  });

  it('sends numbers where numbers are compared', () => {
    const draft = { ...fromTemplate('external', choices), targeting: [{ attribute: 'size', op: 'at_least' as const, values: ['1000.'] }, { attribute: 'country', op: 'is' as const, values: ['DE', ' FR'] }] };
    expect(toSend(draft).targeting.map(({ values }) => values)).toEqual([[1000], ['DE', 'FR']]);
  });

  it('makes keys that are free', () => {
    expect(keyFrom('Über alles!', [])).toBe('u_ber_alles');
    expect(keyFrom('New', ['new', 'new_2'])).toBe('new_3');
    expect(keyFrom('…', [])).toBe('variant');
  });
});

describe('planning', () => {
  const rates = (kind: 'binomial' | 'ratio'): BaseRates => ({
    unit: 'deal', windowDays: 90, followDays: 14, traffic: { perDay: 12.3456, units: 1111, days: 90, missing: null },
    rates: [{ measure: 'acted', kind, n: 400, value: 0.31234, low: 0.27, high: 0.36, sd: 0.46, missing: null }],
  });
  const draft = fromTemplate('order', choices);

  it('begins with the past of the deciding metric, if it was counted the same way', () => {
    expect(assumedFor(draft, rates('binomial'), {})).toEqual({ value: 0.312, sd: 0.46, unitsPerDay: 12.3, effect: 0.1 });
    expect(assumedFor(draft, rates('ratio'), {}).value).toBeNaN();
    expect(assumedFor(draft, rates('binomial'), { effect: 0.2 }).effect).toBe(0.2);
  });

  it('asks the planner nothing while something is missing', () => {
    expect(requestOf(draft, assumedFor(draft, null, {}))).toBeNull();
    expect(requestOf(draft, assumedFor(draft, rates('binomial'), {}))).toMatchObject({ baseline: { kind: 'rate', rate: 0.312 }, outcomeDays: 14, weights: [1, 1] });
  });

  it('plays the assumed change in the last variant only, and nothing impossible', () => {
    const assumed = assumedFor(draft, rates('binomial'), {});
    const played = simulationOf(draft, assumed, 500);
    expect(played?.assumed[0]).toEqual({ kind: 'rate', rate: 0.312 });
    expect((played?.assumed[1] as { rate: number }).rate).toBeCloseTo(0.3432, 10);
    expect(played?.days).toBe(41);
    expect(simulationOf(draft, { ...assumed, effect: 5 }, 500)).toBeNull();
  });
});
