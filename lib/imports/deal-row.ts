/** What makes a deal out of its cells: one stage from stage and status, dates that agree with it, a name. */
import type { Note, RecordStage, RowError, StageChoice } from './schema';
import { outcomeOf, readStage, stageOfKind, type Outcome } from './stages';
import { quoted } from './values/reading';
import { readBoolean } from './values/words';

export interface DealCells {
  name?: string | null;
  externalId?: string | null;
  account?: string | null;
  product?: string | null;
  /** As the file has them. */
  stage?: string | null;
  outcome?: string | null;
  openedAt?: string | null;
  expectedCloseAt?: string | null;
  closedAt?: string | null;
}

/** Columns that the fields come from, for messages; absent where a field is not mapped. */
export type ColumnOf = Partial<Record<string, string>>;

export interface DealSetting {
  stages: readonly StageChoice[];
  stageMap: Readonly<Record<string, StageChoice>>;
  columnOf: ColumnOf;
}

type Told = Omit<RowError, 'row'>;
interface Staged { stage: RecordStage | null; replaced: boolean; errors: Told[]; notes: Note[] }

/** won, lost or open from a status column; null when it says nothing. "no" under "Won" is a loss only when nothing shows the deal open. */
function outcomeSaid(cells: DealCells, { columnOf }: DealSetting): Outcome | 'closed' | 'unknown' | null {
  if (!cells.outcome) return null;
  const word = outcomeOf(cells.outcome);
  if (word) return word;
  const yes = readBoolean(cells.outcome);
  if (yes === null) return 'unknown';
  if (yes) return 'won';
  if (columnOf['stage'] !== undefined) return null;
  return columnOf['closedAt'] !== undefined && !cells.closedAt ? 'open' : 'lost';
}

/** The stage of a deal: from its stage where that agrees with its status, else the stage that stands for the status. */
function stageOfDeal(cells: DealCells, setting: DealSetting): Staged {
  const { stages, stageMap, columnOf } = setting;
  const staged: Staged = { stage: null, replaced: false, errors: [], notes: [] };
  const stageColumn = columnOf['stage'] ?? null;
  const outcomeColumn = columnOf['outcome'] ?? null;
  const said = outcomeSaid(cells, setting);

  const read = (text: string, column: string | null): RecordStage | null => {
    const reading = readStage(text, stages, stageMap);
    if ('error' in reading) {
      staged.errors.push({ column, message: reading.error });
      return null;
    }
    if (reading.note) staged.notes.push({ column, message: reading.note });
    return reading.value;
  };

  if (!cells.stage) {
    if (said === null) return staged;
    // A status that is no outcome is a stage by another name.
    staged.stage = said === 'unknown' || said === 'closed' ? read(cells.outcome ?? '', outcomeColumn) : stageOfKind(said, stages);
    return staged;
  }
  if (said === null || said === 'unknown' || said === 'closed') {
    if (said === 'unknown') staged.notes.push({ column: outcomeColumn, message: `${quoted(cells.outcome ?? '')} is no outcome; the stage counts` });
    staged.stage = read(cells.stage, stageColumn);
    return staged;
  }
  // With the status known, "Closed" alone is clear enough.
  if (outcomeOf(cells.stage) === 'closed' && !Object.hasOwn(stageMap, cells.stage)) {
    staged.stage = stageOfKind(said, stages);
    return staged;
  }
  const stage = read(cells.stage, stageColumn);
  if (stage === null || stage.kind === said) {
    staged.stage = stage;
  } else if (stage.kind === 'open') {
    // Lost in "Proposal": the deal is in the stage that stands for losing, and the last step is kept beside it.
    staged.stage = stageOfKind(said, stages);
    staged.replaced = true;
    staged.notes = [];
  } else {
    staged.errors.push({ column: stageColumn, message: `${quoted(cells.stage)} contradicts ${quoted(cells.outcome ?? '')} in "${outcomeColumn ?? ''}": correct one of them` });
  }
  return staged;
}

export interface DealFromCells {
  name: string | null;
  nameIsMade: boolean;
  stage: RecordStage | null;
  /** The stage cell was not taken as the stage: to be kept among the unmapped ones. */
  keepStageText: boolean;
  openedAt?: string | null;
  expectedCloseAt?: string | null;
  closedAt?: string | null;
  errors: Told[];
  notes: Note[];
}

export function dealFromCells(cells: DealCells, setting: DealSetting): DealFromCells {
  const { stage, replaced, errors, notes } = stageOfDeal(cells, setting);
  // Without an account many deals would have the same name.
  const made = [cells.account, cells.product, cells.account && cells.product ? null : cells.externalId].filter(Boolean).join(' · ') || null;
  const name = cells.name || made?.slice(0, 200) || null;
  if (name === null) errors.push({ column: setting.columnOf['name'] ?? null, message: 'the deal has no name, account, product or external id to be called by: fill one in' });
  if (!cells.name && name !== null && setting.columnOf['name'] === undefined) notes.push({ column: null, message: 'deals without a name are called by their account and product, or what there is of them and their external id' });

  let { openedAt, expectedCloseAt, closedAt } = cells;
  const closing = setting.columnOf['closedAt'] ?? null;
  if (stage?.kind === 'open' && closedAt) {
    // Many systems have one close date: when it is to be, until it was.
    if (!expectedCloseAt) {
      expectedCloseAt = closedAt;
      notes.push({ column: closing, message: 'of open deals it was read as the expected close' });
    }
    closedAt = undefined;
  }
  if (openedAt && closedAt && stage && stage.kind !== 'open' && closedAt < openedAt) {
    openedAt = closedAt;
    notes.push({ column: setting.columnOf['openedAt'] ?? null, message: 'where it lies after the closing, the deal was taken as opened when it closed' });
  }
  return { name, nameIsMade: !cells.name, stage, keepStageText: replaced, openedAt, expectedCloseAt, closedAt, errors, notes };
}
