/** A decision on a proposed change. Default deny: only an approval of exactly what stands there, in time, by who may, changes anything. */
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, forbidden, invalid, notFound } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { mustStillAllow } from '@/lib/server/still-allowed';
import { DECIDERS } from './deciders';
import type { Decision, PlanStatus } from './schema';
import { changeItem, findItem, somebodyElse, type StoredItem } from './store';

const DONE: Record<PlanStatus, string> = {
  proposed: 'is still waiting', approved: 'was approved', rejected: 'was rejected', applied: 'was approved and applied', failed: 'was approved, and could not be applied',
  reverted: 'was applied and taken back', expired: 'expired before anybody decided on it',
};

/** Why an item can no longer be decided on, in a sentence. */
const overtaken = (item: StoredItem, changeHash: string, now: Date): string =>
  item.status !== 'proposed' ? `This change ${DONE[item.status as PlanStatus]}${item.decidedBy ? ` (${item.decidedBy})` : ''}.`
    : item.expiresAt <= now ? 'This change expired before anybody decided on it. It can be proposed again.'
      : item.changeHash !== changeHash ? 'Somebody edited this change since you opened it. Look at it again, then decide.' : 'This change was decided on at this moment.';

/**
 * Approves (and has it applied in the background) or rejects the item, once. `changeHash` is of the change that the person saw.
 * Throws not_found; forbidden for one's own proposal where somebody else could approve; invalid for a rejection without a reason; conflict
 * when it was edited, decided on or expired meanwhile.
 */
export const decideItem = (scope: Scope, id: string, decision: Decision, { changeHash, note = '' }: { changeHash: string; note?: string }, now: Date = new Date()): Promise<{ status: PlanStatus }> => transaction(scope, async () => {
  mustAllow(scope, 'plan.decide');
  await mustStillAllow(scope, 'plan.decide');
  const item = await findItem(scope, id);
  if (!item) throw notFound('proposed change');
  const reason = note.trim();
  if (decision === 'reject' && reason.length < 3) throw invalid('Say why it is rejected: who proposed it will want to know.', [{ path: 'note', message: 'A sentence is enough' }]);
  const byMember = scope.principal.kind === 'member' ? scope.principal.id : null;
  if (decision === 'approve' && byMember !== null && byMember === item.proposedById && (await somebodyElse(scope, DECIDERS, byMember))) {
    throw forbidden('You proposed this yourself: somebody else has to approve it.');
  }
  const status = decision === 'approve' ? 'approved' : 'rejected';
  const decided = await changeItem(scope, id, { status: 'proposed', changeHash, notExpiredAt: now }, {
    status, decidedBy: scope.principal.name, decidedById: byMember, decisionNote: reason || null, decidedAt: now,
  });
  if (!decided) throw conflict(overtaken((await findItem(scope, id)) ?? item, changeHash, now));
  await audit(scope, { action: `plan_item.${decision}`, entityId: id, before: { title: item.title, status: 'proposed' }, after: { title: item.title, status, note: reason || null, change: item.change } });
  if (status === 'approved') await send(scope, 'plan/item.approved', { itemId: id }, `plan-item:${id}`);
  if (item.proposedById !== null) {
    await notify(seeingAll(scope), {
      kind: 'plan_decided', severity: 'medium', title: `${status === 'approved' ? 'Approved' : 'Rejected'}: ${item.title}`, body: `By ${scope.principal.name}.${reason ? ` ${reason}` : ''}`,
      path: `/plans/${id}`, dedupeKey: `plan:${id}:${status}`, to: { members: [item.proposedById] },
    });
  }
  return { status };
});
