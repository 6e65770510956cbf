/** Notifications and silenced kinds in the database. Row-level security knows workspaces: whose they are is asked for in each query. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Role, Scope } from '@/lib/server/scope';
import type { NotificationKind, NotificationSeverity, Recipients } from './schema';

export type NewNotification = { memberId: string; kind: NotificationKind; severity: NotificationSeverity; title: string; body: string; path: string; dedupeKey: string };

/** Members who hear of this kind: those meant who can sign in, are not `except`, and have not silenced it. */
export async function hearers(scope: Scope, to: Recipients, kind: NotificationKind, except: string | null): Promise<string[]> {
  const whom: Prisma.MemberWhereInput = 'members' in to ? { id: { in: [...to.members] } } : 'roles' in to ? { role: { in: [...to.roles] as Role[] } } : { deals: { some: { id: to.ownerOf } } };
  const members = await db(scope).member.findMany({
    where: { AND: [whom, { removedAt: null, userId: { not: null }, mutes: { none: { kind } } }, except === null ? {} : { id: { not: except } }] },
    select: { id: true },
  });
  return members.map(({ id }) => id);
}

/** Gives how many are new: one that was said before is left as it is, read or not. */
export const insertNotifications = async (scope: Scope, rows: readonly NewNotification[]): Promise<number> =>
  rows.length === 0 ? 0 : (await db(scope).notification.createMany({ data: rows.map((row) => ({ ...row, workspaceId: scope.workspaceId })), skipDuplicates: true })).count;

const SHOWN = { id: true, kind: true, severity: true, title: true, body: true, path: true, createdAt: true, readAt: true } as const;

/** The newest first (ids grow with time), after the one of that id. */
export const findNotifications = (scope: Scope, memberId: string, unread: boolean, after: string | null, take: number) => db(scope).notification.findMany({
  where: { memberId, ...(unread ? { readAt: null } : {}), ...(after === null ? {} : { id: { lt: after } }) }, select: SHOWN, orderBy: { id: 'desc' }, take,
});

export const countUnread = (scope: Scope, memberId: string): Promise<number> => db(scope).notification.count({ where: { memberId, readAt: null } });
export const countAll = (scope: Scope, memberId: string): Promise<number> => db(scope).notification.count({ where: { memberId } });

export const findOwn = (scope: Scope, memberId: string, id: string) => db(scope).notification.findFirst({ where: { id, memberId }, select: { id: true, readAt: true } });

/** Marks one, or all up to a moment. Gives how many were not so before. */
export const setRead = async (scope: Scope, memberId: string, which: { id: string } | { until: Date }, readAt: Date | null): Promise<number> => (await db(scope).notification.updateMany({
  where: { memberId, ...('id' in which ? { id: which.id } : { createdAt: { lte: which.until } }), ...(readAt === null ? { readAt: { not: null } } : { readAt: null }) },
  data: { readAt },
})).count;

export const findMutes = async (scope: Scope, memberId: string): Promise<string[]> =>
  (await db(scope).notificationMute.findMany({ where: { memberId }, select: { kind: true } })).map(({ kind }) => kind);

/** False when it was so already. */
export async function setMute(scope: Scope, memberId: string, kind: NotificationKind, muted: boolean): Promise<boolean> {
  const changed = muted
    ? await db(scope).notificationMute.createMany({ data: [{ workspaceId: scope.workspaceId, memberId, kind }], skipDuplicates: true })
    : await db(scope).notificationMute.deleteMany({ where: { memberId, kind } });
  return changed.count > 0;
}

/** Everybody's that were read before `before`. */
export const deleteRead = async (scope: Scope, before: Date): Promise<number> => (await db(scope).notification.deleteMany({ where: { readAt: { lt: before } } })).count;
