/** `winloop import`: the importer of the product, followed to its end. In the server its jobs do the work, without one it is done here. */
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { getImport } from '@/lib/imports/get-import';
import { failImport, finishImport, importRows, isFinal, surveyImport } from '@/lib/imports/run-import';
import { entityName, mapping, type ImportState } from '@/lib/imports/schema';
import { startImport } from '@/lib/imports/start-import';
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
  const id = await startImport(scope, { entity, filename: path.basename(input.file), mapping: input.mapping, dryRun }, createReadStream(input.file));
  if (!isServing()) await runHere(scope, id, progress);
  const state = await untilDone(scope, id, progress);
  if (state.status !== 'completed') throw invalid(state.error ?? `The import ended as ${state.status}.`);
  for (const { row, column, message } of state.errors.slice(0, ERRORS_SHOWN)) progress(`row ${row}${column ? `, ${column}` : ''}: ${message}`);
  if (state.errors.length > ERRORS_SHOWN) progress(`… and ${state.errors.length - ERRORS_SHOWN} more`);
  return `${dryRun ? 'Nothing was changed. It would be: ' : ''}${state.created} created, ${state.updated} updated, ${state.skipped} unchanged, ${state.failed} left out`;
}

async function runHere(scope: Scope, id: string, progress: Progress): Promise<void> {
  try {
    await surveyImport(scope, id);
    while (await importRows(scope, id)) tell(await getImport(scope, id), progress);
    await finishImport(scope, id);
  } catch (error) {
    await failImport(scope, id, error);
    if (!isFinal(error)) throw error;
  }
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
