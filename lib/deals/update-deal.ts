/** Changes the fields of a deal; what matters for hindsight (amount, close date, ...) is kept with its time, and the deal is scored again. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { assessDeals } from '@/lib/models/assess-deals';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { getDeal } from './get-deal';
import { toMinor } from './money';
import type { Deal, DealPatch } from './schema';
import { addChanges, changeDeal, lockDeal, missingRelation } from './store';
import { tellOwner } from './tell-owner';
import { describeChanges, trackedChanges } from './tracked-changes';

export async function updateDeal(scope: Scope, id: string, patch: DealPatch): Promise<Deal> {
  return transaction(scope, async () => {
    await lockDeal(scope, id);
    const before = await getDeal(scope, id);
    const { version, amount, expectedCloseAt, currency = before.currency, ownerId, ...plain } = patch;
    if (version !== undefined && version !== before.version) throw conflict('Somebody else changed this deal in the meantime. Load it again and repeat your change.');
    const reassigned = ownerId !== undefined && ownerId !== (before.owner?.id ?? null);
    if (reassigned) mustAllow(scope, 'deal.assign');
    const missing = await missingRelation(scope, { accountId: plain.accountId, productId: plain.productId, ownerId });
    if (missing) throw invalid(`There is no such ${missing} in this workspace.`, [{ path: `${missing}Id`, message: `Choose another ${missing}` }]);

    // With another owner the row may leave the caller's sight; the permission was just checked.
    const wide = seeingAll(scope);
    return transaction(wide, async () => {
      const changes = trackedChanges(before, patch);
      await changeDeal(wide, id, {
        ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
        currency,
        ...(ownerId === undefined ? {} : { ownerId }),
        ...(amount !== undefined || currency !== before.currency
          ? { amountMinor: (amount === undefined ? before.amount : amount) === null ? null : toMinor((amount ?? before.amount)!, currency) } : {}),
        ...(expectedCloseAt === undefined ? {} : { expectedCloseAt: expectedCloseAt ? new Date(expectedCloseAt) : null }),
        ...(changes.some((c) => c.slip) ? { slips: { increment: 1 } } : {}),
        simulatedFields: before.simulatedFields.filter((field) => !(field in patch)),
      });
      const now = new Date();
      if (changes.length > 0) await addChanges(wide, changes.map(({ field, before: was, after }) => ({ dealId: id, field, before: was, after, at: now })));
      const after = await getDeal(wide, id);
      await audit(wide, { action: 'deal.update', entityId: id, before, after });
      if (changes.length > 0) await observeDeals(wide, [id], now);
      if (reassigned && ownerId !== null) await tellOwner(wide, after);
      await assessDeals(wide, [id], describeChanges(changes));
      return getDeal(wide, id);
    });
  });
}
