/** Leads in the database. Scope first; row-level security keeps the workspace and whose leads are in sight. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { leadWhere, type LeadFilter } from './filter';
import { OPEN_STATES, type Lead, type LeadQuery } from './schema';

const NAMED = { select: { id: true, name: true } } as const;
const RELATED = {
  owner: NAMED, deal: NAMED,
  contact: { select: { name: true, email: true, phone: true, jobTitle: true, externalId: true, simulated: true, account: NAMED } },
} as const satisfies Prisma.LeadInclude;
type StoredLead = Prisma.LeadGetPayload<{ include: typeof RELATED }>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const toLead = ({ contact, ...row }: StoredLead): Lead => ({
  id: row.id, externalId: contact.externalId, name: contact.name, email: contact.email, phone: contact.phone, jobTitle: contact.jobTitle, account: contact.account, company: row.company,
  state: row.state, source: row.source, owner: row.owner, leadAt: iso(row.leadAt), endedAt: iso(row.endedAt), endReason: row.endReason, deal: row.deal,
  score: row.score, low: row.scoreLow, high: row.scoreHigh, scoredAt: iso(row.scoredAt), modelVersion: row.modelVersion, simulated: contact.simulated, version: row.version,
  createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
});

export async function findLead(scope: Scope, id: string): Promise<Lead | null> {
  const row = await db(scope).lead.findFirst({ where: { id }, include: RELATED });
  return row && toLead(row);
}

/** Facts that came with a lead and have no field of their own. */
export const readFacts = async (scope: Scope, id: string): Promise<Record<string, unknown>> =>
  ((await db(scope).contact.findUnique({ where: { id }, select: { custom: true } }))?.custom ?? {}) as Record<string, unknown>;

export const writeFacts = (scope: Scope, id: string, custom: Record<string, unknown>) =>
  db(scope).contact.update({ where: { id }, data: { custom: custom as Prisma.InputJsonObject }, select: { id: true } });

/** Locks the lead's row until the transaction ends, so that two changes at once follow each other. */
export const lockLead = (scope: Scope, id: string) => db(scope).$queryRaw`select 1 from lead where id = ${id}::uuid for no key update`;

export const insertLead = (scope: Scope, data: Omit<Prisma.LeadUncheckedCreateInput, 'workspaceId'>): Promise<{ id: string }> =>
  db(scope).lead.create({ data: { ...data, workspaceId: scope.workspaceId }, select: { id: true } });

export const changeLead = (scope: Scope, id: string, data: Prisma.LeadUncheckedUpdateInput) =>
  db(scope).lead.update({ where: { id }, data: { ...data, version: { increment: 1 } }, select: { id: true } });

export type FactChanged = { leadId: string; field: string; before: unknown; after: unknown; at: Date };

export const addChanges = (scope: Scope, changes: readonly FactChanged[]) => db(scope).leadChange.createMany({
  data: changes.map(({ before, after, ...change }) => ({
    ...change, before: (before ?? Prisma.JsonNull) as Prisma.InputJsonValue, after: (after ?? Prisma.JsonNull) as Prisma.InputJsonValue, workspaceId: scope.workspaceId, actorName: scope.principal.name,
  })),
});

export const readChanges = (scope: Scope, leadId: string, most: number) => db(scope).leadChange.findMany({
  where: { leadId }, select: { id: true, field: true, before: true, after: true, at: true, actorName: true, simulated: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most,
});

/** Names of members, those who left included. */
export async function memberNames(scope: Scope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db(scope).member.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Whether a member of this id works in the workspace: a foreign id never becomes an owner. */
export const isMember = async (scope: Scope, id: string): Promise<boolean> => (await db(scope).member.count({ where: { id, removedAt: null } })) === 1;

const ORDER: Record<LeadQuery['sort'], (dir: 'asc' | 'desc') => Prisma.LeadOrderByWithRelationInput[]> = {
  score: (dir) => [{ score: { sort: dir, nulls: 'last' } }, { leadAt: { sort: 'desc', nulls: 'last' } }],
  date: (dir) => [{ leadAt: { sort: dir, nulls: 'last' } }],
  name: (dir) => [{ contact: { name: dir } }],
  state: (dir) => [{ state: dir }, { leadAt: { sort: 'desc', nulls: 'last' } }],
  owner: (dir) => [{ owner: { name: dir } }, { leadAt: { sort: 'desc', nulls: 'last' } }],
};

export async function findLeads(scope: Scope, filter: LeadFilter, { sort, dir }: Pick<LeadQuery, 'sort' | 'dir'>, window: { skip: number; take: number }): Promise<Lead[]> {
  const rows = await db(scope).lead.findMany({ where: leadWhere(filter), include: RELATED, orderBy: [...ORDER[sort](dir), { id: 'desc' }], ...window });
  return rows.map(toLead);
}

export const countLeads = (scope: Scope, filter: LeadFilter): Promise<number> => db(scope).lead.count({ where: leadWhere(filter) });

/** Newest first, from after `afterId`: the order of the REST list, which later rows cannot disturb. */
export async function findLeadsAfter(scope: Scope, filter: LeadFilter, afterId: string | null, take: number): Promise<Lead[]> {
  const rows = await db(scope).lead.findMany({ where: { AND: [leadWhere(filter), afterId ? { id: { lt: afterId } } : {}] }, include: RELATED, orderBy: { id: 'desc' }, take });
  return rows.map(toLead);
}

export type Endings = { converted: number; ended: number };

/** How many leads ended, and how many of them converted. */
export async function countEndings(scope: Scope): Promise<Endings> {
  const groups = await db(scope).lead.groupBy({ by: ['state'], where: { state: { notIn: [...OPEN_STATES] } }, _count: { _all: true } });
  return { converted: groups.find((g) => g.state === 'converted')?._count._all ?? 0, ended: groups.reduce((n, g) => n + g._count._all, 0) };
}

/** How many of the leads of a filter have no owner. */
export const countUnowned = (scope: Scope, filter: LeadFilter): Promise<number> => db(scope).lead.count({ where: { AND: [leadWhere(filter), { ownerId: null }] } });

/** The sources that most of the leads in sight come from, the most frequent first. */
export async function listSources(scope: Scope, most: number): Promise<string[]> {
  const groups = await db(scope).lead.groupBy({ by: ['source'], where: { source: { not: null } }, _count: { _all: true }, orderBy: { _count: { source: 'desc' } }, take: most });
  return groups.flatMap((g) => g.source ?? []);
}

export const listMembers = (scope: Scope) => db(scope).member.findMany({ where: { removedAt: null }, select: { id: true, name: true }, orderBy: { name: 'asc' } });
