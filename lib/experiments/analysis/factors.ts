/** What each factor of a multivariate experiment does by itself, and with another: on the deciding metric, corrected for their number, valid at any number of looks. */
import { sequenceOfEffect } from '@/lib/stats/confidence-sequence';
import { factorialEffects } from '@/lib/stats/contrast';
import { holm } from '@/lib/stats/false-discovery';
import { sumsOf, totalsOf, type MetricRows } from './cohorts';
import { FIRST_LOOK, type Design } from './design';
import type { Results } from '../results-schema';

/** Empty where not every combination of levels is there once with enough units, and for bandits, whose plain means are biased. */
export function factors(design: Design, { metric, over }: MetricRows): Results['factors'] {
  const { factors: given, confidence, plannedUnits } = design.experiment.plan;
  const totals = over.map(totalsOf);
  if (given.length === 0 || design.adaptive || totals.some(({ n }) => n < FIRST_LOOK) || !isFull(given.map(({ levels }) => levels.length), design.variants.map(({ levels }) => levels))) return [];
  const cells = design.variants.map(({ levels }, i) => ({ levels, sums: sumsOf(metric.kind, totals[i]!) }));
  const all = factorialEffects(given.map(({ levels }) => levels.length), cells);
  const found = all.flatMap(({ of, effect }) => (effect.available ? [{ of, ...sequenceOfEffect(effect, { alpha: (1 - confidence) / all.length, tuning: plannedUnits ?? undefined }) }] : []));
  const corrected = holm(found.map(({ pValue }) => pValue));
  return found.map(({ of, effect, low, high, pValue }, i) => ({
    of: of.map(({ factor, level }) => `${given[factor]!.name}: ${given[factor]!.levels[level]!}`).join(' with '),
    effect: { value: effect, low, high }, pValue, adjustedPValue: corrected[i]!, interaction: of.length > 1,
  }));
}

/** Every combination of levels once. */
export function isFull(counts: readonly number[], levels: readonly (readonly number[])[]): boolean {
  const combinations = counts.reduce((product, n) => product * n, 1);
  return levels.length === combinations && new Set(levels.map((own) => own.join())).size === combinations
    && levels.every((own) => own.length === counts.length && own.every((level, f) => level < counts[f]!));
}
