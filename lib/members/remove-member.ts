import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { mustNotBeLastAdmin } from './last-admin';
import { changeMember, endInvitations, findMember, lockAdmins } from './store';

/** Takes somebody out of the workspace: refused from their next request. Their deals and what they wrote stay. Throws not_found, or conflict for the last admin. */
export const removeMember = (scope: Scope, id: string, now: Date = new Date()): Promise<void> => transaction(scope, async () => {
  await lockAdmins(scope);
  const before = await findMember(scope, id);
  if (!before) throw notFound('member');
  await mustNotBeLastAdmin(scope, before);
  await changeMember(scope, id, { removedAt: now });
  await endInvitations(scope, { memberId: id }, now);
  await audit(scope, { action: 'member.remove', entityId: id, before });
});
