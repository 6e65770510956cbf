/** Exports as a person sees them. */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import { allows } from '@/lib/server/permissions';
import { principalKey, type Scope } from '@/lib/server/scope';
import { findExport, latestExports, type StoredExport } from './export-store';
import { exportOptions, type ExportFormat, type ExportManifest, type ExportState } from './schema';

const MOST = 50;

/** Whoever asked for it, or an admin: they answer for what is done with it. */
export const mayFetch = (scope: Scope, { requestedBy }: Pick<StoredExport, 'requestedBy'>): boolean =>
  allows(scope.role, 'training.export') && (requestedBy === principalKey(scope) || scope.role === 'admin');

export const isKept = ({ status, expiresAt }: Pick<StoredExport, 'status' | 'expiresAt'>, now: Date): boolean => status === 'completed' && expiresAt !== null && expiresAt > now;

const stateOf = (scope: Scope, row: StoredExport, now: Date): ExportState => ({
  id: row.id, version: row.version, format: row.format as ExportFormat, options: exportOptions.parse(row.options), status: row.status as ExportState['status'], total: row.total, done: row.done, error: row.error,
  manifest: row.manifest as ExportManifest | null, actorName: row.actorName, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null, expiresAt: row.expiresAt?.toISOString() ?? null,
  mayDownload: isKept(row, now) && mayFetch(scope, row),
});

export const listExports = (scope: Scope, now: Date): Promise<ExportState[]> => transaction(scope, async () => (await latestExports(scope, MOST)).map((row) => stateOf(scope, row, now)));

export const getExport = (scope: Scope, id: string, now: Date): Promise<ExportState> => transaction(scope, async () => {
  const row = await findExport(scope, id);
  if (!row) throw notFound('export');
  return stateOf(scope, row, now);
});
