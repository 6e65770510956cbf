/** Exports, and what goes into them, in the database. */
import { v7 as uuidv7 } from 'uuid';
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import { principalKey, type Scope } from '@/lib/server/scope';
import type { Candidate } from './pairs';
import { dealSnapshot, generatedInsight, type DealSnapshot, type ExampleFeedback, type ExampleLabel, type ExampleOutcome, type ExportManifest, type ExportOptions, type GeneratedInsight } from './schema';

export type StoredExport = Prisma.TrainingExportGetPayload<object>;
const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** The next version of the workspace: two asked for at once get two numbers (the lock is held until the commit). */
export async function insertExport(scope: Scope, options: ExportOptions, total: number): Promise<{ id: string; version: number }> {
  const { workspaceId } = scope;
  await db(scope).$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`export:${workspaceId}`}, 0))::text`;
  const { _max } = await db(scope).trainingExport.aggregate({ _max: { version: true } });
  return db(scope).trainingExport.create({
    data: { id: uuidv7(), workspaceId, version: (_max.version ?? 0) + 1, format: options.format, options, status: 'queued', total, requestedBy: principalKey(scope), actorName: scope.principal.name },
    select: { id: true, version: true },
  });
}

export const findExport = (scope: Scope, id: string): Promise<StoredExport | null> => db(scope).trainingExport.findFirst({ where: { id } });
export const latestExports = (scope: Scope, take: number): Promise<StoredExport[]> => db(scope).trainingExport.findMany({ orderBy: { createdAt: 'desc' }, take });

/** Compare-and-swap on the status; false when it stands elsewhere. */
export async function changeExport(scope: Scope, id: string, from: readonly string[], to: { status?: string; total?: number; done?: number; error?: string; manifest?: ExportManifest; finishedAt?: Date; expiresAt?: Date }): Promise<boolean> {
  const { manifest, ...rest } = to;
  const { count } = await db(scope).trainingExport.updateMany({ where: { id, status: { in: [...from] } }, data: { ...rest, ...(manifest ? { manifest: json(manifest) } : {}) } });
  return count === 1;
}

/** Exports whose files may go: kept long enough, or ended without being of use. */
export const exportsToRemove = (scope: Scope, now: Date): Promise<{ id: string }[]> =>
  db(scope).trainingExport.findMany({ where: { OR: [{ expiresAt: { lt: now, gt: new Date(now.getTime() - 3 * 86_400_000) } }, { status: { in: ['failed', 'cancelled'] }, expiresAt: null }] }, select: { id: true } });

/** Work that nobody goes on with. */
export const endStuck = (scope: Scope, before: Date, now: Date, error: string) =>
  db(scope).trainingExport.updateMany({ where: { status: { in: ['queued', 'running'] }, createdAt: { lt: before } }, data: { status: 'failed', error, finishedAt: now } });

export const markRemoved = (scope: Scope, ids: readonly string[], at: Date) => db(scope).trainingExport.updateMany({ where: { id: { in: [...ids] } }, data: { expiresAt: at } });

export type LightRow = Omit<Candidate, 'at' | 'good'> & { at: Date; label: ExampleLabel };

/** What an export would take, without the texts, oldest first; days in UTC, both included. */
export const lightRows = (scope: Scope, labels: readonly ExampleLabel[], { from, to }: Pick<ExportOptions, 'from' | 'to'>): Promise<LightRow[]> => db(scope).$queryRaw<LightRow[]>`
  select id, deal_id as "dealId", as_of as at, insight->>'type' as type, snapshot->>'stage' as stage, label
  from training_example
  where label = any(${[...labels]}::text[]) and (${from}::date is null or as_of >= ${from}::date) and (${to}::date is null or as_of < ${to}::date + 1)
  order by as_of, id`;

export type Example = {
  id: string; insightId: string; dealId: string; asOf: Date; snapshot: DealSnapshot; insight: GeneratedInsight; feedback: ExampleFeedback | null; outcome: ExampleOutcome | null;
  label: ExampleLabel | null; model: string; promptVersion: string;
};
const toExample = ({ snapshot, insight, feedback, outcome, label, ...row }: Prisma.TrainingExampleGetPayload<object>): Example => ({
  // The database orders keys its own way; a line has them as the shapes name them.
  ...row, snapshot: dealSnapshot.parse(snapshot), insight: generatedInsight.parse(insight), feedback: feedback as ExampleFeedback | null, outcome: outcome as ExampleOutcome | null, label: label as ExampleLabel | null,
});

/** Those of deals in sight. */
export const examplesById = async (scope: Scope, ids: readonly string[]): Promise<Map<string, Example>> =>
  new Map((await db(scope).trainingExample.findMany({ where: { id: { in: [...ids] }, deal: { workspaceId: scope.workspaceId } } })).map((row) => [row.id, toExample(row)]));

/** Examples of deals in the reader's sight, latest label first. */
export async function examplesPage(scope: Scope, { label, type, skip, take }: { label: ExampleLabel | null; type: string | null; skip: number; take: number }): Promise<{ rows: Example[]; total: number }> {
  // Its policies say which deals are in sight.
  const where = { label: label ?? { not: null }, ...(type ? { insight: { path: ['type'], equals: type } } : {}), deal: { workspaceId: scope.workspaceId } };
  const rows = await db(scope).trainingExample.findMany({ where, orderBy: [{ labelledAt: 'desc' }, { id: 'desc' }], skip, take });
  const total = await db(scope).trainingExample.count({ where });
  return { rows: rows.map(toExample), total };
}

export type Known = { contacts: { id: string; name: string; email: string | null }[]; members: { id: string; name: string; email: string | null }[]; accounts: { id: string; name: string }[] };

/** Everybody whose name an export must not tell. */
export async function knownNames(scope: Scope): Promise<Known> {
  const person = { id: true, name: true, email: true } as const;
  return {
    contacts: await db(scope).contact.findMany({ select: person }), members: await db(scope).member.findMany({ select: person }), accounts: await db(scope).account.findMany({ select: { id: true, name: true } }),
  };
}
