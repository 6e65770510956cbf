import { endKeysAbove } from '@/lib/keys/end-keys-above';
import { endResetsOfMembers } from '@/lib/server/doors/auth';
import { allows } from '@/lib/server/permissions';
import type { Role, Scope } from '@/lib/server/scope';
import { endInvitations } from './store';

/**
 * Rights that were taken from a member must not come back by what they made with them: keys with more rights than `role`, theirs
 * from now on (null: none), end, and so do open invitations of one who may no longer invite (a link to themselves at another
 * address would be the way back in). Call it inside the transaction that takes the rights away, and `endResets` after it.
 */
export async function endWhatTheyMade(scope: Scope, memberId: string, role: Role | null, now: Date): Promise<void> {
  await endKeysAbove(scope, memberId, role, now);
  if (role === null || !allows(role, 'member.manage')) await endInvitations(scope, { invitedById: memberId }, now);
}

/** Reset links do not say who made them: all that are open for members of this workspace end with an admin. They live for an hour, and a new one is a click. */
export async function endResets(scope: Scope, before: Role, after: Role | null): Promise<void> {
  if (allows(before, 'member.manage') && (after === null || !allows(after, 'member.manage'))) await endResetsOfMembers(scope.workspaceId);
}
