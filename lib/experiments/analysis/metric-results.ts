/** Every variant on every metric, with the corrections for how many comparisons are made. */
import { welchOfEffect } from '@/lib/stats/frequentist';
import { benjaminiHochberg, holm } from '@/lib/stats/false-discovery';
import { wilsonInterval } from '@/lib/stats/rates';
import { armOf } from '@/lib/stats/sums';
import { grouped, knowsPast, sumsOf, totalsOf, unitsOf, type MetricRows, type Totals } from './cohorts';
import { compareArms, type Arms, type Comparison } from './compare';
import type { Design } from './design';
import type { CohortRow, MetricResult, VariantResult } from '../results-schema';
import type { Metric, Variant } from '../schema';

export function metricResults(design: Design, rows: readonly MetricRows[]): MetricResult[] {
  return corrected(rows.map((of) => metricResult(design, of)));
}

function metricResult(design: Design, { metric, over, waiting }: MetricRows): MetricResult {
  const totals = over.map(totalsOf);
  const adjusted = !design.adaptive && knowsPast(metric, totals);
  return {
    key: metric.key, name: metric.name, kind: metric.kind, role: metric.role, better: metric.better, model: modelOf(metric, adjusted, design.adaptive),
    variants: design.variants.map((variant, i) => {
      const compared = i === 0 ? NOT_COMPARED : withoutCorrection(compareArms(metric, armsOf(design, over, i, adjusted), design.look(metric, variant)));
      return { ...ownFigures(variant, i, metric, totals[i]!, unitsOf(waiting[i]!), design.adaptive), ...compared };
    }),
  };
}

/** The arms of a comparison from rows by the position of their variant; a bandit's by epoch. */
export function armsOf({ adaptive }: Pick<Design, 'adaptive'>, rows: readonly (readonly CohortRow[])[], treatment: number, adjusted: boolean): Arms {
  return { control: totalsOf(rows[0]!), treatment: totalsOf(rows[treatment]!), epochs: adaptive ? byEpoch(rows[0]!, rows[treatment]!) : null, adjusted };
}

/** A level for all of it at a time, so that a variant without units in an epoch is seen to have none. */
function byEpoch(control: readonly CohortRow[], treatment: readonly CohortRow[]): (readonly [Totals, Totals])[] {
  const [a, b] = [grouped(control, ({ epoch }) => epoch), grouped(treatment, ({ epoch }) => epoch)];
  return [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y).map((epoch) => [totalsOf(a.get(epoch) ?? []), totalsOf(b.get(epoch) ?? [])] as const);
}

type Compared = Pick<VariantResult, keyof Comparison>;
const NOT_COMPARED: Compared = { difference: null, relative: null, fixed: null, sequentialPValue: null, chanceToBeat: null, risk: null, missing: null };
const withoutCorrection = (comparison: Comparison): Compared => ({ ...comparison, fixed: comparison.fixed && { ...comparison.fixed, adjustedPValue: comparison.fixed.pValue } });

/** A bandit's own means are shown without an interval: plain means of what it chose by are biased, and no interval around them holds. */
function ownFigures({ id, key, name }: Variant, position: number, { kind }: Metric, totals: Totals, waiting: number, adaptive: boolean): Omit<VariantResult, keyof Comparison> {
  const sums = sumsOf(kind, totals), arm = armOf(sums);
  const none = { low: null, high: null };
  const interval = adaptive || !arm.available ? none
    : sums.metric === 'proportion' ? wilsonInterval({ hits: sums.conversions, n: sums.n })
      : arm.variance > 0 ? welchOfEffect({ n: arm.n, effect: arm.mean, standardError: Math.sqrt(arm.variance / arm.n), degreesOfFreedom: arm.n - 1, controlMean: 0 }) : none;
  const mean = arm.available ? arm.mean : kind !== 'ratio' && totals.n === 1 ? totals.sum : null;
  return {
    variantId: id, key, name, control: position === 0, n: totals.n, waiting, mean, low: interval.low, high: interval.high,
    total: totals.n === 0 ? null : sums.metric === 'proportion' ? sums.conversions : totals.sum,
  };
}

const MODELS: Readonly<Record<Metric['kind'], string>> = { binomial: 'exact Beta-Binomial', count: 'normal', mean: 'normal', revenue: 'normal', ratio: 'normal, ratio by the delta method' };
function modelOf({ kind }: Metric, adjusted: boolean, adaptive: boolean): string {
  const belief = adjusted ? 'normal, adjusted by the past' : MODELS[kind];
  return adaptive ? `${belief}; intervals by epoch, valid although the weights follow the results` : `${belief}; always-valid intervals`;
}

/** Looked at once: primary metrics together and guardrails together by Holm, secondary ones by Benjamini-Hochberg. */
function corrected(metrics: readonly MetricResult[]): MetricResult[] {
  const adjustedOf = new Map<string, number>();
  for (const role of ['primary', 'secondary', 'guardrail'] as const) {
    const tests = metrics.filter((metric) => metric.role === role).flatMap(({ key, variants }) => variants.flatMap(({ variantId, fixed }) => (fixed ? [{ of: `${key} ${variantId}`, p: fixed.pValue }] : [])));
    const adjusted = (role === 'secondary' ? benjaminiHochberg : holm)(tests.map(({ p }) => p));
    tests.forEach(({ of }, i) => adjustedOf.set(of, adjusted[i]!));
  }
  return metrics.map((metric) => ({
    ...metric,
    variants: metric.variants.map((variant) => ({ ...variant, fixed: variant.fixed && { ...variant.fixed, adjustedPValue: adjustedOf.get(`${metric.key} ${variant.variantId}`) ?? variant.fixed.pValue } })),
  }));
}
