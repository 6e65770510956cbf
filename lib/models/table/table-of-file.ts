/** A CSV file's rows as a table with a target: what is learnt from, what is left out and why. */
import { createReadStream } from 'node:fs';
import { openCsv } from '@/lib/imports/csv/open-csv';
import type { Table } from '@/lib/ml/table';
import { columnKind, dateIn, isEmpty, numberIn, tally, type ColumnKind } from './column-kind';
import { encodeTable } from './encode-table';
import { findSuspects } from './suspects';

export class UnusableTable extends Error {}

export type TargetedTable = {
  table: Table; y: Float64Array; kinds: ColumnKind[];
  /** The file's rows that have an outcome, by number from 0; the table's rows in the same order. */
  rowOf: number[]; fileRows: number;
  /** Rows of the table in order of `order`; null without it. */
  order: number[] | null;
  warnings: string[];
};

export type TargetQuestion = { target: string; positive: string; drop: readonly string[]; order: string | null };

const columnNamed = (columns: readonly string[], name: string): number => {
  const exact = columns.indexOf(name);
  if (exact >= 0) return exact;
  const loose = columns.findIndex((column) => column.trim().toLowerCase() === name.trim().toLowerCase());
  if (loose < 0) throw new UnusableTable(`There is no column "${name}". The file has: ${columns.join(', ')}.`);
  return loose;
};

/** "1" and "1.0", "Won" and "won" are the same answer. */
const sameAnswer = (cell: string, answer: string): boolean =>
  cell === answer || cell.toLowerCase() === answer.toLowerCase() || (cell !== '' && Number(cell) === Number(answer) && !Number.isNaN(Number(answer)));

/** Throws UnusableTable with a sentence that says what to do; UnreadableFile when the file is no CSV. */
export async function tableOfFile(file: string, { target, positive, drop, order }: TargetQuestion): Promise<TargetedTable> {
  const csv = await openCsv(createReadStream(file));
  const names = csv.columns, targetAt = columnNamed(names, target), orderAt = order === null ? -1 : columnNamed(names, order);
  const dropped = new Set(drop.map((name) => columnNamed(names, name)));
  const warnings = [...csv.notes];
  const cells: string[][] = names.map(() => []);
  let ragged = 0;
  for await (const { values, problem } of csv.rows) {
    if (problem) ragged++;
    values.forEach((value, c) => cells[c]!.push(value.trim()));
  }
  const fileRows = cells[0]?.length ?? 0;
  if (ragged > 0) warnings.push(`${ragged} rows have more or fewer cells than the header; what is missing counts as not known.`);
  const answered = (cell: string): boolean => !isEmpty(cell) || (cell !== '' && sameAnswer(cell, positive.trim()));
  const rowOf = cells[targetAt]!.flatMap((cell, row) => (answered(cell) ? [row] : []));
  if (rowOf.length < fileRows) warnings.push(`${fileRows - rowOf.length} rows without an outcome in "${names[targetAt]}" were left out.`);
  const y = Float64Array.from(rowOf, (row) => (sameAnswer(cells[targetAt]![row]!, positive.trim()) ? 1 : 0));
  const positives = y.reduce((sum, value) => sum + value, 0);
  if (positives === 0 || positives === y.length) {
    const seen = [...new Set(rowOf.map((row) => cells[targetAt]![row]!))].slice(0, 8).map((cell) => `"${cell}"`).join(', ');
    throw new UnusableTable(`${positives === 0 ? 'No' : 'Every'} row has "${positive}" in "${names[targetAt]}". It holds: ${seen}.`);
  }
  if (Math.min(positives, y.length - positives) < 10) throw new UnusableTable(`Only ${Math.min(positives, y.length - positives)} rows have the rarer outcome; at least 10 are needed.`);
  const kept = names.map((_, c) => c).filter((c) => c !== targetAt && !dropped.has(c));
  const columns = kept.map((c) => rowOf.map((row) => cells[c]![row]!));
  const kinds = kept.map((c, k) => columnKind(names[c]!, tally(columns[k]!)));
  for (const kind of kinds) if (kind.kind === 'left_out') warnings.push(`"${kind.name}" is left out: ${kind.why}.`);
  if (kinds.every(({ kind }) => kind === 'left_out')) throw new UnusableTable('No column is left to learn from.');
  const table = encodeTable(kinds, columns);
  for (const suspect of findSuspects(table, y)) warnings.push(suspect.sentence);
  return { table, y, kinds, rowOf, fileRows, order: orderAt < 0 ? null : inOrder(names[orderAt]!, rowOf.map((row) => cells[orderAt]![row]!), warnings), warnings };
}

const placeOf = (value: number): number => (Number.isFinite(value) ? value : -Number.MAX_VALUE);

/** Rows by number, date or text, whichever the column is; what is not known comes first. */
function inOrder(name: string, cells: readonly string[], warnings: string[]): number[] {
  const kind = columnKind(name, tally(cells));
  const unknown = cells.filter((cell) => isEmpty(cell)).length;
  if (unknown > 0) warnings.push(`${unknown} rows have no "${name}"; they count as the earliest.`);
  // A number that names the record is still an order.
  const numbers = cells.map((cell) => (isEmpty(cell) ? -Infinity : kind.kind === 'date' ? dateIn(cell, kind.order) : numberIn(cell, kind.kind === 'number' ? kind.mark : '.')));
  const byNumber = numbers.filter((value) => Number.isNaN(value)).length < 0.03 * cells.length;
  if (!byNumber) warnings.push(`"${name}" holds neither numbers nor dates: rows are taken in order of its text.`);
  return cells.map((_, i) => i).sort((a, b) => (byNumber ? placeOf(numbers[a]!) - placeOf(numbers[b]!) || a - b : cells[a]! < cells[b]! ? -1 : cells[a]! > cells[b]! ? 1 : a - b));
}
