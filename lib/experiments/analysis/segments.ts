/**
 * The deciding metric by segment: where an effect may differ, for a next experiment to find out. All comparisons together err no more often than one would, at any number of looks: the
 * intervals share the chance to err, the p-values are corrected by Holm.
 */
import { holm } from '@/lib/stats/false-discovery';
import { grouped, knowsPast, totalsOf, unitsOf, type MetricRows } from './cohorts';
import { sequenceFor } from './compare';
import { FIRST_LOOK, type Design } from './design';
import { armsOf } from './metric-results';
import type { Results } from '../results-schema';

/** The largest are shown: a breakdown by something that is different for every other unit says nothing. */
const MOST = 20;

export function segments(design: Design, { metric, over }: MetricRows): Results['segments'] {
  if (design.experiment.plan.segmentBy === null) return [];
  const split = over.map((rows) => grouped(rows, ({ segment }) => segment));
  const size = (segment: string): number => split.reduce((sum, own) => sum + unitsOf(own.get(segment) ?? []), 0);
  const names = [...new Set(split.flatMap((own) => [...own.keys()]))].map((name) => ({ name, units: size(name) })).sort((a, b) => b.units - a.units || (a.name < b.name ? -1 : 1)).slice(0, MOST).map(({ name }) => name);
  const adjusted = !design.adaptive && knowsPast(metric, over.map(totalsOf));
  const parts = names.flatMap((segment) => design.treatments.map((treatment, i) => {
    const arms = armsOf(design, split.map((own) => own.get(segment) ?? []), i + 1, adjusted);
    return { segment, treatment, arms, enough: Math.min(arms.control.n, arms.treatment.n) >= FIRST_LOOK };
  }));
  // Which are compared goes by their units, not by what they show.
  const compared = parts.filter(({ enough }) => enough).length;
  const found = parts.map(({ treatment, arms, enough }) => (enough
    ? sequenceFor(metric, arms, { alpha: (1 - design.experiment.plan.confidence) / compared, tuning: Math.max(2, design.look(metric, treatment).tuning / names.length) }) : null));
  const corrected = holm(found.flatMap((one) => (one ? [one.pValue] : [])));
  let next = 0;
  return parts.map(({ segment, treatment, arms }, i) => ({
    segment, variantId: treatment.id, n: arms.treatment.n, difference: found[i]?.difference ?? null, adjustedPValue: found[i] ? corrected[next++]! : null,
  }));
}
