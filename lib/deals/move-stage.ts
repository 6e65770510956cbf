/** Moves a deal to another stage; a won or lost stage closes it (with a reason), an open one re-opens it. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { assessDeals } from '@/lib/models/assess-deals';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { getDeal } from './get-deal';
import { toMinor } from './money';
import type { Deal } from './schema';
import { addChanges, addStageChange, changeDeal, listStages, lockDeal } from './store';

export type StageMoveInput = { stageId: string; reason?: string | null | undefined; amount?: number | null | undefined; closedAt?: string | null | undefined };

export async function moveStage(scope: Scope, id: string, { stageId, reason, amount, closedAt }: StageMoveInput): Promise<Deal> {
  return transaction(scope, async () => {
    await lockDeal(scope, id);
    const before = await getDeal(scope, id);
    const stage = (await listStages(scope)).find((s) => s.id === stageId);
    if (!stage) throw invalid('There is no such stage in this workspace.', [{ path: 'stageId', message: 'Choose another stage' }]);
    if (stage.id === before.stage.id) return before;
    const closes = stage.kind !== 'open';
    if (closes && !reason?.trim()) throw invalid(`Say in a few words why it was ${stage.kind}.`, [{ path: 'reason', message: 'Please fill this in' }]);
    const now = new Date();
    const at = closes && closedAt ? new Date(closedAt) : now;
    if (at > now || at.toISOString() < before.openedAt) throw invalid('The closing day must lie between the day the deal was opened and today.', [{ path: 'closedAt', message: 'Choose another day' }]);
    await changeDeal(scope, id, {
      stageId, status: stage.kind, stageEnteredAt: at,
      closedAt: closes ? at : null, closeReason: closes ? (reason ?? null) : null,
      ...(amount == null ? {} : { amountMinor: toMinor(amount, before.currency) }),
    });
    await addStageChange(scope, { dealId: id, fromStageId: before.stage.id, toStageId: stage.id, at });
    // What it was closed at was not known before: without its time the past would seem to have known it.
    if (amount != null && amount !== before.amount) await addChanges(scope, [{ dealId: id, field: 'amount', before: before.amount, after: amount, at }]);
    const after = await getDeal(scope, id);
    await audit(scope, { action: closes ? 'deal.close' : 'deal.move', entityId: id, before: { stage: before.stage.name, status: before.status }, after: { stage: stage.name, status: stage.kind, reason } });
    // A closed deal is a past to compare with, an open one is not any more: its vector says which.
    if (after.status !== before.status) await send(scope, 'deals/changed', { dealIds: [id], cause: `now ${after.status}` }, `${id}:${after.version}`);
    await observeDeals(scope, [id], now);
    await assessDeals(seeingAll(scope), [id], closes ? `closed as ${stage.kind}` : `moved to ${stage.name}`);
    return after.status === 'open' ? getDeal(scope, id) : after;
  });
}
