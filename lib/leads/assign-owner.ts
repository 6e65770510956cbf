/** Whose a lead is. Anybody takes one that nobody has, or lets go of their own; giving one to somebody else needs `lead.assign`. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { lockedLead } from './change-lead-state';
import { getLead } from './get-lead';
import { recordChanges } from './record-changes';
import type { Lead, OwnerChange } from './schema';
import { changeLead, isMember } from './store';
import { tellOwner } from './tell-owner';

export const assignOwner = (scope: Scope, id: string, { ownerId, version }: OwnerChange): Promise<Lead> => transaction(scope, async () => {
  const before = await lockedLead(scope, id, version);
  if ((before.owner?.id ?? null) === ownerId) return before;
  const own = scope.principal.kind === 'member' ? scope.principal.id : null;
  const takes = before.owner === null && ownerId === own;
  const letsGo = before.owner !== null && before.owner.id === own && ownerId === null;
  if (!takes && !letsGo) mustAllow(scope, 'lead.assign');
  if (ownerId && !(await isMember(scope, ownerId))) throw invalid('There is no such owner in this workspace.', [{ path: 'ownerId', message: 'Choose another owner' }]);
  // With another owner the row may leave the caller's sight; the permission was just checked.
  const wide = seeingAll(scope);
  return transaction(wide, async () => {
    await changeLead(wide, id, { ownerId });
    await recordChanges(wide, [{ leadId: id, field: 'owner', before: before.owner?.id ?? null, after: ownerId, at: new Date() }], 'owner changed');
    const after = await getLead(wide, id);
    await audit(wide, { action: 'lead.assign', entityId: id, before: { name: before.name, owner: before.owner?.name ?? null }, after: { name: after.name, owner: after.owner?.name ?? null } });
    await tellOwner(wide, after);
    return after;
  });
});
