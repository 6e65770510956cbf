/** Cohort rows into the sums that the statistics take: whose days are over, added up by variant, by epoch, by whatever is asked. */
import { centred, noCuped, noMean, noProportion, noRatio, type Sums } from '@/lib/stats/sums';
import type { CohortRow } from '../results-schema';
import type { Metric, MetricKind } from '../schema';

const DAY = 86_400_000;

/** What is added up of a cohort. */
export type Totals = Omit<CohortRow, 'metric' | 'variantId' | 'day' | 'epoch' | 'segment'>;

const nothing = (): Totals => ({ n: 0, sum: 0, sumSquares: 0, denSum: 0, denSumSquares: 0, crossSum: 0, preN: 0, preSum: 0, preSumSquares: 0, preCross: 0 });

export function totalsOf(rows: Iterable<Totals>): Totals {
  const all = nothing();
  for (const row of rows) add(all, row);
  return all;
}

function add(to: Totals, row: Totals): void {
  to.n += row.n; to.sum += row.sum; to.sumSquares += row.sumSquares;
  to.denSum += row.denSum; to.denSumSquares += row.denSumSquares; to.crossSum += row.crossSum;
  to.preN += row.preN; to.preSum += row.preSum; to.preSumSquares += row.preSumSquares; to.preCross += row.preCross;
}

/**
 * Is a metric known of every unit that was first exposed on `day`? When the whole window of the last of them is over, so counted from the end of the day. Without a window an
 * outcome counts whenever it comes, and every unit counts as it stands.
 */
export const isOver = ({ windowDays, delayDays }: Pick<Metric, 'windowDays' | 'delayDays'>, day: string, now: Date): boolean =>
  windowDays === null || Date.parse(day) + (1 + delayDays + windowDays) * DAY <= now.getTime();

/** Rows of a metric by the position of their variant: those that are analysed, and those that wait. */
export type MetricRows = { metric: Metric; over: CohortRow[][]; waiting: CohortRow[][] };

/** By metric, in their order. Rows of variants or metrics that the experiment does not have are left out. */
export function rowsByMetric(metrics: readonly Metric[], variantIds: readonly string[], cohorts: readonly CohortRow[], now: Date): MetricRows[] {
  const at = new Map(variantIds.map((id, i) => [id, i]));
  const found = new Map(metrics.map((metric) => [metric.key, { metric, over: variantIds.map((): CohortRow[] => []), waiting: variantIds.map((): CohortRow[] => []) }]));
  for (const row of cohorts) {
    const rows = found.get(row.metric), position = at.get(row.variantId);
    if (rows && position !== undefined) (isOver(rows.metric, row.day, now) ? rows.over : rows.waiting)[position]!.push(row);
  }
  return [...found.values()];
}

export const unitsOf = (rows: readonly { n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);

/** Rows by a property of theirs, in its order. */
export function grouped<K extends string | number>(rows: readonly CohortRow[], of: (row: CohortRow) => K): Map<K, CohortRow[]> {
  const groups = new Map<K, CohortRow[]>();
  for (const row of rows) {
    const group = groups.get(of(row));
    if (group) group.push(row); else groups.set(of(row), [row]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Sums of the arm on the metric. `adjusted`: with the past of its units. A rate's hits are whole and at most its units, whatever was folded in. */
export function sumsOf(kind: MetricKind, { n, sum, sumSquares, denSum, denSumSquares, crossSum, preSum, preSumSquares, preCross }: Totals, adjusted = false): Sums {
  const hits = Math.min(n, Math.max(0, Math.round(sum)));
  if (kind === 'ratio') return { ...noRatio(), n, numSum: sum, numSumSquares: sumSquares, denSum, denSumSquares, crossSum };
  if (adjusted) {
    const binomial = kind === 'binomial';
    return { ...noCuped(binomial ? 'proportion' : 'mean'), n, postSum: binomial ? hits : sum, postSumSquares: binomial ? hits : sumSquares, preSum, preSumSquares, crossSum: preCross };
  }
  return kind === 'binomial' ? { ...noProportion(), n, conversions: hits } : { ...noMean(), n, sum, sumSquares };
}

/** The past is used where the metric asks for it, it is known of every unit of every arm, and it is not the same for all. */
export function knowsPast({ adjusted, kind }: Pick<Metric, 'adjusted' | 'kind'>, arms: readonly Totals[]): boolean {
  if (!adjusted || kind === 'ratio' || !arms.every(({ n, preN }) => n > 0 && preN === n)) return false;
  const { n, preSum, preSumSquares } = totalsOf(arms);
  return centred(preSumSquares, preSum, preSum, n) > 0;
}
