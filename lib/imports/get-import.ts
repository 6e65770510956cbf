/** An import as a person or program follows it. */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { importState, type ImportState } from './schema';
import { notesOf } from './plan';
import { findImport, listImports, readErrors, type StoredImport } from './store';

const MOST_ERRORS = 1_000;

const toState = (row: StoredImport): Omit<ImportState, 'errors' | 'notes'> => importState.omit({ errors: true, notes: true }).parse({
  ...row, bytes: Number(row.bytes), createdAt: row.createdAt.toISOString(), startedAt: row.startedAt?.toISOString() ?? null, finishedAt: row.finishedAt?.toISOString() ?? null,
});

export const getImport = (scope: Scope, id: string): Promise<ImportState> => transaction(scope, async () => {
  const row = await findImport(scope, id);
  if (!row) throw notFound('import');
  return { ...toState(row), errors: await readErrors(scope, id, MOST_ERRORS), notes: notesOf(row) };
});

/** The latest imports, without their errors. */
export const latestImports = (scope: Scope, most = 50): Promise<Omit<ImportState, 'errors' | 'notes'>[]> => transaction(scope, async () => (await listImports(scope, most)).map(toState));
