/** How the columns of a file are understood: surveyed, guessed where nobody said, settled once and kept with the import. */
import { z } from 'zod';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { mappingQuestions, suitableOptions } from './check-mapping';
import { columnFormats } from './column-formats';
import { openCsv, type CsvRow } from './csv/open-csv';
import { guessEntity } from './guess-entity';
import { guessMapping, mappingOf } from './guess-mapping';
import { previewRows } from './preview';
import type { ReadPlan } from './read-row';
import { chosenOptions, columnFormat, countedNote, entity as entityShape, importOptions, mapping as mappingShape, type ColumnGuess, type CountedNote, type Entity, type EntityGuess, type ImportOptions, type Mapping, type Preview } from './schema';
import { findImport, type StoredImport } from './store';
import { Survey, type ColumnProfile } from './survey';
import { stageChoices } from './stage-choices';
import { storedFile } from './upload';

export type StoredPlan = ReadPlan & { rows: number };
/** Options as stored: what somebody chose, and, once surveyed, how each column is written. */
const storedOptions = chosenOptions.and(z.object({ formats: z.record(z.string(), columnFormat).optional(), columns: z.array(z.string()).optional(), notes: z.array(countedNote).optional() }));

/** What was read in a way worth saying, so far. */
export const notesOf = (found: StoredImport): CountedNote[] => storedOptions.catch({}).parse(found.options).notes ?? [];

type Surveyed = { columns: string[]; profiles: ColumnProfile[]; rows: number; first: CsvRow[]; delimiter: string };
const SHOWN = 200;
/** Enough to guess by; the whole file is surveyed before it is applied. */
const PREVIEWED = { rows: 5_000, bytes: 4 * 1024 * 1024 };
const WHOLE = { rows: Infinity, bytes: Infinity };

async function survey(scope: Scope, importId: string, options: Partial<ImportOptions>, most = WHOLE): Promise<Surveyed> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of storedFile(scope, importId)) {
      bytes += piece.byteLength;
      yield piece;
    }
  }
  const file = await openCsv(counted(), { delimiter: options.delimiter ?? 'auto' });
  const found = new Survey(file.columns);
  const first: CsvRow[] = [];
  let rows = 0;
  for await (const row of file.rows) {
    // Left between two rows: a file cut off inside a quote would look broken.
    if (rows >= most.rows || bytes > most.bytes) break;
    rows++;
    found.add(row);
    if (first.length < SHOWN) first.push(row);
  }
  return { columns: file.columns, profiles: found.profiles, rows, first, delimiter: file.delimiter };
}

/** The choices that were made, completed by what suits the file and the workspace. */
async function complete(scope: Scope, entity: Entity, given: { mapping: Mapping; options: Partial<ImportOptions> }, surveyed: Surveyed): Promise<ReadPlan> {
  const { currency, timezone } = await currentWorkspace(scope);
  const guessed = Object.keys(given.mapping).length === 0 ? mappingOf(guessMapping(entity, surveyed.profiles)) : given.mapping;
  const mapping: Mapping = Object.fromEntries([...surveyed.columns.map((column) => [column, guessed[column] ?? null] as const), ...Object.entries(guessed)]);
  const options = importOptions.parse({ ...suitableOptions(entity, mapping), currency, timezone, ...given.options });
  return {
    entity, columns: surveyed.columns, mapping, options, stages: await stageChoices(scope),
    formats: columnFormats(entity, mapping, surveyed.profiles, options, surveyed.delimiter),
  };
}

/** Surveys the whole file and settles the plan. Throws invalid with what is missing when rows cannot be read by it. */
export async function settlePlan(scope: Scope, found: StoredImport): Promise<StoredPlan & { stored: z.infer<typeof storedOptions> }> {
  const given = { mapping: mappingShape.parse(found.mapping), options: chosenOptions.parse(found.options) };
  const surveyed = await survey(scope, found.id, given.options);
  const plan = await complete(scope, entityShape.parse(found.entity), given, surveyed);
  const [missing] = mappingQuestions(plan.entity, plan.columns, plan.mapping, plan.options);
  if (missing) throw invalid(missing.message);
  return { ...plan, rows: surveyed.rows, stored: { ...plan.options, formats: { ...plan.formats }, columns: [...plan.columns] } };
}

/** The settled plan of an import at work. */
export async function planOf(scope: Scope, found: StoredImport): Promise<StoredPlan> {
  const { formats = {}, columns = [], notes: _notes, ...options } = storedOptions.parse(found.options);
  return {
    entity: entityShape.parse(found.entity), columns, mapping: mappingShape.parse(found.mapping), options: importOptions.parse(options), formats,
    stages: await stageChoices(scope), rows: found.totalRows ?? 0,
  };
}

export type ImportPreview = Preview & {
  entity: Entity; entities: EntityGuess[]; guesses: ColumnGuess[]; mapping: Mapping;
  /** Completed by what suits the file; `chosen` are those that somebody chose. */
  options: ImportOptions; chosen: Partial<ImportOptions>; surveyedRows: number;
};

/** How the beginning of an uploaded file would be understood with these choices; with none, as it was settled before (a trial), else as guessed. */
export async function previewImport(scope: Scope, importId: string, choice: { entity?: Entity | undefined; mapping?: Mapping | undefined; options?: Partial<ImportOptions> | undefined }): Promise<ImportPreview> {
  const found = await transaction(scope, () => findImport(scope, importId));
  if (!found) throw notFound('import');
  const options = choice.options ?? chosenOptions.parse(found.options);
  const surveyed = await survey(scope, importId, options, PREVIEWED);
  const entities = guessEntity(surveyed.profiles, found.filename);
  const entity = choice.entity ?? entityShape.parse(found.entity);
  const settled = entity === found.entity ? mappingShape.parse(found.mapping) : {};
  const plan = await complete(scope, entity, { mapping: choice.mapping ?? settled, options }, surveyed);
  return {
    ...previewRows(plan, surveyed.profiles, surveyed.first), entity, entities, guesses: guessMapping(entity, surveyed.profiles),
    mapping: plan.mapping, options: plan.options, chosen: options, surveyedRows: surveyed.rows,
  };
}
