import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { endInvitations, findOpenInvitation } from './store';

/** Ends an open invitation at once. Throws not_found when there is none (any more). */
export const revokeInvitation = (scope: Scope, id: string, now: Date = new Date()): Promise<void> => transaction(scope, async () => {
  const open = await findOpenInvitation(scope, id, now);
  if (!open || (await endInvitations(scope, { id }, now)) === 0) throw notFound('open invitation');
  await audit(scope, { action: 'invitation.revoke', entityId: id, before: open });
});
