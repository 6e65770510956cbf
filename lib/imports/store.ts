/** Imports in the database: what was uploaded, how far it is, what was wrong with which row. */
import { type Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ImportOptions, Mapping, RowError } from './schema';

export type StoredImport = Prisma.ImportGetPayload<object>;
export const ACTIVE = ['uploading', 'mapping', 'queued', 'running', 'undoing'];

export const insertImport = (scope: Scope, data: { entity: string; filename: string; dryRun: boolean; mapping: Mapping; options: Partial<ImportOptions> }): Promise<StoredImport> =>
  db(scope).import.create({
    data: {
      ...data, workspaceId: scope.workspaceId, status: 'uploading', actorName: scope.principal.name, actorId: scope.principal.id,
      mapping: data.mapping, options: data.options as Prisma.InputJsonValue,
    },
  });

export const findImport = (scope: Scope, id: string): Promise<StoredImport | null> => db(scope).import.findFirst({ where: { id } });

export const listImports = (scope: Scope, take: number): Promise<StoredImport[]> => db(scope).import.findMany({ orderBy: { createdAt: 'desc' }, take });

/** Changes an import that is in one of `from`; false when it is not (any more). */
export async function changeImport(scope: Scope, id: string, from: readonly string[], data: Prisma.ImportUpdateManyMutationInput): Promise<boolean> {
  return (await db(scope).import.updateMany({ where: { id, status: { in: [...from] } }, data })).count === 1;
}

export const addChunk = (scope: Scope, importId: string, seq: number, data: Uint8Array<ArrayBuffer>) =>
  db(scope).importChunk.create({ data: { workspaceId: scope.workspaceId, importId, seq, data }, select: { id: true } });

export const readChunk = async (scope: Scope, importId: string, seq: number): Promise<Uint8Array | null> =>
  (await db(scope).importChunk.findUnique({ where: { importId_seq: { importId, seq } }, select: { data: true } }))?.data ?? null;

/** The file is no longer needed once its rows are in. */
export const dropChunks = (scope: Scope, importId: string) => db(scope).importChunk.deleteMany({ where: { importId } });

export const hasFile = async (scope: Scope, importId: string): Promise<boolean> => (await db(scope).importChunk.count({ where: { importId, seq: 0 } })) > 0;

/** Ends imports of these states that were begun before `then`, and drops their files; gives their number. */
export async function endAbandoned(scope: Scope, from: readonly string[], then: Date, end: { status: 'failed' | 'cancelled'; error: string; finishedAt: Date }): Promise<number> {
  const where = { status: { in: [...from] }, createdAt: { lt: then } };
  await db(scope).importChunk.deleteMany({ where: { import: where } });
  return (await db(scope).import.updateMany({ where, data: end })).count;
}

/** Drops the files of imports that ended before `then` (trials and failures keep theirs for a while); gives how many had one. */
export async function dropChunksOfEnded(scope: Scope, then: Date): Promise<number> {
  const rows = await db(scope).$queryRaw<{ importId: string }[]>`
    with gone as (delete from import_chunk c using import i where i.id = c.import_id and i.finished_at < ${then} returning c.import_id) select distinct import_id as "importId" from gone`;
  return rows.length;
}

export const addErrors = (scope: Scope, importId: string, errors: readonly RowError[]) =>
  db(scope).importError.createMany({ data: errors.map((e) => ({ ...e, importId, workspaceId: scope.workspaceId })) });

export const readErrors = (scope: Scope, importId: string, take: number): Promise<RowError[]> =>
  db(scope).importError.findMany({ where: { importId }, select: { row: true, column: true, message: true }, orderBy: [{ row: 'asc' }, { id: 'asc' }], take });

export const clearErrors = (scope: Scope, importId: string) => db(scope).importError.deleteMany({ where: { importId } });
