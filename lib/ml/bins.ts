/**
 * Columns to at most 256 bins, so that a tree looks at counts instead of values. A number's bins are cut at quantiles of what training
 * saw; a category's most frequent levels have a bin each. Bin 0 is "not known": the same for every kind.
 */
import type { Table } from './table';

/** Bins of one column besides bin 0. Numbers: bin k + 1 holds the values in (edges[k - 1], edges[k]]. Categories: the bin of each level. */
export type ColumnBins =
  /** Words are not for trees: one bin. */
  | { kind: 'text'; name: string }
  | { kind: 'numeric'; name: string; edges: number[] }
  | { kind: 'category'; name: string; bin: number[]; bins: number };

export type Binned = { rows: number; columns: number; /** Row by row. */ bins: Uint8Array };

const MOST = 255;
/** Enough values to place 254 quantiles. */
const SAMPLE = 50_000;

export const binCount = (column: ColumnBins): number => (column.kind === 'numeric' ? column.edges.length + 2 : column.kind === 'category' ? column.bins + 1 : 1);

/** Cuts fitted on the training rows. A level seen fewer than `rare` times shares the bin "not known". */
export const fitBins = (table: Table, { rare = 1 } = {}): ColumnBins[] => table.columns.map((column) => {
  if (column.kind === 'text') return { kind: 'text', name: column.name };
  if (column.kind === 'numeric') return { kind: 'numeric', name: column.name, edges: quantileEdges(column.values) };
  const seen = new Float64Array(column.levels);
  for (const code of column.codes) if (code >= 0) seen[code]!++;
  const kept = Array.from(seen, (count, level) => ({ count, level })).filter(({ count }) => count >= rare).sort((a, b) => b.count - a.count || a.level - b.level).slice(0, MOST);
  const bin = new Array<number>(column.levels).fill(0);
  kept.forEach(({ level }, at) => { bin[level] = at + 1; });
  return { kind: 'category', name: column.name, bin, bins: kept.length };
});

/** Midpoints between neighbouring distinct values, or between quantiles where there are too many. */
function quantileEdges(values: Float64Array): number[] {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const known = new Float64Array(Math.ceil(values.length / step));
  let n = 0;
  for (let i = 0; i < values.length; i += step) if (!Number.isNaN(values[i]!)) known[n++] = values[i]!;
  const sorted = known.subarray(0, n).sort();
  const distinct: number[] = [];
  for (let i = 0; i < n && distinct.length <= MOST; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]!);
  if (distinct.length <= MOST) return distinct.slice(1).map((value, i) => between(distinct[i]!, value));
  const edges: number[] = [];
  for (let k = 1; k < MOST; k++) {
    const at = (k * (n - 1)) / MOST;
    const low = sorted[Math.floor(at)]!, high = sorted[Math.ceil(at)]!;
    const edge = low + (high - low) * (at - Math.floor(at));
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
  }
  return edges;
}

/** A number a <= m < b. */
const between = (a: number, b: number): number => {
  const middle = a + (b - a) / 2;
  return middle < b ? middle : a;
};

/** Bin of a number: a binary search, unless it is not known. */
export function binOf(edges: ArrayLike<number>, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0, high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle; else low = middle + 1;
  }
  return low + 1;
}

/** A level that training never saw is "not known". */
export function applyBins(fitted: readonly ColumnBins[], table: Table): Binned {
  const columns = fitted.length;
  const bins = new Uint8Array(table.rows * columns);
  fitted.forEach((cut, c) => {
    const column = table.columns[c]!;
    if (cut.kind === 'numeric' && column.kind === 'numeric') {
      const edges = Float64Array.from(cut.edges);
      for (let i = 0, at = c; i < table.rows; i++, at += columns) bins[at] = binOf(edges, column.values[i]!);
    } else if (cut.kind === 'category' && column.kind === 'category') {
      const { bin } = cut;
      for (let i = 0, at = c; i < table.rows; i++, at += columns) {
        const code = column.codes[i]!;
        bins[at] = code >= 0 && code < bin.length ? bin[code]! : 0;
      }
    } else if (cut.kind !== column.kind) throw new RangeError(`column ${cut.name} was ${cut.kind} in training`);
  });
  return { rows: table.rows, columns, bins };
}
