/** Saved views in the database: one's own, and those that were shared. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

const SHOWN = { id: true, name: true, query: true, shared: true, memberId: true, place: true, member: { select: { name: true, removedAt: true } } } as const;

/** By name, one's own first. */
export const viewsFor = async (scope: Scope, place: string, memberId: string | null) => (await db(scope).savedView.findMany({
  where: { place, OR: [{ shared: true, member: { removedAt: null } }, ...(memberId ? [{ memberId }] : [])] }, select: SHOWN, orderBy: [{ name: 'asc' }, { id: 'asc' }],
})).sort((a, b) => Number(b.memberId === memberId) - Number(a.memberId === memberId));

export const ownView = (scope: Scope, id: string, memberId: string) => db(scope).savedView.findFirst({ where: { id, memberId }, select: SHOWN });
export const countOwn = (scope: Scope, place: string, memberId: string) => db(scope).savedView.count({ where: { place, memberId } });
export const insertView = (scope: Scope, view: { memberId: string; place: string; name: string; query: string; shared: boolean }) =>
  db(scope).savedView.create({ data: { ...view, workspaceId: scope.workspaceId }, select: SHOWN });
export const changeView = (scope: Scope, id: string, data: { name?: string; query?: string; shared?: boolean }) => db(scope).savedView.update({ where: { id }, data, select: SHOWN });
export const deleteView = (scope: Scope, id: string) => db(scope).savedView.delete({ where: { id }, select: { id: true } });
