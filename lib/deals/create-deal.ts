/** A deal entered by hand. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { assessDeals } from '@/lib/models/assess-deals';
import { toMinor } from './money';
import { getDeal } from './get-deal';
import { NOBODY, type Deal, type NewDeal } from './schema';
import { addStageChange, insertDeal, listStages, missingRelation, workspaceCurrency } from './store';
import { tellOwner } from './tell-owner';

/** Creates the deal in the given open stage (the first one unless said), owned by the caller unless said, and scores it. */
export async function createDeal(scope: Scope, input: NewDeal): Promise<Deal> {
  return transaction(scope, async () => {
    const missing = await missingRelation(scope, input);
    if (missing) throw invalid(`There is no such ${missing} in this workspace.`, [{ path: `${missing}Id`, message: `Choose another ${missing}` }]);
    const stages = await listStages(scope);
    const stage = input.stageId ? stages.find((s) => s.id === input.stageId) : stages.find((s) => s.kind === 'open');
    if (!stage) throw invalid('This workspace has no open stage yet. Import deals or add stages first.');
    if (stage.kind !== 'open') throw invalid('A new deal starts in an open stage; close it afterwards.', [{ path: 'stageId', message: 'Choose an open stage' }]);
    const own = scope.principal.kind === 'member' ? scope.principal.id : null;
    const ownerId = input.ownerId ?? own;
    if (scope.sight !== 'all' && !scope.sight.includes(ownerId ?? NOBODY)) throw invalid('Choose an owner whose deals you may see.', [{ path: 'ownerId', message: 'Not in your sight' }]);
    const currency = input.currency ?? (await workspaceCurrency(scope));
    const openedAt = new Date(input.openedAt ?? Date.now());
    if (openedAt.getTime() > Date.now()) throw invalid('A deal cannot be opened in the future.', [{ path: 'openedAt', message: 'Choose today or an earlier day' }]);
    const { id } = await insertDeal(scope, {
      name: input.name, accountId: input.accountId ?? null, productId: input.productId ?? null, ownerId, stageId: stage.id, status: 'open',
      amountMinor: input.amount == null ? null : toMinor(input.amount, currency), currency, openedAt, stageEnteredAt: openedAt,
      expectedCloseAt: input.expectedCloseAt ? new Date(input.expectedCloseAt) : null,
      leadSource: input.leadSource ?? null, competitor: input.competitor ?? null, discount: input.discount ?? null,
    });
    await addStageChange(scope, { dealId: id, fromStageId: null, toStageId: stage.id, at: openedAt });
    await audit(scope, { action: 'deal.create', entityId: id, after: input });
    await assessDeals(seeingAll(scope), [id], 'created');
    const made = await getDeal(scope, id);
    await tellOwner(scope, made);
    return made;
  });
}
