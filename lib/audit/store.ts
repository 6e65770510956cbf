/** Reading the audit log; it is written by lib/server/audit.ts alone and never changed. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Actor, ActorKind, AuditEntry, AuditFilter } from './schema';

const KINDS: Readonly<Record<string, ActorKind>> = { member: 'member', api_key: 'key', system: 'system' };
const STORED: Readonly<Record<ActorKind, string>> = { member: 'member', key: 'api_key', system: 'system' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const toActor = (row: { actorKind: string; actorId: string | null; actorName: string }): Actor => ({ kind: KINDS[row.actorKind] ?? 'system', id: row.actorId, name: row.actorName });

/** Where the page before ended. */
export type Position = { at: Date; id: string };

/** What `who` asks for; null when nobody can be it. */
function whoWhere(who: string): Prisma.AuditEventWhereInput | null {
  const [kind, name] = [who.slice(0, who.indexOf(':')) as ActorKind, who.slice(who.indexOf(':') + 1)];
  if (kind === 'system') return { actorKind: STORED.system, actorName: name };
  return UUID.test(name) ? { actorKind: STORED[kind], actorId: name } : null;
}

/** Newest first, at most `limit`, after `position`. Days are those of `timeZone`. */
export async function findEvents(scope: Scope, { who, action, entity, from, to }: AuditFilter, timeZone: string, position: Position | null, limit: number): Promise<AuditEntry[]> {
  const whose = who === undefined ? {} : whoWhere(who);
  if (whose === null) return [];
  const bounds = await dayBounds(scope, from ?? null, to ?? null, timeZone);
  const rows = await db(scope).auditEvent.findMany({
    where: {
      ...whose,
      ...(action === undefined ? {} : action.includes('.') ? { action } : { action: { startsWith: `${action}.` } }),
      ...(entity === undefined ? {} : { entityId: entity }),
      at: { ...(bounds.from ? { gte: bounds.from } : {}), ...(bounds.to ? { lt: bounds.to } : {}) },
      ...(position ? { AND: { OR: [{ at: { lt: position.at } }, { at: position.at, id: { lt: position.id } }] } } : {}),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
    select: { id: true, at: true, actorKind: true, actorId: true, actorName: true, action: true, entityId: true, before: true, after: true, requestId: true },
  });
  return rows.map(({ actorKind, actorId, actorName, ...row }) => ({ ...row, actor: toActor({ actorKind, actorId, actorName }) }));
}

/** The moments at which the first day begins and the last one is over. */
async function dayBounds(scope: Scope, from: string | null, to: string | null, timeZone: string): Promise<{ from: Date | null; to: Date | null }> {
  if (!from && !to) return { from: null, to: null };
  const [row] = await db(scope).$queryRaw<{ from: Date | null; to: Date | null }[]>`
    select (${from}::date::timestamp at time zone ${timeZone}) as from, ((${to}::date + 1)::timestamp at time zone ${timeZone}) as to`;
  return row ?? { from: null, to: null };
}

/** Everybody and everything that ever acted here, by kind and name, under the name used last. */
export async function findActors(scope: Scope): Promise<Actor[]> {
  const rows = await db(scope).$queryRaw<{ actorKind: string; actorId: string | null; actorName: string }[]>`
    select distinct on (actor_kind, coalesce(actor_id::text, actor_name)) actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName"
    from audit_event order by actor_kind, coalesce(actor_id::text, actor_name), at desc limit 500`;
  return rows.map(toActor).sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind < b.kind ? 1 : -1));
}

export const findActions = async (scope: Scope): Promise<string[]> =>
  (await db(scope).auditEvent.groupBy({ by: ['action'], orderBy: { action: 'asc' } })).map(({ action }) => action);
