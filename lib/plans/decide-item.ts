/** A decision on a proposed change. Default deny: only an approval of exactly what stands there, in time, by who may, changes anything. */
import { instantOf } from '@/lib/imports/values/zone';
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, forbidden, invalid, notFound } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { mustStillAllow } from '@/lib/server/still-allowed';
import { DECIDERS, memberBehind, stillDecides } from './deciders';
import { LONGEST_AHEAD_DAYS, type Decision, type PlanStatus } from './schema';
import { changeItem, findItem, somebodyElse, workspaceZone, type StoredItem } from './store';

const DAY = 86_400_000;

const DONE: Record<PlanStatus, string> = {
  proposed: 'is still waiting', approved: 'was approved', rejected: 'was rejected', applied: 'was approved and applied', failed: 'was approved, and could not be applied',
  reverted: 'was applied and taken back', expired: 'expired before anybody decided on it',
};

/** Why an item can no longer be decided on, in a sentence. */
const overtaken = (item: StoredItem, changeHash: string, now: Date): string =>
  item.status !== 'proposed' ? `This change ${DONE[item.status as PlanStatus]}${item.decidedBy ? ` (${item.decidedBy})` : ''}.`
    : item.expiresAt <= now ? 'This change expired before anybody decided on it. It can be proposed again.'
      : item.changeHash !== changeHash ? 'Somebody edited this change since you opened it. Look at it again, then decide.' : 'This change was decided on at this moment.';

/** Midnight of the day in the workspace's time zone. Throws invalid for a day that has begun, or is too far off. */
async function startOf(scope: Scope, day: string, now: Date): Promise<Date> {
  const at = new Date(instantOf(Date.parse(day), await workspaceZone(scope)));
  const wrong = at <= now ? 'Choose a day after today, or approve it without one.' : at.getTime() - now.getTime() > LONGEST_AHEAD_DAYS * DAY ? `An approval holds for ${LONGEST_AHEAD_DAYS} days at most: choose an earlier day.` : null;
  if (wrong) throw invalid(wrong, [{ path: 'applyOn', message: wrong }]);
  return at;
}

/**
 * Approves (and has it applied in the background, at once or from the day `applyOn`) or rejects the item, once; the same decision by the same
 * caller again changes nothing. What was approved for a day may be rejected as long as it is not applied (its run may have been cancelled under Jobs). `changeHash` is of the change that the person saw.
 * An API key may no more than who made it. Throws not_found; forbidden for one's own proposal where somebody else could approve; invalid for a
 * rejection without a reason; conflict when it was edited, decided on or expired meanwhile.
 */
export const decideItem = (
  scope: Scope, id: string, decision: Decision, { changeHash, note = '', applyOn = null }: { changeHash: string; note?: string; applyOn?: string | null }, now: Date = new Date(),
): Promise<{ status: PlanStatus }> => transaction(scope, async () => {
  mustAllow(scope, 'plan.decide');
  await mustStillAllow(scope, 'plan.decide');
  const item = await findItem(scope, id);
  if (!item) throw notFound('proposed change');
  const reason = note.trim();
  if (decision === 'reject' && reason.length < 3) throw invalid('Say why it is rejected: who proposed it will want to know.', [{ path: 'note', message: 'A sentence is enough' }]);
  if (decision === 'reject' && applyOn !== null) throw invalid('Only what is approved has a day.', [{ path: 'applyOn', message: 'Only what is approved has a day' }]);
  const by = await memberBehind(scope);
  if (by !== null && !(await stillDecides(scope, by))) throw forbidden('Who made this key may not decide on changes.');
  if (decision === 'approve' && by !== null && by === item.proposedById && (await somebodyElse(scope, DECIDERS, by))) {
    throw forbidden('You proposed this yourself: somebody else has to approve it.');
  }
  const status = decision === 'approve' ? 'approved' : 'rejected';
  if (item.status === status && item.changeHash === changeHash && item.decidedBy === scope.principal.name && item.decidedById === by) return { status };
  const applyAt = applyOn === null ? null : await startOf(scope, applyOn, now);
  const withdrawn = decision === 'reject' && item.status === 'approved' && item.applyAt !== null;
  const decided = await changeItem(scope, id, { status: withdrawn ? 'approved' : 'proposed', changeHash, ...(withdrawn ? {} : { notExpiredAt: now }) }, {
    status, decidedBy: scope.principal.name, decidedById: by, decisionNote: reason || null, decidedAt: now, applyAt,
  });
  if (!decided) throw conflict(overtaken((await findItem(scope, id)) ?? item, changeHash, now));
  await audit(scope, {
    action: `plan_item.${decision}`, entityId: id, before: { title: item.title, status: item.status },
    after: { title: item.title, status, note: reason || null, change: item.change, ...(applyAt ? { applyAt: applyAt.toISOString() } : {}) },
  });
  if (status === 'approved') await send(scope, 'plan/item.approved', { itemId: id }, `plan-item:${id}`);
  if (withdrawn) await send(scope, 'plan/item.withdrawn', { itemId: id }, `plan-item:${id}`);
  const told = [item.proposedById, withdrawn ? item.decidedById : null].filter((memberId) => memberId !== null);
  if (told.length > 0) {
    await notify(seeingAll(scope), {
      kind: 'plan_decided', severity: 'medium', title: `${status === 'approved' ? 'Approved' : 'Rejected'}: ${item.title}`,
      body: `By ${scope.principal.name}${withdrawn ? ', before it was applied' : applyOn ? `, to be applied on ${applyOn}` : ''}.${reason ? ` ${reason}` : ''}`,
      path: `/plans/${id}`, dedupeKey: `plan:${id}:${status}`, to: { members: told },
    });
  }
  return { status };
});
