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

/**
 * Columns that the rows can teach, with their weighted means and deviations. Features in `excluded` get none. Values count as no more extreme than
 * what enough rows have: a few deals at the edge neither make a column nor say how it goes on there.
 */
export function fitDesign(rows: readonly RawRow[], weights: ArrayLike<number>, excluded: ReadonlySet<string>): DesignColumn[] {
  const needed = Math.max(MIN_ROWS, Math.ceil(MIN_SHARE * rows.length));
  let total = 0;
  for (let i = 0; i < rows.length; i++) total += weights[i]!;
  return FEATURE_NAMES.flatMap((feature, f) => {
    if (excluded.has(feature)) return [];
    const known = rows.flatMap((row, i) => (row[f] ? [{ values: row[f], weight: weights[i]! }] : []));
    if (known.length < needed) return [];
    const knownWeight = known.reduce((sum, { weight }) => sum + weight, 0);
    const columns: DesignColumn[] = [];
    known[0]!.values.forEach((_, part) => {
      const order = Float64Array.from(known, ({ values }) => values[part]!).sort();
      const low = order[needed - 1]!, high = order[order.length - needed]!;
      if (!(low < high)) return;
      let sum = 0, squares = 0;
      for (const { values, weight } of known) {
        const value = clamp(values[part]!, low, high);
        sum += weight * value;
        squares += weight * value * value;
      }
      const mean = sum / knownWeight;
      const sd = Math.sqrt(Math.max(0, squares / knownWeight - mean * mean));
      if (sd > 1e-9 * (1 + Math.abs(mean))) columns.push({ feature, kind: 'value', part, mean, sd, low, high });
    });
    if (rows.length - known.length >= needed) {
      const share = 1 - knownWeight / total;
      columns.push({ feature, kind: 'missing', part: 0, mean: share, sd: Math.sqrt(share * (1 - share)), low: 0, high: 1 });
    }
    return columns;
  });
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const featureIndex = new Map<string, number>(FEATURE_NAMES.map((name, i) => [name, i]));

/** One row's standardised columns, written into `out` from `at`. */
export function writeRow(row: RawRow, columns: readonly DesignColumn[], out: Float64Array, at = 0): void {
  columns.forEach(({ feature, kind, part, mean, sd, low, high }, j) => {
    const values = row[featureIndex.get(feature) ?? -1];
    out[at + j] = kind === 'missing' ? ((values ? 0 : 1) - mean) / sd : values ? (clamp(values[part]!, low, high) - mean) / sd : 0;
  });
}

export function designMatrix(rows: readonly RawRow[], columns: readonly DesignColumn[]): Matrix {
  const values = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) => writeRow(row, columns, values, i * columns.length));
  return { rows: rows.length, columns: columns.length, values };
}
