/** Who may approve a change, and who stands behind a caller. */
import { allows, ROLES } from '@/lib/server/permissions';
import type { Role, Scope } from '@/lib/server/scope';
import { keyMaker, memberRole } from './store';

/** Roles that may approve a change. */
export const DECIDERS: readonly Role[] = ROLES.filter((role) => allows(role, 'plan.decide'));

/** The member in whose name something is done: themselves, or who made the key (a key may no more than its maker). Null for the system. */
export const memberBehind = async (scope: Scope): Promise<string | null> =>
  scope.principal.kind === 'member' ? scope.principal.id : scope.principal.kind === 'api_key' ? keyMaker(scope, scope.principal.id) : null;

/** Whether the member is still there with a role that decides. */
export async function stillDecides(scope: Scope, memberId: string): Promise<boolean> {
  const role = await memberRole(scope, memberId);
  return role !== null && DECIDERS.includes(role);
}
