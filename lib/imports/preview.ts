/** The first rows as they would be understood, and what has to be settled before the rest is read. */
import { formatMoney, toMajor } from '@/lib/deals/money';
import { mappingQuestions } from './check-mapping';
import { formatQuestions } from './column-formats';
import type { CsvRow } from './csv/open-csv';
import { fieldOf } from './fields/catalogue';
import type { Field } from './fields/field';
import { rowReader, type ReadPlan } from './read-row';
import { NoteTally } from './row-error';
import type { ImportRecord, Preview, Question } from './schema';
import { outcomeOf, readStage } from './stages';
import type { ColumnProfile } from './survey';

const SHOWN = 10;
const SAMPLES = 5;

const day = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC', ...(iso.endsWith('T00:00:00.000Z') ? {} : { hour: '2-digit', minute: '2-digit' }) }).format(new Date(iso));

/** A field of a record in words; null when the record has nothing there. */
function shown(record: ImportRecord, field: Field): string | null {
  const values: Partial<Record<string, unknown>> = record;
  if (field.name === 'outcome') return record.entity === 'deals' ? record.stage?.kind ?? null : null;
  if (field.name === 'state' || field.name === 'converted') return record.entity === 'leads' ? record.state ?? null : null;
  if (field.name === 'currency') {
    const money = 'amount' in record ? record.amount : 'revenue' in record ? record.revenue : 'listPrice' in record ? record.listPrice : null;
    return money?.currency ?? null;
  }
  if (field.name === 'firstName' || field.name === 'lastName') return record.name;
  if (field.name === 'stage') return record.entity === 'deals' ? record.stage?.name ?? null : null;
  const value = values[field.name];
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join('; ');
  if (typeof value === 'object' && 'minor' in value && 'currency' in value) return formatMoney(toMajor(Number(value.minor), String(value.currency)), String(value.currency));
  if (field.type === 'percent') return `${Number((Number(value) * 100).toFixed(4))}%`;
  return field.type === 'date' ? day(String(value)) : String(value);
}

const NEW_STAGES = [['open', 'open'], ['won', 'counts as won'], ['lost', 'counts as lost']] as const;

/** Stages of the file that somebody should look at: new ones, those that do not say how the deal ended, and those decided already. */
function stageQuestions(plan: ReadPlan, profiles: readonly ColumnProfile[]): Question[] {
  const column = plan.columns.find((name) => plan.mapping[name] === 'stage') ?? null;
  const profile = profiles.find((p) => p.column === column);
  if (plan.entity !== 'deals' || !profile) return [];
  const statusKnown = plan.columns.some((name) => plan.mapping[name] === 'outcome');
  return [...profile.values.keys()].flatMap((text): Question[] => {
    const undecided = readStage(text, plan.stages, {});
    if ('error' in undecided ? statusKnown && outcomeOf(text) === 'closed' : !undecided.value.isNew) return [];
    const decided = Object.hasOwn(plan.options.stageMap, text) ? readStage(text, plan.stages, plan.options.stageMap) : null;
    const stage = decided && 'value' in decided ? decided.value : null;
    return [{
      kind: 'stage', column, text,
      message: 'error' in undecided ? `Which stage is "${text}"? It does not say whether the deal was won or lost.` : `"${text}" is no stage of this workspace yet. It is added as an open stage, or choose the one that it stands for.`,
      choices: [
        ...plan.stages.map(({ name, kind }) => ({ value: `is:${name}`, label: name, stage: { name, kind } })),
        ...NEW_STAGES.map(([kind, label]) => ({ value: `new:${kind}`, label: `A new stage (${label})`, stage: { name: text.slice(0, 120), kind } })),
      ],
      answer: stage === null ? null : stage.isNew ? `new:${stage.kind}` : `is:${stage.name}`,
    }];
  });
}

/** How `rows` (the beginning of the file, all that was surveyed or less) would be read. */
export function previewRows(plan: ReadPlan, profiles: readonly ColumnProfile[], rows: readonly CsvRow[]): Preview {
  const read = rowReader(plan);
  const tally = new NoteTally();
  const outcomes = rows.map(read);
  for (const { row, notes } of outcomes) for (const note of notes) tally.add(row, note);
  const fieldAt = new Map(plan.columns.map((column) => [column, fieldOf(plan.entity, plan.mapping[column] ?? '')]));
  return {
    columns: plan.columns.map((column) => ({
      column, field: fieldAt.get(column)?.name ?? null, label: fieldAt.get(column)?.label ?? null,
      samples: [...(profiles.find((p) => p.column === column)?.values.keys() ?? [])].slice(0, SAMPLES),
    })),
    rows: outcomes.slice(0, SHOWN).map(({ row, record, errors }) => ({
      row, errors,
      understood: Object.fromEntries([...fieldAt].flatMap(([column, field]) => (field ? [[column, record ? shown(record, field) : null]] : []))),
    })),
    questions: [...mappingQuestions(plan.entity, plan.columns, plan.mapping, plan.options), ...formatQuestions(plan.entity, plan.mapping, profiles, plan.formats, plan.options), ...stageQuestions(plan, profiles)],
    notes: tally.list().notes,
    readable: outcomes.filter(({ record }) => record !== null).length,
    unreadable: outcomes.filter(({ record }) => record === null).length,
  };
}
