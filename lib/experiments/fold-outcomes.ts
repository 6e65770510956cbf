/** What was recorded is counted: units into their cohorts, outcomes into their units' totals and their cohorts' sums. In batches, each one transaction. */
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { foldAssignments, foldOutcomes, lockFolding, type FoldMetric } from './outcome-store';
import { plan, type Metric } from './schema';
import { findExperiment } from './store';

const BATCH = 20_000;
const DAY_SECONDS = 86_400;
/** Reports that arrive so long after an experiment's last day are late. */
const GRACE_DAYS = 7;

const foldMetric = ({ key, kind, cap, delayDays, windowDays }: Metric): FoldMetric => ({ key, kind, cap, delay: delayDays * DAY_SECONDS, days: windowDays === null ? null : windowDays * DAY_SECONDS });

/** Folds one batch; `left` says whether there may be more. An experiment that is gone has nothing left. */
export const foldBatch = (scope: Scope, id: string, most: number = BATCH): Promise<{ units: number; outcomes: number; left: boolean }> => transaction(scope, async () => {
  const row = await findExperiment(scope, id);
  if (!row) return { units: 0, outcomes: 0, left: false };
  const { metrics } = plan.parse(row.plan);
  const known = metrics.map(foldMetric);
  await lockFolding(scope, id);
  const units = await foldAssignments(scope, id, known, most);
  // Of a batch that was full there may be units left whose outcomes must wait for them.
  const longest = Math.max(...metrics.map(({ delayDays, windowDays }) => delayDays + (windowDays ?? 0)));
  const lateAfter = row.endedAt && new Date(row.endedAt.getTime() + (longest + GRACE_DAYS) * DAY_SECONDS * 1000);
  const outcomes = units === most ? 0 : await foldOutcomes(scope, id, known, lateAfter, most);
  return { units, outcomes, left: units === most || outcomes === most };
});

/** Folds all that is there. */
export async function foldAll(scope: Scope, id: string): Promise<{ units: number; outcomes: number }> {
  const total = { units: 0, outcomes: 0 };
  for (let left = true; left;) {
    const batch = await foldBatch(scope, id);
    total.units += batch.units;
    total.outcomes += batch.outcomes;
    left = batch.left;
    await letOthersIn();
  }
  return total;
}
