/** A whole import at once, for files of our own (the sample workspace): no job waits for it, its end tells how it went, and the caller learns from it. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { getImport } from './get-import';
import { failImport, finishImport, importRows, isFinal, surveyImport } from './run-import';
import type { Entity, ImportState } from './schema';
import { startImport } from './start-import';
import { changeImport } from './store';

/** Imports a CSV text with guessed columns. A file that cannot be imported gives a state that says so; nothing is thrown for it. */
export async function importNow(scope: Scope, file: { entity: Entity; filename: string; csv: string }): Promise<ImportState> {
  const id = await startImport(scope, { entity: file.entity, filename: file.filename, wait: true }, bytesOf(file.csv));
  await transaction(scope, () => changeImport(scope, id, ['mapping'], { status: 'queued' }));
  try {
    await surveyImport(scope, id);
    while (await importRows(scope, id)) { /* the next rows */ }
    await finishImport(scope, id, { look: false });
  } catch (error) {
    if (!isFinal(error)) throw error;
    await failImport(scope, id, error);
  }
  return getImport(scope, id);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
