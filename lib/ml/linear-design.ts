/**
 * A table's columns as a linear model takes them. A number gives its standardised value (clamped to what 98% of training had), its rank, which
 * bends where the value cannot, and whether it is missing; a category one column a level; a text one a hashed word.
 */
import { binOf } from './bins';
import type { SparseRows } from './sparse-logistic';
import type { Column, Table } from './table';

export type DesignPart =
  | { kind: 'numeric'; name: string; first: number; mean: number; sd: number; low: number; high: number; /** Quantiles of training, for ranks. */ edges: number[] }
  | { kind: 'category'; name: string; first: number; /** Column of each level, from 0; -1: seldom seen. The first column is "not known, or seldom". */ level: number[]; levels: number }
  | { kind: 'text'; name: string; first: number; buckets: number };

export type LinearDesign = { parts: DesignPart[]; columns: number };

const RANKS = 32;
/** Levels seen less often share a column. */
const RARE = 10;

/** Fitted on the training rows. */
export function fitDesign(table: Table): LinearDesign {
  let columns = 0;
  const parts = table.columns.map((column): DesignPart => {
    const first = columns, { name } = column;
    if (column.kind === 'text') {
      columns += column.buckets;
      return { kind: 'text', name, first, buckets: column.buckets };
    }
    if (column.kind === 'category') {
      const seen = new Int32Array(column.levels);
      for (const code of column.codes) if (code >= 0) seen[code]!++;
      let levels = 0;
      const level = Array.from(seen, (n) => (n >= RARE ? levels++ : -1));
      columns += levels + 1;
      return { kind: 'category', name, first, level, levels };
    }
    const known = column.values.filter((value) => !Number.isNaN(value)).sort();
    const at = (share: number): number => known[Math.round(share * (known.length - 1))] ?? 0;
    const low = at(0.01), high = at(0.99);
    let sum = 0, squares = 0;
    for (const value of known) {
      const held = Math.min(high, Math.max(low, value));
      sum += held;
      squares += held * held;
    }
    const mean = known.length ? sum / known.length : 0;
    const sd = Math.sqrt(Math.max(0, squares / Math.max(1, known.length) - mean * mean)) || 1;
    const edges: number[] = [];
    for (let k = 1; k < RANKS; k++) if (at(k / RANKS) > (edges.at(-1) ?? -Infinity)) edges.push(at(k / RANKS));
    columns += 3;
    return { kind: 'numeric', name, first, mean, sd, low, high, edges };
  });
  return { parts, columns };
}

/** Rank -1 to 1, of about unit spread. */
const rankOf = (bin: number, edges: number): number => (edges === 0 ? 0 : ((bin / edges) * 2 - 1) * Math.sqrt(3));

/** Value, rank and "missing" of a number: the three columns from `first`. */
export function numericColumns(part: Extract<DesignPart, { kind: 'numeric' }>, value: number): [number, number, number] {
  if (Number.isNaN(value)) return [0, 0, 1];
  return [(Math.min(part.high, Math.max(part.low, value)) - part.mean) / part.sd, rankOf(binOf(part.edges, value) - 1, part.edges.length), 0];
}

export function applyDesign({ parts, columns }: LinearDesign, table: Table): SparseRows {
  const { rows } = table;
  let most = 0;
  parts.forEach((part, c) => {
    const column = table.columns[c]!;
    most += column.kind === 'text' ? column.tokens.length : part.kind === 'numeric' ? rows * 2 : rows;
  });
  const start = new Int32Array(rows + 1), index = new Int32Array(most), value = new Float32Array(most);
  let at = 0;
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < parts.length; c++) {
      const part = parts[c]!, column = table.columns[c]!;
      if (part.kind === 'numeric' && column.kind === 'numeric') {
        const known = column.values[i]!;
        if (Number.isNaN(known)) {
          index[at] = part.first + 2;
          value[at++] = 1;
          continue;
        }
        const [held, rank] = numericColumns(part, known);
        index[at] = part.first;
        value[at++] = held;
        index[at] = part.first + 1;
        value[at++] = rank;
      } else if (part.kind === 'category' && column.kind === 'category') {
        index[at] = part.first + 1 + (part.level[column.codes[i]!] ?? -1);
        value[at++] = 1;
      } else if (part.kind === 'text' && column.kind === 'text') {
        const from = column.start[i]!, to = column.start[i + 1]!, each = 1 / Math.sqrt(Math.max(1, to - from));
        for (let k = from; k < to; k++) {
          index[at] = part.first + column.tokens[k]!;
          value[at++] = each;
        }
      } else throw new RangeError(`column ${part.name} was ${part.kind} in training`);
    }
    start[i + 1] = at;
  }
  return { rows, columns, start, index: index.subarray(0, at), value: value.subarray(0, at) };
}

/** Adds one column's part of the log-odds to each row of `out`. */
export function columnLogOdds(part: DesignPart, coefficients: ArrayLike<number>, column: Column, out: Float64Array): void {
  const { first } = part;
  if (part.kind === 'numeric' && column.kind === 'numeric') {
    const edges = Float64Array.from(part.edges), { low, high, mean, sd } = part;
    const byValue = coefficients[first]! / sd, missing = coefficients[first + 2]!;
    const byRank = Float64Array.from({ length: edges.length + 1 }, (_, k) => coefficients[first + 1]! * rankOf(k, edges.length));
    for (let i = 0; i < out.length; i++) {
      const value = column.values[i]!;
      out[i]! += Number.isNaN(value) ? missing : ((value < low ? low : value > high ? high : value) - mean) * byValue + byRank[binOf(edges, value) - 1]!;
    }
  } else if (part.kind === 'category' && column.kind === 'category') {
    const other = coefficients[first]!;
    const byLevel = Float64Array.from(part.level, (level) => (level < 0 ? other : coefficients[first + 1 + level]!));
    for (let i = 0; i < out.length; i++) {
      const code = column.codes[i]!;
      out[i]! += code >= 0 && code < byLevel.length ? byLevel[code]! : other;
    }
  } else if (part.kind === 'text' && column.kind === 'text') {
    for (let i = 0; i < out.length; i++) {
      const from = column.start[i]!, to = column.start[i + 1]!;
      let sum = 0;
      for (let k = from; k < to; k++) sum += coefficients[first + column.tokens[k]!]!;
      out[i]! += sum / Math.sqrt(Math.max(1, to - from));
    }
  } else throw new RangeError(`column ${part.name} was ${part.kind} in training`);
}

/** Log-odds of each row of a fitted linear model, column by column: the same as `sparseLogOdds` of the design's rows, without making them. */
export function scoreDesign({ parts }: LinearDesign, intercept: number, coefficients: ArrayLike<number>, table: Table): Float64Array {
  const out = new Float64Array(table.rows).fill(intercept);
  parts.forEach((part, c) => columnLogOdds(part, coefficients, table.columns[c]!, out));
  return out;
}

/** Mean over the rows of what each column adds to the log-odds: what attributions are measured against. */
export function meanLogOdds({ parts }: LinearDesign, coefficients: ArrayLike<number>, table: Table, weights?: ArrayLike<number>): number[] {
  return parts.map((part, c) => {
    const added = new Float64Array(table.rows);
    columnLogOdds(part, coefficients, table.columns[c]!, added);
    let sum = 0, total = 0;
    for (let i = 0; i < added.length; i++) {
      const weight = weights ? weights[i]! : 1;
      sum += weight * added[i]!;
      total += weight;
    }
    return sum / total;
  });
}
