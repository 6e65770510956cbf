/** Plan items in the database. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Role, Scope } from '@/lib/server/scope';
import type { PlanFilter, PlanStatus } from './schema';

export type StoredItem = Prisma.PlanItemGetPayload<object>;
export type NewItem = Omit<Prisma.PlanItemCreateManyInput, 'workspaceId' | 'status'>;

/** False when an open item of the same change is there: made before, or by somebody else at the same moment. */
export const insertItem = async (scope: Scope, item: NewItem): Promise<boolean> =>
  (await db(scope).planItem.createMany({ data: [{ ...item, workspaceId: scope.workspaceId, status: 'proposed' }], skipDuplicates: true })).count === 1;

export const findItem = (scope: Scope, id: string): Promise<StoredItem | null> => db(scope).planItem.findFirst({ where: { id } });

/** Whoever applies or takes back waits here for who does it already. */
export const lockItem = async (scope: Scope, id: string): Promise<StoredItem | null> => {
  await db(scope).$queryRaw`select 1 from plan_item where id = ${id}::uuid for update`;
  return findItem(scope, id);
};

export const findOpen = (scope: Scope, changeHash: string) =>
  db(scope).planItem.findFirst({ where: { changeHash, status: { in: ['proposed', 'approved'] } }, select: { id: true, status: true } });

export const findRejectedSince = (scope: Scope, changeHash: string, since: Date) =>
  db(scope).planItem.findFirst({ where: { changeHash, status: 'rejected', decidedAt: { gt: since } }, orderBy: { decidedAt: 'desc' } });

const WAITING = (now: Date): Prisma.PlanItemWhereInput => ({ OR: [{ status: 'proposed', expiresAt: { gt: now } }, { status: 'approved' }] });

export const findWaiting = (scope: Scope, now: Date): Promise<StoredItem[]> => db(scope).planItem.findMany({ where: WAITING(now), orderBy: { id: 'asc' }, take: 200 });

/** The latest decided (or applied, or expired) first. */
export const findDecided = (scope: Scope, now: Date, take: number): Promise<StoredItem[]> =>
  db(scope).planItem.findMany({ where: { NOT: WAITING(now) }, orderBy: [{ decidedAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }], take });

/** REST: newest first, after the item with the id `after`. */
export const findPage = (scope: Scope, { status, kind }: PlanFilter, after: string | null, take: number, now: Date): Promise<StoredItem[]> => db(scope).planItem.findMany({
  where: {
    ...(after === null ? {} : { id: { lt: after } }), ...(kind ? { kind } : {}),
    ...(status === 'proposed' ? { status, expiresAt: { gt: now } } : status === 'expired' ? { OR: [{ status }, { status: 'proposed', expiresAt: { lte: now } }] } : status ? { status } : {}),
  },
  orderBy: { id: 'desc' }, take,
});

export const findAppliedSince = (scope: Scope, since: Date): Promise<StoredItem[]> => db(scope).planItem.findMany({ where: { status: 'applied', appliedAt: { gt: since } }, orderBy: { id: 'asc' } });

/** Applied items, taken back or not, that had both an expected and a measured effect: for the planner's record. */
export const findJudged = (scope: Scope) => db(scope).planItem.findMany({
  where: { status: { in: ['applied', 'reverted'] }, expected: { not: Prisma.DbNull }, measured: { not: Prisma.DbNull } }, select: { expected: true, measured: true }, orderBy: { id: 'asc' },
});

export const countProposed = (scope: Scope, now: Date): Promise<number> => db(scope).planItem.count({ where: { status: 'proposed', expiresAt: { gt: now } } });

type Change = Omit<Prisma.PlanItemUpdateManyMutationInput, 'status'> & { status?: PlanStatus };

/** Compare and swap: false when the item no longer is as the caller saw it. */
export const changeItem = async (scope: Scope, id: string, as: { status: PlanStatus; changeHash?: string; notExpiredAt?: Date }, change: Change): Promise<boolean> => (await db(scope).planItem.updateMany({
  where: { id, status: as.status, ...(as.changeHash === undefined ? {} : { changeHash: as.changeHash }), ...(as.notExpiredAt ? { expiresAt: { gt: as.notExpiredAt } } : {}) }, data: change,
})).count === 1;

/** Another change in the place of the one that `seen` is of; what was expected of that one goes. False when it no longer stands there. */
export const replaceChange = async (scope: Scope, id: string, seen: string, now: Date, data: { change: Prisma.InputJsonValue; changeHash: string; rationale: string }): Promise<boolean> =>
  (await db(scope).planItem.updateMany({ where: { id, status: 'proposed', changeHash: seen, expiresAt: { gt: now } }, data: { ...data, expected: Prisma.DbNull } })).count === 1;

/** Proposals that nobody decided on in time; gives them. */
export async function expireOverdue(scope: Scope, now: Date): Promise<Pick<StoredItem, 'id' | 'title' | 'proposedById'>[]> {
  const overdue = await db(scope).planItem.findMany({ where: { status: 'proposed', expiresAt: { lte: now } }, select: { id: true, title: true, proposedById: true } });
  if (overdue.length > 0) await db(scope).planItem.updateMany({ where: { id: { in: overdue.map(({ id }) => id) }, status: 'proposed', expiresAt: { lte: now } }, data: { status: 'expired' } });
  return overdue;
}

/** Which of these deals the reader may see. */
export const dealsInSight = async (scope: Scope, ids: readonly string[]): Promise<Set<string>> =>
  new Set(ids.length === 0 ? [] : (await db(scope).deal.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })).map(({ id }) => id));

/** Another member who can sign in and has one of these roles. */
export const somebodyElse = async (scope: Scope, roles: readonly Role[], exceptId: string): Promise<boolean> =>
  (await db(scope).member.findFirst({ where: { removedAt: null, userId: { not: null }, role: { in: [...roles] }, id: { not: exceptId } }, select: { id: true } })) !== null;

export const memberRole = async (scope: Scope, id: string): Promise<Role | null> => (await db(scope).member.findFirst({ where: { id, removedAt: null }, select: { role: true } }))?.role ?? null;

/** The member who made an API key. */
export const keyMaker = async (scope: Scope, id: string): Promise<string | null> => (await db(scope).apiKey.findFirst({ where: { id }, select: { createdById: true } }))?.createdById ?? null;

export const workspaceZone = async (scope: Scope): Promise<string> => (await db(scope).workspace.findFirstOrThrow({ where: { id: scope.workspaceId }, select: { timezone: true } })).timezone;

/** A version of a prompt, by its id or by the label that stands at it. */
export async function findPromptLabel(scope: Scope, promptId: string, which: { label: string } | { versionId: string }): Promise<{ name: string; versionId: string; version: number } | null> {
  const found = await db(scope).promptVersion.findFirst({
    where: { promptId, ...('label' in which ? { labels: { some: { label: which.label } } } : { id: which.versionId }) },
    select: { id: true, version: true, prompt: { select: { name: true } } },
  });
  return found && { name: found.prompt.name, versionId: found.id, version: found.version };
}
