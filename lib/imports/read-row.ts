/** From a row of the file to a record of the product: every cell read, every trouble said, nothing guessed in silence. */
import type { CsvRow } from './csv/open-csv';
import { dealFromCells, type ColumnOf } from './deal-row';
import { FIELDS } from './fields/catalogue';
import { leadFromCells } from './lead-row';
import type { Field } from './fields/field';
import { isEmptyCell, readCell, type CellValue } from './read-cell';
import {
  accountRecord, contactRecord, dealRecord, leadRecord, memberRecord, productRecord,
  type ColumnFormat, type Entity, type ImportOptions, type ImportRecord, type Mapping, type Note, type RowError, type StageChoice,
} from './schema';
import { isEmptyWord } from './values/words';

export interface ReadPlan {
  entity: Entity;
  columns: readonly string[];
  mapping: Mapping;
  options: ImportOptions;
  formats: Readonly<Record<string, ColumnFormat>>;
  /** Of the workspace, in their order. */
  stages: readonly StageChoice[];
}

export interface RowOutcome {
  row: number;
  /** null: the row is left out, for the reasons in `errors`. */
  record: ImportRecord | null;
  errors: RowError[];
  notes: Note[];
}

type Values = Partial<Record<string, CellValue | null>>;
interface Place { index: number; column: string; field: Field; format: ColumnFormat }

const RECORDS = { accounts: accountRecord, products: productRecord, contacts: contactRecord, leads: leadRecord, deals: dealRecord, members: memberRecord } as const;
const PLAIN: ColumnFormat = { dateOrder: null, decimal: null, percent: 'percent', currency: null, scale: 1 };
const MAX_CUSTOM = 2000;

const textOf = (values: Values, name: string): string | null | undefined => {
  const value = values[name];
  return typeof value === 'string' || value === null ? value : undefined;
};

/** Reads rows by one plan. Pure: a row read twice gives the same outcome. */
export function rowReader(plan: ReadPlan): (row: CsvRow) => RowOutcome {
  const { entity, columns, mapping, options, stages } = plan;
  const places: Place[] = [];
  const kept: { index: number; column: string }[] = [];
  columns.forEach((column, index) => {
    const field = FIELDS[entity].find(({ name }) => name === mapping[column]);
    if (field) places.push({ index, column, field, format: plan.formats[column] ?? PLAIN });
    else if (options.keepUnmapped && !options.leftOut.includes(column)) kept.push({ index, column });
  });
  const columnOf: ColumnOf = Object.fromEntries(places.map(({ field, column }) => [field.name, column]));
  // The currency first: amounts are read in it.
  places.sort((a, b) => Number(b.field.name === 'currency') - Number(a.field.name === 'currency'));

  function readCells(row: CsvRow, errors: RowError[], notes: Note[]): Values {
    const values: Values = {};
    for (const { index, column, field, format } of places) {
      const text = (row.values[index] ?? '').trim();
      if (isEmptyCell(text, field, options)) {
        if (options.emptyCells === 'clear') values[field.name] = null;
        if (field.required && columnOf['firstName'] === undefined && columnOf['lastName'] === undefined) errors.push({ row: row.rowNo, column, message: `the ${field.label.toLowerCase()} is missing: fill it in` });
        continue;
      }
      const reading = readCell(text, field, { format, options, currency: textOf(values, 'currency') ?? null });
      if ('value' in reading) {
        values[field.name] = reading.value;
        if (reading.note) notes.push({ column, message: reading.note });
      } else if (options.badValues === 'skip-row' || field.required || field.identifies) {
        errors.push({ row: row.rowNo, column, message: reading.error });
      } else {
        notes.push({ column, message: `left empty: ${reading.error}` });
      }
    }
    return values;
  }

  function customOf(row: CsvRow, notes: Note[]): Record<string, string> {
    const entries: [string, string][] = [];
    for (const { index, column } of kept) {
      const text = (row.values[index] ?? '').trim();
      // "Select" is no answer. Of other records every text is kept as it stands.
      if (text === '' || (entity === 'leads' && options.emptyWords && isEmptyWord(text, true))) continue;
      if (text.length > MAX_CUSTOM) notes.push({ column, message: `texts longer than ${MAX_CUSTOM} characters were cut` });
      entries.push([column, text.length > MAX_CUSTOM ? text.slice(0, MAX_CUSTOM).toWellFormed() : text]);
    }
    return Object.fromEntries(entries);
  }

  function finish(row: CsvRow, values: Values, custom: Record<string, string>, errors: RowError[], notes: Note[]): unknown {
    if (entity === 'deals') {
      const text = (name: string) => textOf(values, name);
      const { keepStageText, errors: dealErrors, notes: dealNotes, ...deal } = dealFromCells({
        name: text('name'), externalId: text('externalId'), account: text('account'), product: text('product'), stage: text('stage'), outcome: text('outcome'),
        openedAt: text('openedAt'), expectedCloseAt: text('expectedCloseAt'), closedAt: text('closedAt'),
      }, { stages, stageMap: options.stageMap, columnOf });
      errors.push(...dealErrors.map((error) => ({ row: row.rowNo, ...error })));
      notes.push(...dealNotes);
      const stageText = text('stage');
      return { ...values, ...deal, entity, custom: keepStageText && stageText && options.keepUnmapped ? { ...custom, [columnOf['stage'] ?? 'Stage']: stageText } : custom };
    }
    if (entity === 'leads') {
      const text = (name: string) => textOf(values, name);
      const { keepStateText, errors: leadErrors, notes: leadNotes, ...lead } = leadFromCells({
        name: text('name'), firstName: text('firstName'), lastName: text('lastName'), email: text('email'), externalId: text('externalId'), company: text('company'),
        state: text('state'), converted: text('converted'), leadAt: text('leadAt'), endedAt: text('endedAt'),
      }, columnOf);
      errors.push(...leadErrors.map((error) => ({ row: row.rowNo, ...error })));
      notes.push(...leadNotes);
      const stateText = text('state');
      return { ...values, state: undefined, ...lead, entity, custom: keepStateText && stateText && options.keepUnmapped ? { ...custom, [columnOf['state'] ?? 'State']: stateText } : custom };
    }
    if (entity === 'contacts' && !values['name']) {
      const name = [textOf(values, 'firstName'), textOf(values, 'lastName')].filter(Boolean).join(' ') || textOf(values, 'email');
      if (!name) errors.push({ row: row.rowNo, column: columnOf['lastName'] ?? null, message: 'the name is missing: fill it in' });
      return { ...values, name, entity, custom };
    }
    return { ...values, entity, custom };
  }

  const matchField = options.matchKey === 'externalId' || options.matchKey === 'email' ? options.matchKey : null;

  return (row) => {
    const errors: RowError[] = [];
    const notes: Note[] = [];
    if (row.problem !== null) return { row: row.rowNo, record: null, errors: [{ row: row.rowNo, column: null, message: row.problem }], notes };
    const values = readCells(row, errors, notes);
    if (matchField && columnOf[matchField] !== undefined && !values[matchField] && !values['id'] && errors.length === 0) {
      errors.push({ row: row.rowNo, column: columnOf[matchField] ?? null, message: 'it is empty, though rows are matched by it: fill it in, or match by something else' });
    }
    const draft = finish(row, values, customOf(row, notes), errors, notes);
    if (errors.length > 0) return { row: row.rowNo, record: null, errors, notes: [] };
    const parsed = RECORDS[entity].safeParse(draft);
    if (parsed.success) return { row: row.rowNo, record: parsed.data, errors, notes };
    const issue = parsed.error.issues[0];
    const column = columnOf[String(issue?.path[0] ?? '')] ?? null;
    return { row: row.rowNo, record: null, errors: [{ row: row.rowNo, column, message: `the value cannot be taken: ${issue?.message ?? 'it does not fit'}` }], notes: [] };
  };
}
