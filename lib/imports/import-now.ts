/** A whole import at once, where no job waits for it: files of our own (the sample workspace), the command line without a server. The caller learns from it. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { getImport } from './get-import';
import { failImport, finishImport, importRows, isFinal, surveyImport } from './run-import';
import type { ImportState } from './schema';
import { startImport, type NewImport } from './start-import';
import { changeImport } from './store';

/** Imports a CSV, by guessed columns where no mapping is given. A file that cannot be imported gives a state that says so, or is thrown as `invalid` when it is no CSV at all. */
export async function importNow(scope: Scope, { csv, ...upload }: Omit<NewImport, 'wait'> & { csv: string | AsyncIterable<Uint8Array> }, onProgress: (state: ImportState) => void = () => {}): Promise<ImportState> {
  // It waits for nobody: an event would call a job to what is done here.
  const id = await startImport(scope, { ...upload, wait: true }, typeof csv === 'string' ? bytesOf(csv) : csv);
  await transaction(scope, () => changeImport(scope, id, ['mapping'], { status: 'queued' }));
  try {
    await surveyImport(scope, id);
    while (await importRows(scope, id)) onProgress(await getImport(scope, id));
    await finishImport(scope, id, { look: false });
  } catch (error) {
    await failImport(scope, id, error);
    if (!isFinal(error)) throw error;
  }
  return getImport(scope, id);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}
