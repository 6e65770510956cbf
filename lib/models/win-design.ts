/**
 * From named features to the columns of a linear model, and back. Values are standardised over the training rows; a missing
 * value becomes 0 (the average) plus its own indicator, so "not known" gets an effect of its own instead of passing for zero.
 * Every column has mean 0 over the training rows: the intercept is the workspace's average, contributions are against it.
 */
import type { Matrix } from '@/lib/ml/linear-algebra';
import { CATEGORIES, type RateView } from './win-context';
import { encodeCategory, features, NUMERIC, NUMERIC_NAMES, type FeatureName } from './features';
import type { DealAsOf } from '@/lib/deals/history';
import type { DesignColumn, WinContext } from './schema';

export const FEATURE_NAMES: readonly FeatureName[] = [...NUMERIC_NAMES, ...CATEGORIES];

/** The raw columns of each feature in the order of FEATURE_NAMES; null where the feature is not known. */
export type RawRow = readonly (readonly number[] | null)[];

export function rawRow(deal: DealAsOf, context: WinContext, view: RateView): RawRow {
  const { numeric, category } = features(deal, context);
  return [
    ...NUMERIC_NAMES.map((name) => { const value = numeric[name]; return value === null ? null : NUMERIC[name].columns(value); }),
    ...CATEGORIES.map((name) => { const key = category[name]; return key === null ? null : [encodeCategory(name, key, view)]; }),
  ];
}

/** A column must be seen, and vary, in this many rows and this share of them, or there is nothing to learn from it. */
const MIN_ROWS = 20;
const MIN_SHARE = 0.01;

/** Columns that the rows can teach, with their weighted means and deviations. Features in `excluded` get none. */
export function fitDesign(rows: readonly RawRow[], weights: ArrayLike<number>, excluded: ReadonlySet<string>): DesignColumn[] {
  const enough = (n: number): boolean => n >= MIN_ROWS && n >= MIN_SHARE * rows.length;
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += weights[i]!;
  return FEATURE_NAMES.flatMap((feature, f) => {
    if (excluded.has(feature)) return [];
    let known = 0, knownWeight = 0;
    const sums: number[] = [], squares: number[] = [], lows: number[] = [], highs: number[] = [];
    rows.forEach((row, i) => {
      const values = row[f];
      if (!values) return;
      known++;
      knownWeight += weights[i]!;
      values.forEach((value, part) => {
        sums[part] = (sums[part] ?? 0) + weights[i]! * value;
        squares[part] = (squares[part] ?? 0) + weights[i]! * value * value;
        lows[part] = Math.min(lows[part] ?? value, value);
        highs[part] = Math.max(highs[part] ?? value, value);
      });
    });
    if (!enough(known)) return [];
    const columns: DesignColumn[] = [];
    sums.forEach((sum, part) => {
      const mean = sum / knownWeight;
      const sd = Math.sqrt(Math.max(0, squares[part]! / knownWeight - mean * mean));
      if (sd > 1e-9 * (1 + Math.abs(mean))) columns.push({ feature, kind: 'value', part, mean, sd, low: lows[part]!, high: highs[part]! });
    });
    if (enough(rows.length - known)) {
      const share = 1 - knownWeight / total;
      columns.push({ feature, kind: 'missing', part: 0, mean: share, sd: Math.sqrt(share * (1 - share)), low: 0, high: 1 });
    }
    return columns;
  });
}

const featureIndex = new Map<string, number>(FEATURE_NAMES.map((name, i) => [name, i]));

/** One row's standardised columns, written into `out` from `at`. */
export function writeRow(row: RawRow, columns: readonly DesignColumn[], out: Float64Array, at = 0): void {
  columns.forEach(({ feature, kind, part, mean, sd, low, high }, j) => {
    const values = row[featureIndex.get(feature) ?? -1];
    out[at + j] = kind === 'missing' ? ((values ? 0 : 1) - mean) / sd : values ? (Math.min(high, Math.max(low, values[part]!)) - mean) / sd : 0;
  });
}

export function designMatrix(rows: readonly RawRow[], columns: readonly DesignColumn[]): Matrix {
  const values = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) => writeRow(row, columns, values, i * columns.length));
  return { rows: rows.length, columns: columns.length, values };
}
