/**
 * An import at work, in parts that a job's steps call: `surveyImport` reads the file once and settles how its columns are written,
 * `importRows` applies some thousand rows in small transactions, each with its progress, so that a kill repeats nothing;
 * `finishImport` ends it and has the deals looked at. A dry run does the same and takes each batch back.
 */
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { applyBatch, type Rows } from './apply/apply-batch';
import type { Applied } from './apply/record';
import { openCsv } from './csv/open-csv';
import { UnreadableFile } from './csv/unreadable';
import { notesOf, planOf, settlePlan, type StoredPlan } from './plan';
import { rowReader } from './read-row';
import { NoteTally } from './row-error';
import type { RowError } from './schema';
import { addErrors, changeImport, clearErrors, dropChunks, findImport, type StoredImport } from './store';
import { storedFile } from './upload';

const BATCH = 500;
/** Rows a step: the file is read again from its beginning for each. */
export const ROWS_PER_STEP = 20_000;
const MOST_ERRORS = 1_000;
/** So many new or changed rows change what the query planner should know. */
const MANY = 1_000;

export class ImportEnded extends Error {}

async function atWork(scope: Scope, importId: string): Promise<StoredImport> {
  const found = await transaction(scope, () => findImport(scope, importId));
  if (!found || (found.status !== 'queued' && found.status !== 'running')) throw new ImportEnded(`import ${importId} is not at work`);
  return found;
}

/** Reads the whole file once. A file that cannot be read, or leaves a question open, ends the import with the reason. */
export async function surveyImport(scope: Scope, importId: string): Promise<{ rows: number }> {
  const found = await atWork(scope, importId);
  await transaction(scope, () => changeImport(scope, importId, ['queued'], { status: 'running', startedAt: new Date() }));
  const plan = await settlePlan(scope, found);
  await transaction(scope, async () => {
    await clearErrors(scope, importId);
    await changeImport(scope, importId, ['running'], { totalRows: plan.rows, rowsDone: 0, created: 0, updated: 0, skipped: 0, failed: 0, mapping: plan.mapping, options: plan.stored });
  });
  return { rows: plan.rows };
}

class TakenBack extends Error {
  constructor(readonly applied: Applied) { super('dry run'); }
}

/** Applies a batch; of a dry run only what would have come of it is left. */
async function apply(scope: Scope, found: StoredImport, plan: StoredPlan, rows: Rows): Promise<Applied> {
  const work = () => applyBatch(scope, found.id, plan.entity, rows, plan.options);
  if (!found.dryRun) return work();
  return transaction(scope, async () => { throw new TakenBack(await work()); }).catch((error: unknown) => {
    if (error instanceof TakenBack) return error.applied;
    throw error;
  });
}

/** The next rows of the import. False when the file is through, or the import was cancelled. */
export async function importRows(scope: Scope, importId: string): Promise<boolean> {
  const found = await atWork(scope, importId);
  const plan = await planOf(scope, found);
  const read = rowReader(plan);
  const notes = NoteTally.from(notesOf(found));
  const file = await openCsv(storedFile(scope, importId), { delimiter: plan.options.delimiter });
  // Records know fields; the person knows the columns of the file.
  const columnOf = (field: string | null) => plan.columns.find((column) => field !== null && plan.mapping[column] === field) ?? null;
  let batch: { row: number; record: NonNullable<ReturnType<typeof read>['record']> }[] = [];
  let errors: RowError[] = [];
  let seen = 0;
  let inBatch = 0;

  const flush = async (): Promise<boolean> => {
    if (inBatch === 0) return true;
    const [rows, unreadable, count] = [batch, errors, inBatch];
    [batch, errors, inBatch] = [[], [], 0];
    const goesOn = async (): Promise<StoredImport | null> => {
      const present = await findImport(scope, importId);
      return present?.status === 'running' && !present.cancelAt ? present : null;
    };
    const save = (present: StoredImport, applied: Applied) => {
      for (const { row, ...note } of applied.notes) notes.add(row, note);
      const all = [...unreadable, ...applied.errors.map((error) => ({ ...error, column: columnOf(error.column) }))];
      return addErrors(scope, importId, all.slice(0, Math.max(0, MOST_ERRORS - present.failed))).then(() => changeImport(scope, importId, ['running'], {
        rowsDone: { increment: count }, created: { increment: applied.created }, updated: { increment: applied.updated }, skipped: { increment: applied.skipped },
        failed: { increment: new Set(all.map((e) => e.row)).size },
        options: { ...(present.options as object), notes: notes.list().notes },
      }));
    };
    const tried = found.dryRun ? await apply(scope, found, plan, rows) : null;
    // Rows and progress commit together: after a kill the import goes on exactly where it was.
    return transaction(scope, async () => {
      const present = await goesOn();
      return present ? save(present, tried ?? (await apply(scope, found, plan, rows))) : false;
    });
  };

  for await (const row of file.rows) {
    if (seen++ < found.rowsDone) continue;
    const outcome = read(row);
    for (const note of outcome.notes) notes.add(outcome.row, note);
    errors.push(...outcome.errors);
    if (outcome.record) batch.push({ row: outcome.row, record: outcome.record });
    inBatch++;
    if (inBatch >= BATCH) {
      if (!(await flush())) return false;
      await letOthersIn();
      if (seen - found.rowsDone >= ROWS_PER_STEP) return true;
    }
  }
  return (await flush()) && false;
}

/** Ends the import: completed, or cancelled with what was done so far left to be undone. `look`: deals are learned from and scored next. */
export async function finishImport(scope: Scope, importId: string, { look = true } = {}): Promise<void> {
  const changed = await transaction(scope, async () => {
    const found = await findImport(scope, importId);
    if (found?.status !== 'running') return 0;
    await changeImport(scope, importId, ['running'], { status: found.cancelAt ? 'cancelled' : 'completed', finishedAt: new Date() });
    // After a trial the file is still needed: the import itself runs from it.
    if (found.dryRun) return 0;
    await dropChunks(scope, importId);
    await audit(scope, { action: 'import.finish', entityId: importId, after: { entity: found.entity, filename: found.filename, created: found.created, updated: found.updated, skipped: found.skipped, failed: found.failed } });
    const rows = found.created + found.updated;
    await tellImporter(scope, found, `${found.cancelAt ? 'Import stopped' : 'Import through'}: ${found.filename}`, `${found.created} created, ${found.updated} updated, ${found.failed} rows with errors.`, found.failed > 0 ? 'medium' : 'low');
    if (look && found.entity === 'deals' && rows > 0) await send(scope, 'workspace/refresh.requested', { cause: 'import' }, `import:${importId}`);
    return rows;
  });
  if (changed >= MANY) await gatherStatistics();
}

/** Ends an import that cannot go on, and says why where the person looks. */
export const failImport = (scope: Scope, importId: string, error: unknown): Promise<void> => transaction(scope, async () => {
  const why = error instanceof AppError || error instanceof UnreadableFile ? error.message : 'It stopped because of a fault on our side. What was imported so far can be undone; try again, or see Jobs.';
  const found = await findImport(scope, importId);
  if ((await changeImport(scope, importId, ['queued', 'running'], { status: 'failed', error: why, finishedAt: new Date() })) && found) {
    await tellImporter(scope, found, `Import failed: ${found.filename}`, why, 'high');
  }
});

/** Who started it may have left the page. A trial is looked at by who runs it. */
const tellImporter = (scope: Scope, found: StoredImport, title: string, body: string, severity: 'low' | 'medium' | 'high'): Promise<number> => (found.dryRun || found.actorId === null ? Promise.resolve(0) : notify(scope, {
  kind: 'import_ended', severity, title, body, path: `/import/${found.id}`, dedupeKey: `import:${found.id}:ended`, to: { members: [found.actorId] },
}));

/** Whether trying again could help: not when the file or the mapping is at fault. */
export const isFinal = (error: unknown): boolean => error instanceof ImportEnded || error instanceof AppError || error instanceof UnreadableFile;
