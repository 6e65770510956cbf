/** Deals in the database. Scope first; row-level security keeps the workspace and whose deals are in sight. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { dealWhere, type DealFilter } from './filter';
import { toMajor } from './money';
import { NEEDS_ATTENTION, type Deal, type DealQuery, type DealRow, type Stage } from './schema';

const RELATED = {
  account: { select: { id: true, name: true } },
  product: { select: { id: true, name: true } },
  owner: { select: { id: true, name: true } },
  stage: { select: { id: true, name: true, position: true, kind: true } },
} as const satisfies Prisma.DealInclude;
type StoredDeal = Prisma.DealGetPayload<{ include: typeof RELATED }>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toDeal = (row: StoredDeal): Deal => ({
  id: row.id, externalId: row.externalId, name: row.name,
  account: row.account, product: row.product, owner: row.owner, stage: row.stage, status: row.status,
  amount: row.amountMinor === null ? null : toMajor(row.amountMinor, row.currency),
  amountMinor: row.amountMinor === null ? null : Number(row.amountMinor), currency: row.currency,
  openedAt: row.openedAt.toISOString(), stageEnteredAt: row.stageEnteredAt.toISOString(),
  expectedCloseAt: iso(row.expectedCloseAt), closedAt: iso(row.closedAt), closeReason: row.closeReason,
  leadSource: row.leadSource, competitor: row.competitor, discount: row.discount, slips: row.slips,
  lastActivityAt: iso(row.lastActivityAt), probability: row.winProbability, low: row.winLow, high: row.winHigh,
  topReason: row.topReason, attention: row.attention, simulatedFields: row.simulatedFields, version: row.version,
  createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
});

export async function findDeal(scope: Scope, id: string): Promise<Deal | null> {
  const row = await db(scope).deal.findFirst({ where: { id }, include: RELATED });
  return row && toDeal(row);
}

export async function findDealByExternalId(scope: Scope, externalId: string): Promise<Deal | null> {
  const row = await db(scope).deal.findFirst({ where: { externalId }, include: RELATED });
  return row && toDeal(row);
}

/** Locks the deal's row until the transaction ends, so that two changes at once follow each other; what only refers to it need not wait. */
export const lockDeal = (scope: Scope, id: string) => db(scope).$queryRaw`select 1 from deal where id = ${id}::uuid for no key update`;

export const insertDeal = (scope: Scope, data: Omit<Prisma.DealUncheckedCreateInput, 'workspaceId'>): Promise<{ id: string }> =>
  db(scope).deal.create({ data: { ...data, workspaceId: scope.workspaceId }, select: { id: true } });

export const changeDeal = (scope: Scope, id: string, data: Prisma.DealUncheckedUpdateInput) =>
  db(scope).deal.update({ where: { id }, data: { ...data, version: { increment: 1 } }, select: { id: true } });

export const addStageChange = (scope: Scope, change: { dealId: string; fromStageId: string | null; toStageId: string; at: Date }) =>
  db(scope).stageChange.create({ data: { ...change, workspaceId: scope.workspaceId }, select: { id: true } });

export const addChanges = (scope: Scope, changes: { dealId: string; field: string; before: Prisma.InputJsonValue | null; after: Prisma.InputJsonValue | null; at: Date }[]) =>
  db(scope).dealChange.createMany({
    data: changes.map((c) => ({ ...c, before: c.before ?? Prisma.JsonNull, after: c.after ?? Prisma.JsonNull, workspaceId: scope.workspaceId })),
  });

export const addNote = (scope: Scope, note: { dealId: string; contactId: string | null; memberId: string | null; text: string; at: Date }) =>
  db(scope).interaction.create({ data: { ...note, workspaceId: scope.workspaceId, kind: 'note', direction: 'internal' }, select: { id: true } });

export const listStages = (scope: Scope): Promise<Stage[]> =>
  db(scope).stage.findMany({ select: { id: true, name: true, position: true, kind: true }, orderBy: { position: 'asc' } });

/** Whether the ids named exist in this workspace: a foreign id never becomes a relation. */
export async function missingRelation(scope: Scope, ids: { accountId?: string | null | undefined; productId?: string | null | undefined; ownerId?: string | null | undefined; stageId?: string | null | undefined; contactId?: string | null | undefined }): Promise<string | null> {
  if (ids.accountId && !(await db(scope).account.findFirst({ where: { id: ids.accountId }, select: { id: true } }))) return 'account';
  if (ids.productId && !(await db(scope).product.findFirst({ where: { id: ids.productId }, select: { id: true } }))) return 'product';
  if (ids.ownerId && !(await db(scope).member.findFirst({ where: { id: ids.ownerId, removedAt: null }, select: { id: true } }))) return 'owner';
  if (ids.stageId && !(await db(scope).stage.findFirst({ where: { id: ids.stageId }, select: { id: true } }))) return 'stage';
  if (ids.contactId && !(await db(scope).contact.findFirst({ where: { id: ids.contactId }, select: { id: true } }))) return 'contact';
  return null;
}

const ORDER: Record<DealQuery['sort'], (dir: 'asc' | 'desc') => Prisma.DealOrderByWithRelationInput[]> = {
  attention: (dir) => [{ attention: dir }, { amountMinor: { sort: 'desc', nulls: 'last' } }],
  name: (dir) => [{ name: dir }],
  amount: (dir) => [{ amountMinor: { sort: dir, nulls: 'last' } }],
  close: (dir) => [{ expectedCloseAt: { sort: dir, nulls: 'last' } }],
  probability: (dir) => [{ winProbability: { sort: dir, nulls: 'last' } }],
  stage: (dir) => [{ stage: { position: dir } }, { stageEnteredAt: 'asc' }],
  opened: (dir) => [{ openedAt: dir }],
  updated: (dir) => [{ updatedAt: dir }],
};

export async function findDeals(scope: Scope, filter: DealFilter, order: Pick<DealQuery, 'sort' | 'dir'>, window: { skip: number; take: number }): Promise<Deal[]> {
  const rows = await db(scope).deal.findMany({ where: dealWhere(filter), include: RELATED, orderBy: [...ORDER[order.sort](order.dir), { id: 'desc' }], ...window });
  return rows.map(toDeal);
}

export const countDeals = (scope: Scope, filter: DealFilter): Promise<number> => db(scope).deal.count({ where: dealWhere(filter) });

/** In no order. */
export const findDealsById = async (scope: Scope, ids: readonly string[]): Promise<Deal[]> =>
  (await db(scope).deal.findMany({ where: { id: { in: [...ids] } }, include: RELATED })).map(toDeal);

/** Newest first, from after `afterId`: the order of the REST list, which later rows cannot disturb. */
export async function findDealsAfter(scope: Scope, filter: DealFilter, afterId: string | null, take: number): Promise<Deal[]> {
  const rows = await db(scope).deal.findMany({ where: { AND: [dealWhere(filter), afterId ? { id: { lt: afterId } } : {}] }, include: RELATED, orderBy: { id: 'desc' }, take });
  return rows.map(toDeal);
}

export type Totals = { count: number; attention: number; sums: { currency: string; minor: bigint }[] };

export async function totalsOf(scope: Scope, filter: DealFilter): Promise<Totals> {
  const where = dealWhere(filter);
  const groups = await db(scope).deal.groupBy({ by: ['currency'], where, _count: { _all: true }, _sum: { amountMinor: true } });
  const attention = await db(scope).deal.count({ where: { AND: [where, { attention: { gte: NEEDS_ATTENTION } }] } });
  return {
    count: groups.reduce((n, g) => n + g._count._all, 0), attention,
    sums: groups.map((g) => ({ currency: g.currency, minor: g._sum.amountMinor ?? 0n })).sort((a, b) => Number(b.minor - a.minor)),
  };
}

/** The probability each deal had at `at`: the last score by then. */
export async function probabilitiesAt(scope: Scope, dealIds: readonly string[], at: Date): Promise<Map<string, number>> {
  if (dealIds.length === 0) return new Map();
  const rows = await db(scope).$queryRaw<{ deal_id: string; probability: number }[]>`
    select d.id as deal_id, s.probability from unnest(${dealIds}::uuid[]) as d(id)
    cross join lateral (select probability from deal_score where deal_id = d.id and at <= ${at} order by at desc limit 1) s`;
  return new Map(rows.map((row) => [row.deal_id, row.probability]));
}

export const withWeekAgo = async (scope: Scope, deals: Deal[], now: Date): Promise<DealRow[]> => {
  const before = await probabilitiesAt(scope, deals.map((d) => d.id), new Date(now.getTime() - 7 * 86_400_000));
  return deals.map((d) => ({ ...d, weekAgo: before.get(d.id) ?? null }));
};

/** The product with this external id or name; made when there is none. */
export async function productNamed(scope: Scope, name: string): Promise<string> {
  const known = await db(scope).product.findFirst({ where: { OR: [{ externalId: name }, { name: { equals: name, mode: 'insensitive' } }] }, select: { id: true }, orderBy: { id: 'asc' } });
  return known?.id ?? (await db(scope).product.create({ data: { workspaceId: scope.workspaceId, name }, select: { id: true } })).id;
}

export async function memberNamed(scope: Scope, nameOrEmail: string): Promise<string | null> {
  const found = await db(scope).member.findFirst({
    where: { removedAt: null, OR: [{ email: { equals: nameOrEmail, mode: 'insensitive' } }, { name: { equals: nameOrEmail, mode: 'insensitive' } }, { externalId: nameOrEmail }] },
    select: { id: true }, orderBy: { id: 'asc' },
  });
  return found?.id ?? null;
}

export const workspaceCurrency = async (scope: Scope): Promise<string> =>
  (await db(scope).workspace.findFirstOrThrow({ where: { id: scope.workspaceId }, select: { currency: true } })).currency;

export const accountNameOf = async (scope: Scope, id: string): Promise<string | null> =>
  (await db(scope).account.findFirst({ where: { id }, select: { name: true } }))?.name ?? null;

export const listProducts = (scope: Scope) => db(scope).product.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } });
export const listOwners = (scope: Scope) => db(scope).member.findMany({ where: { removedAt: null }, select: { id: true, name: true }, orderBy: { name: 'asc' } });
export const listAccountNames = async (scope: Scope, most: number): Promise<string[]> =>
  (await db(scope).account.findMany({ select: { name: true }, orderBy: { name: 'asc' }, take: most })).map((account) => account.name);
