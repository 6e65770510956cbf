/**
 * What outlives the request (a key, an invitation) must not be made by somebody who loses the right to it at this very moment:
 * the right is looked at again inside the transaction, under a lock that excludes changes of roles.
 */
import { db } from './db/tenancy';
import { forbidden } from './errors';
import { allows, leastRole, type Permission } from './permissions';
import type { Scope } from './scope';

/** Throws forbidden when the member behind the scope was removed or demoted since the request began. Keys and the system do not change roles. */
export async function mustStillAllow(scope: Scope, permission: Permission): Promise<void> {
  if (scope.principal.kind !== 'member') return;
  // Whoever changes roles holds this row (lib/members/store.ts, lockAdmins).
  await db(scope).$queryRaw`select 1 from workspace where id = ${scope.workspaceId}::uuid for share`;
  const member = await db(scope).member.findFirst({ where: { id: scope.principal.id, removedAt: null }, select: { role: true } });
  if (!member || !allows(member.role, permission)) throw forbidden(`This needs the role ${leastRole(permission)}, which you have no longer.`);
}
