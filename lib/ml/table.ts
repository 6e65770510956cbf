/** A table as learners take it: columns of equal length, missing values included. */

/** Finite numbers; NaN where not known. */
export type NumericColumn = { kind: 'numeric'; name: string; values: Float64Array };
/** Codes 0 to levels - 1; -1 where not known. */
export type CategoryColumn = { kind: 'category'; name: string; codes: Int32Array; levels: number };
/** Hashed words: those of row i are `tokens[start[i]]` to `tokens[start[i + 1] - 1]`, each 0 to `buckets` - 1, none twice in a row. */
export type TextColumn = { kind: 'text'; name: string; tokens: Int32Array; start: Int32Array; buckets: number };
export type Column = NumericColumn | CategoryColumn | TextColumn;
export type Table = { rows: number; columns: readonly Column[] };

/** The rows of `table` at `index`, in that order. */
export const takeRows = (table: Table, index: ArrayLike<number>): Table => ({
  rows: index.length,
  columns: table.columns.map((column) => {
    if (column.kind === 'numeric') {
      const values = new Float64Array(index.length);
      for (let i = 0; i < index.length; i++) values[i] = column.values[index[i]!]!;
      return { ...column, values };
    }
    if (column.kind === 'text') {
      const start = new Int32Array(index.length + 1);
      for (let i = 0; i < index.length; i++) start[i + 1] = start[i]! + column.start[index[i]! + 1]! - column.start[index[i]!]!;
      const tokens = new Int32Array(start[index.length]!);
      for (let i = 0; i < index.length; i++) tokens.set(column.tokens.subarray(column.start[index[i]!]!, column.start[index[i]! + 1]!), start[i]!);
      return { ...column, start, tokens };
    }
    const codes = new Int32Array(index.length);
    for (let i = 0; i < index.length; i++) codes[i] = column.codes[index[i]!]!;
    return { ...column, codes };
  }),
});
