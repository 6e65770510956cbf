/** An import begins: the file is stored, then it waits for its mapping (in the browser) or starts at once (REST, command line, sample). */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { openCsv } from './csv/open-csv';
import { UnreadableFile } from './csv/unreadable';
import { chosenOptions, type Entity, type ImportOptions, type Mapping } from './schema';
import { changeImport, dropChunks, findImport, hasFile, insertImport } from './store';
import { storedFile, storeFile } from './upload';

export type NewImport = { entity: Entity; filename: string; mapping?: Mapping | undefined; options?: Partial<ImportOptions> | undefined; dryRun?: boolean | undefined; /** Waits for `runWith` instead of starting. */ wait?: boolean };

/** Stores the file and starts the import in the background; without a mapping, columns are guessed. Gives its id. */
export async function startImport(scope: Scope, { entity, filename, mapping = {}, options = {}, dryRun = false, wait = false }: NewImport, file: AsyncIterable<Uint8Array>): Promise<string> {
  const { id } = await transaction(scope, () => insertImport(scope, { entity, filename: filename.slice(0, 200), dryRun, mapping, options }));
  try {
    const bytes = await storeFile(scope, id, file);
    if (bytes === 0) throw invalid('The file is empty. Choose another one.');
    await mustBeCsv(scope, id);
    await transaction(scope, async () => {
      await changeImport(scope, id, ['uploading'], { status: wait ? 'mapping' : 'queued', bytes });
      await audit(scope, { action: 'import.start', entityId: id, after: { entity, filename, dryRun, bytes } });
      if (!wait) await send(scope, 'import/requested', { importId: id }, `${id}:1`);
    });
  } catch (error) {
    await transaction(scope, () => changeImport(scope, id, ['uploading'], { status: 'failed', error: error instanceof Error ? error.message : 'The upload broke off.', finishedAt: new Date() }));
    throw error;
  }
  return id;
}

/** Said at once, while the person still has the file before them. Throws invalid with the reason. */
async function mustBeCsv(scope: Scope, importId: string): Promise<void> {
  try {
    const { rows } = await openCsv(storedFile(scope, importId));
    // The first row as well: reading begins with it, and so can be ended.
    for await (const _first of rows) break;
  } catch (error) {
    throw error instanceof UnreadableFile ? invalid(error.message) : error;
  }
}

/** Starts an uploaded import with this mapping; again after a dry run or a failure before any row went in. */
export const runWith = (scope: Scope, importId: string, choice: { entity: Entity; mapping: Mapping; options: Partial<ImportOptions>; dryRun: boolean }): Promise<void> => transaction(scope, async () => {
  const found = await findImport(scope, importId);
  if (!found) throw notFound('import');
  const again = found.status === 'mapping' || (found.dryRun && ['completed', 'failed', 'cancelled'].includes(found.status)) || (found.status === 'failed' && found.rowsDone === 0);
  if (!again) throw conflict('This import has already run. Upload the file again to import it once more.');
  if (!(await hasFile(scope, importId))) throw conflict('Its file was removed some days after the last try. Upload the file again.');
  const started = Date.now();
  await changeImport(scope, importId, [found.status], {
    entity: choice.entity, mapping: choice.mapping, options: chosenOptions.parse(choice.options), dryRun: choice.dryRun,
    status: 'queued', error: null, cancelAt: null, startedAt: null, finishedAt: null, rowsDone: 0, created: 0, updated: 0, skipped: 0, failed: 0,
  });
  await send(scope, 'import/requested', { importId }, `${importId}:${started}`);
});

/** Asks a running import to stop after the batch it is at; what it did so far can be undone. */
export const cancelImport = (scope: Scope, importId: string): Promise<void> => transaction(scope, async () => {
  const found = await findImport(scope, importId);
  if (!found) throw notFound('import');
  const waiting = await changeImport(scope, importId, ['mapping', 'uploading', 'queued'], { status: 'cancelled', finishedAt: new Date() });
  if (!waiting && !(await changeImport(scope, importId, ['running'], { cancelAt: new Date() }))) throw conflict('This import is not at work any more.');
  if (waiting && !found.dryRun) await dropChunks(scope, importId);
  await audit(scope, { action: 'import.cancel', entityId: importId });
});
