import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { endResets, endWhatTheyMade } from './end-what-they-made';
import { mustNotBeLastAdmin } from './last-admin';
import { changeMember, endInvitations, findMember, lockAdmins } from './store';

/**
 * Takes somebody out of the workspace: they and the keys they made are refused from the next request. Their deals and what they
 * wrote stay. Throws not_found, or conflict for the last admin.
 */
export async function removeMember(scope: Scope, id: string, now: Date = new Date()): Promise<void> {
  const removed = await transaction(scope, async () => {
    await lockAdmins(scope);
    const before = await findMember(scope, id);
    if (!before) throw notFound('member');
    await mustNotBeLastAdmin(scope, before);
    await changeMember(scope, id, { removedAt: now });
    await endInvitations(scope, { memberId: id }, now);
    await audit(scope, { action: 'member.remove', entityId: id, before });
    await endWhatTheyMade(scope, id, null, now);
    return before;
  });
  await endResets(scope, removed.role, null);
}
