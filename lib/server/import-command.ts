/** `winloop import`: the importer of the product, followed to its end. In the server its jobs do the work, without one it is done here. */
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { getImport } from '@/lib/imports/get-import';
import { importNow } from '@/lib/imports/import-now';
import { entityName, mapping, type ImportState } from '@/lib/imports/schema';
import { startImport } from '@/lib/imports/start-import';
import { learnNow } from '@/lib/models/learn-now';
import type { Progress } from './command';
import { invalid } from './errors';
import { isServing } from './host';
import type { Scope } from './scope';

const ERRORS_SHOWN = 20;
const AT_WORK: readonly string[] = ['uploading', 'queued', 'running'];

const jsonMapping = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue('--mapping must be JSON such as {"Opportunity": "name", "Notes": null}');
    return z.NEVER;
  }
}).pipe(mapping);

export const importInput = z.object({
  workspace: z.string('Say which workspace: --workspace <slug>'),
  entity: entityName,
  file: z.string('Say which file: --file <path>'),
  mapping: jsonMapping.optional(),
  dryRun: z.boolean().default(false),
});

/** Imports the file and gives the sum in words; rows that were left out are told as progress. Throws invalid when it could not run. */
export async function importFile(scope: Scope, input: z.output<typeof importInput>, progress: Progress): Promise<string> {
  await access(input.file, constants.R_OK).catch(() => { throw invalid(`${input.file} is not there or cannot be read.`); });
  const { entity, dryRun } = input;
  const upload = { entity, filename: path.basename(input.file), mapping: input.mapping, dryRun };
  const file = createReadStream(input.file);
  const state = isServing() ? await untilDone(scope, await startImport(scope, upload, file), progress) : await importHere(scope, { ...upload, csv: file }, progress);
  if (state.status !== 'completed') throw invalid(state.error ?? `The import ended as ${state.status}.`);
  for (const { row, column, message } of state.errors.slice(0, ERRORS_SHOWN)) progress(`row ${row}${column ? `, ${column}` : ''}: ${message}`);
  if (state.errors.length > ERRORS_SHOWN) progress(`… and ${state.errors.length - ERRORS_SHOWN} more`);
  return `${dryRun ? 'Nothing was changed. It would be: ' : ''}${state.created} created, ${state.updated} updated, ${state.skipped} unchanged, ${state.failed} left out`;
}

/** The file, and what a server would learn from it in the background. */
async function importHere(scope: Scope, upload: Parameters<typeof importNow>[1], progress: Progress): Promise<ImportState> {
  const state = await importNow(scope, upload, (present) => tell(present, progress));
  tell(state, progress);
  if (state.status === 'completed' && !upload.dryRun && upload.entity === 'deals' && state.created + state.updated > 0) {
    progress('learning from the closed deals and scoring the open ones');
    await learnNow(scope, 'import');
  }
  return state;
}

async function untilDone(scope: Scope, id: string, progress: Progress): Promise<ImportState> {
  for (let before = -1; ;) {
    const state = await getImport(scope, id);
    if (!AT_WORK.includes(state.status)) return state;
    if (state.rowsDone !== before) tell(state, progress);
    before = state.rowsDone;
    await pause(300);
  }
}

const tell = ({ rowsDone, totalRows }: ImportState, progress: Progress): void => {
  if (totalRows !== null) progress(`${rowsDone} of ${totalRows} rows`);
};
