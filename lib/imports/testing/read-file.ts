/** A file read from guess to records, as an import does it, without a database. For tests. */
import { suitableOptions } from '../check-mapping';
import { columnFormats, formatQuestions } from '../column-formats';
import { guessEntity } from '../guess-entity';
import { guessMapping, mappingOf } from '../guess-mapping';
import { rowReader, type ReadPlan } from '../read-row';
import { NoteTally } from '../row-error';
import { importOptions, type CountedNote, type Entity, type ImportOptions, type ImportRecord, type Mapping, type RowError, type StageChoice } from '../schema';
import { Survey } from '../survey';
import { readAll } from './files';

export const STAGES: readonly StageChoice[] = [
  { name: 'Prospecting', kind: 'open' }, { name: 'Engaging', kind: 'open' }, { name: 'Proposal', kind: 'open' }, { name: 'Negotiation', kind: 'open' }, { name: 'Won', kind: 'won' }, { name: 'Lost', kind: 'lost' },
];

export interface Understood {
  entity: Entity;
  mapping: Mapping;
  plan: ReadPlan;
  profiles: Survey['profiles'];
  questions: string[];
  records: ImportRecord[];
  errors: RowError[];
  notes: CountedNote[];
}

export async function understand(content: string | Uint8Array, given: { filename?: string; entity?: Entity; mapping?: Mapping; options?: Partial<ImportOptions> } = {}): Promise<Understood> {
  const file = await readAll(content);
  const survey = new Survey(file.columns);
  for (const row of file.rows) if (row.problem === null) survey.add(row);
  const { profiles } = survey;
  const entity = given.entity ?? guessEntity(profiles, given.filename)[0]?.entity ?? 'deals';
  const mapping = { ...mappingOf(guessMapping(entity, profiles)), ...given.mapping };
  const options = importOptions.parse({ ...suitableOptions(entity, mapping), ...given.options });
  const formats = columnFormats(entity, mapping, profiles, options, file.delimiter);
  const plan: ReadPlan = { entity, columns: file.columns, mapping, options, formats, stages: STAGES };
  const read = rowReader(plan);
  const tally = new NoteTally();
  const outcomes = file.rows.map(read);
  for (const { row, notes } of outcomes) for (const note of notes) tally.add(row, note);
  return {
    entity, mapping, plan, profiles, questions: formatQuestions(entity, mapping, profiles, formats, options).map((q) => q.message),
    records: outcomes.flatMap(({ record }) => (record ? [record] : [])), errors: outcomes.flatMap(({ errors }) => errors), notes: tally.list().notes,
  };
}
