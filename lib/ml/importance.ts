/**
 * What a column is worth to a model: how much worse the predictions of rows become when the column's cells are dealt to other rows (Breiman 2001;
 * Fisher, Rudin & Dominici 2019). Ask it on rows that the model has not learnt from, or it tells what the model memorised.
 */
import { shuffled, type Rng } from '@/lib/stats/rng';
import { takeRows, type Table } from './table';
import { predictTabular, type TabularModel } from './tabular';

export type Importance = {
  source: string;
  /** Rise of the Brier score without the column; its 95% interval over rows (over groups, where there are). */
  brier: number; low: number; high: number;
};

export type ImportanceOptions = {
  rng: Rng;
  /** How often each source is dealt anew. */
  repeats?: number;
  /** The source of a column, by name: columns of one source are dealt together. Each column its own unless given. */
  sourceOf?: (name: string) => string;
  /** Group of each row: rows of a group are not independent. */
  groups?: ArrayLike<number>;
};

/** Most important first. Two columns that say the same may both look worthless: each stands in for the other. */
export function permutationImportance(model: TabularModel, table: Table, y: ArrayLike<number>, { rng, repeats = 5, sourceOf = (name) => name, groups }: ImportanceOptions): Importance[] {
  if (table.rows < 2 || y.length !== table.rows) throw new RangeError('one outcome a row, at least two rows');
  const said = predictTabular(model, table), rows = Array.from({ length: table.rows }, (_, i) => i);
  const sources = [...new Set(table.columns.map(({ name }) => sourceOf(name)))];
  return sources.map((source): Importance => {
    const worse = new Float64Array(table.rows);
    for (let r = 0; r < repeats; r++) {
      const dealt = takeRows({ rows: table.rows, columns: table.columns.filter(({ name }) => sourceOf(name) === source) }, shuffled(rng, rows)).columns.values();
      const without = predictTabular(model, { rows: table.rows, columns: table.columns.map((column) => (sourceOf(column.name) === source ? dealt.next().value! : column)) });
      for (let i = 0; i < worse.length; i++) worse[i]! += ((without[i]! - y[i]!) ** 2 - (said[i]! - y[i]!) ** 2) / repeats;
    }
    const brier = worse.reduce((sum, d) => sum + d, 0) / worse.length, error = errorOfMean(worse, brier, groups);
    return { source, brier, low: brier - 1.96 * error, high: brier + 1.96 * error };
  }).sort((a, b) => b.brier - a.brier || (a.source < b.source ? -1 : 1));
}

/** Standard error of a mean of rows, of which those of a group go together. */
function errorOfMean(values: Float64Array, mean: number, groups?: ArrayLike<number>): number {
  const off = new Map<number, number>();
  values.forEach((value, i) => {
    const group = groups ? groups[i]! : i;
    off.set(group, (off.get(group) ?? 0) + value - mean);
  });
  let squares = 0;
  for (const sum of off.values()) squares += sum * sum;
  return off.size < 2 ? Infinity : Math.sqrt((squares * off.size) / (off.size - 1)) / values.length;
}
