/** How the figures came together: the deciding metric by day of exposure, and units by day. */
import { grouped, knowsPast, totalsOf, unitsOf, type MetricRows } from './cohorts';
import { sequenceFor } from './compare';
import { FIRST_LOOK, type Design } from './design';
import { armsOf } from './metric-results';
import type { CohortRow, Results } from '../results-schema';

/** Rows without their segments: as many as there are days and epochs. */
export const byDay = (rows: readonly CohortRow[]): CohortRow[] =>
  [...grouped(rows, ({ day, epoch }) => `${day} ${String(epoch).padStart(9, '0')}`).values()].map((same) => ({ ...same[0]!, ...totalsOf(same), segment: '' }));

const daysOf = (rows: readonly (readonly CohortRow[])[]): string[] => [...new Set(rows.flatMap((own) => own.map(({ day }) => day)))].sort();

/**
 * Each treatment against the control over the units exposed up to each day whose days are over, from the first day on which both arms have `FIRST_LOOK` units: before, the approximation
 * that the sequence rests on is no better than a guess. Days on which nothing can be compared are left out.
 */
export function cumulative(design: Design, { metric, over }: MetricRows): Results['cumulative'] {
  const rows = over.map(byDay), days = daysOf(rows), adjusted = !design.adaptive && knowsPast(metric, over.map(totalsOf));
  return design.treatments.flatMap((treatment, i) => {
    const look = design.look(metric, treatment);
    // Days before which all rows of an arm are in, walked along.
    const upTo = rows.map(() => 0);
    return days.flatMap((day) => {
      rows.forEach((own, arm) => { while (upTo[arm]! < own.length && own[upTo[arm]!]!.day <= day) upTo[arm]!++; });
      const arms = armsOf(design, rows.map((own, arm) => own.slice(0, upTo[arm])), i + 1, adjusted);
      if (Math.min(arms.control.n, arms.treatment.n) < FIRST_LOOK) return [];
      const found = sequenceFor(metric, arms, look);
      return found ? [{ day, variantId: treatment.id, n: arms.control.n + arms.treatment.n, ...found.difference }] : [];
    });
  });
}

/** Units by day of their first exposure, those that wait too. */
export function exposures(design: Design, { over, waiting }: MetricRows): Results['exposures'] {
  return design.variants.flatMap(({ id }, i) => [...grouped([...over[i]!, ...waiting[i]!], ({ day }) => day)].map(([day, rows]) => ({ day, variantId: id, n: unitsOf(rows) })));
}
