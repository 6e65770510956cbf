/** Teams of one workspace. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

const LIVE = { removedAt: null };

export const findTeams = (scope: Scope) => db(scope).team.findMany({
  select: { id: true, name: true, members: { where: LIVE, select: { id: true, name: true, role: true }, orderBy: { name: 'asc' } } },
  orderBy: { name: 'asc' },
});

export const findTeam = (scope: Scope, id: string) => db(scope).team.findUnique({ where: { id }, select: { id: true, name: true } });

/** Throws a unique violation when the name is taken. */
export const insertTeam = (scope: Scope, name: string) => db(scope).team.create({ data: { workspaceId: scope.workspaceId, name }, select: { id: true, name: true } });

export const renameTeam = (scope: Scope, id: string, name: string) => db(scope).team.update({ where: { id }, data: { name }, select: { id: true, name: true } });

/** Its members stay without a team, and so do those who are invited into it. */
export async function removeTeam(scope: Scope, id: string): Promise<void> {
  await db(scope).invitation.updateMany({ where: { teamId: id }, data: { teamId: null } });
  await db(scope).team.delete({ where: { id } });
}
