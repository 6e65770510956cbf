/** Experiments, their variants, weights and decisions in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ExperimentStatus } from './schema';

const WITH_VARIANTS = { variants: { orderBy: { position: 'asc' } }, weights: { orderBy: { epoch: 'desc' }, take: 1 } } as const satisfies Prisma.ExperimentInclude;
export type StoredExperiment = Prisma.ExperimentGetPayload<{ include: typeof WITH_VARIANTS }>;
export type NewRow = Omit<Prisma.ExperimentCreateManyInput, 'workspaceId' | 'status'> & { status: ExperimentStatus };
export type NewVariantRow = Omit<Prisma.VariantCreateManyInput, 'workspaceId' | 'experimentId' | 'payload'> & { payload: object };

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
/** Experiments that have a slice of their layer. */
export const ACTIVE: ExperimentStatus[] = ['running', 'paused'];

export const findExperiment = (scope: Scope, id: string): Promise<StoredExperiment | null> => db(scope).experiment.findFirst({ where: { id }, include: WITH_VARIANTS });

const gate = (scope: Scope, id: string): string => `experiment ${scope.workspaceId} ${id}`;

/**
 * Whoever changes an experiment waits here for who does it already, and for who is assigning. Advisory locks are handed out in turn: with shared locks on the
 * row a stop waited for as long as somebody was always assigning.
 */
export async function lockExperiment(scope: Scope, id: string): Promise<StoredExperiment | null> {
  await db(scope).$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtextextended(${gate(scope, id)}, 4))) as locked`;
  return findExperiment(scope, id);
}

/** The experiment as it is until this transaction ends: a stop waits for those who are assigning, and nobody assigns after it. */
export async function holdExperiment(scope: Scope, id: string): Promise<StoredExperiment | null> {
  await db(scope).$queryRaw`select 1 from (select pg_advisory_xact_lock_shared(hashtextextended(${gate(scope, id)}, 4))) as held`;
  return findExperiment(scope, id);
}

export async function insertExperiment(scope: Scope, row: NewRow, variants: readonly NewVariantRow[]): Promise<void> {
  const { workspaceId } = scope;
  await db(scope).experiment.createMany({ data: [{ ...row, workspaceId }] });
  await insertVariants(scope, row.id!, variants);
}

const insertVariants = (scope: Scope, experimentId: string, variants: readonly NewVariantRow[]) =>
  db(scope).variant.createMany({ data: variants.map((one) => ({ ...one, payload: json(one.payload), workspaceId: scope.workspaceId, experimentId })) });

/** Of a draft: everything that was designed. */
export async function replaceDraft(scope: Scope, id: string, version: number, row: Prisma.ExperimentUpdateManyMutationInput, variants: readonly NewVariantRow[]): Promise<boolean> {
  const { count } = await db(scope).experiment.updateMany({ where: { id, version, status: { in: ['draft', 'scheduled'] } }, data: { ...row, version: { increment: 1 } } });
  if (count !== 1) return false;
  await db(scope).variant.deleteMany({ where: { experimentId: id } });
  await insertVariants(scope, id, variants);
  return true;
}

/** Of a locked experiment. */
export const changeExperiment = (scope: Scope, id: string, data: Omit<Prisma.ExperimentUpdateManyMutationInput, 'status'> & { status?: ExperimentStatus; winnerId?: string | null }) =>
  db(scope).experiment.updateMany({ where: { id }, data: { ...data, version: { increment: 1 } } });

export const removeExperiment = (scope: Scope, id: string) => db(scope).experiment.deleteMany({ where: { id, status: 'draft' } });

/** Newest first. */
export const findExperiments = (scope: Scope, which: { archived?: boolean; statuses?: readonly ExperimentStatus[] }): Promise<StoredExperiment[]> => db(scope).experiment.findMany({
  where: { ...(which.archived === undefined ? {} : { archivedAt: which.archived ? { not: null } : null }), ...(which.statuses ? { status: { in: [...which.statuses] } } : {}) },
  include: WITH_VARIANTS, orderBy: { id: 'desc' }, take: 500,
});

/** REST: newest first, after the experiment with the id `after`. */
export const findPage = (scope: Scope, status: ExperimentStatus | undefined, after: string | null, take: number): Promise<StoredExperiment[]> =>
  db(scope).experiment.findMany({ where: { ...(after === null ? {} : { id: { lt: after } }), ...(status ? { status } : {}) }, include: WITH_VARIANTS, orderBy: { id: 'desc' }, take });

/** Experiments that take effect in the product itself and have units: what an insight run asks for. */
export const findActiveInProduct = (scope: Scope): Promise<StoredExperiment[]> =>
  db(scope).experiment.findMany({ where: { status: { in: ACTIVE }, NOT: { subjectKey: { startsWith: 'external:' } } }, include: WITH_VARIANTS, orderBy: { id: 'asc' } });

/** Whoever starts an experiment in a layer does so alone: slices never overlap. */
export const lockLayer = (scope: Scope, layer: string) => db(scope).$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtextextended(${`layer ${scope.workspaceId} ${layer}`}, 4))) as locked`;

export const findInLayer = (scope: Scope, layer: string, exceptId: string) => db(scope).experiment.findMany({
  where: { layer, status: { in: ACTIVE }, id: { not: exceptId } }, select: { id: true, name: true, unit: true, sliceFrom: true, traffic: true }, orderBy: { sliceFrom: 'asc' },
});

export const findOnSubject = (scope: Scope, subjectKey: string, exceptId: string) =>
  db(scope).experiment.findFirst({ where: { subjectKey, status: { in: ACTIVE }, id: { not: exceptId } }, select: { id: true, name: true, layer: true } });

/** Those that run; of those that ended since then the ones with something not counted, or decided for a winner and not looked at again. */
export const findToWatch = async (scope: Scope, since: Date): Promise<string[]> => (await db(scope).$queryRaw<{ id: string }[]>`
  select id from experiment e where status in ('running', 'paused') or (status in ('stopped', 'completed') and ended_at > ${since} and (
    exists (select 1 from experiment_outcome o where o.experiment_id = e.id and o.disposition is null) or exists (select 1 from assignment a where a.experiment_id = e.id and not a.folded)
    or (status = 'completed' and winner_id is not null and not exists (select 1 from experiment_decision d where d.experiment_id = e.id and d.kind in ('held_up', 'not_held_up'))))) order by id`).map(({ id }) => id);

export const insertWeights = (scope: Scope, row: { experimentId: string; epoch: number; at: Date; weights: Record<string, number>; reason: string }) =>
  db(scope).experimentWeights.createMany({ data: [{ ...row, workspaceId: scope.workspaceId }], skipDuplicates: true });

export const readWeights = (scope: Scope, experimentId: string) => db(scope).experimentWeights.findMany({ where: { experimentId }, orderBy: { epoch: 'asc' } });

export const insertDecision = (scope: Scope, row: { experimentId: string; at: Date; kind: string; words: string; statistics: unknown }) => db(scope).experimentDecision.create({
  data: { workspaceId: scope.workspaceId, experimentId: row.experimentId, at: row.at, kind: row.kind, words: row.words, actorName: scope.principal.name, ...(row.statistics == null ? {} : { statistics: json(row.statistics) }) },
  select: { id: true },
});

/** Newest first. */
export const readDecisions = (scope: Scope, experimentId: string, take = 500) => db(scope).experimentDecision.findMany({ where: { experimentId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take });

/** Whether the ledger has an entry of this kind. */
export const wasDecided = async (scope: Scope, experimentId: string, kind: string): Promise<boolean> =>
  (await db(scope).experimentDecision.findFirst({ where: { experimentId, kind }, select: { id: true } })) !== null;
