/**
 * What an experiment says, from the sums of its cohorts alone: the cost depends on days, variants and metrics, not on how many units or outcomes there were. A unit counts on a metric
 * when all of its days are over; those before wait. Nothing here is stored, fetched or drawn: the same sums and the same moment give the same results.
 */
import { exposures, cumulative } from './cumulative';
import { rowsByMetric, unitsOf } from './cohorts';
import { designOf, type Analysable } from './design';
import { factors } from './factors';
import { healthOf, type Tally } from './health';
import { metricResults } from './metric-results';
import type { CohortRow, Results, WeightsRow } from '../results-schema';
import { sampleSplit } from './sample-split';
import { segments } from './segments';
import { verdictOf } from './verdict';

export type { Analysable } from './design';
export type { Tally } from './health';
export type AnalysisInput = { experiment: Analysable; cohorts: readonly CohortRow[]; tallies: readonly Tally[]; weights: readonly WeightsRow[]; now: Date };

/** Throws RangeError on an experiment without a control, a treatment or a metric. */
export function analyse({ experiment, cohorts, tallies, weights, now }: AnalysisInput): Results {
  const design = designOf(experiment);
  const rows = rowsByMetric(design.metrics, design.variants.map(({ id }) => id), cohorts, now);
  const deciding = rows.find(({ metric }) => metric.key === design.deciding.key)!;
  const exposed = [...deciding.over, ...deciding.waiting].flat().filter(({ n }) => n > 0);
  const days = exposed.map(({ day }) => day).sort();
  const lastDay = days.at(-1) ?? null;
  const metrics = metricResults(design, rows);
  const split = sampleSplit(design, deciding, weights);
  const units = unitsOf(exposed);
  return {
    at: now.toISOString(), units, firstDay: days[0] ?? null, lastDay,
    verdict: verdictOf({ design, metrics, sampleRatio: split.verdict, plannedUnits: experiment.plan.plannedUnits, units }),
    health: healthOf({ design, deciding, metrics, split, tallies, lastDay, now }),
    metrics,
    sampleRatio: { observed: split.observed, expected: split.expected, pValue: split.pValue },
    cumulative: cumulative(design, deciding), exposures: exposures(design, deciding),
    allocation: [...weights].sort((a, b) => a.epoch - b.epoch).map((row) => ({ at: row.at, epoch: row.epoch, reason: row.reason, weights: row.weights })),
    factors: factors(design, deciding), segments: segments(design, deciding),
    setAside: tallies.filter(({ disposition, count }) => disposition !== 'counted' && count > 0).map(({ metric, disposition, count }) => ({ metric, disposition, count })),
  };
}
