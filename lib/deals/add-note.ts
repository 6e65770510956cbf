/** A note on a deal: an interaction of its own, read by the rules and the analysts. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { assessDeals } from '@/lib/models/assess-deals';
import { getDeal } from './get-deal';
import { addNote, changeDeal, missingRelation } from './store';

export async function addDealNote(scope: Scope, dealId: string, note: { text: string; contactId?: string | null | undefined }): Promise<{ id: string }> {
  return transaction(scope, async () => {
    await getDeal(scope, dealId);
    const missing = await missingRelation(scope, { contactId: note.contactId });
    if (missing) throw invalid(`There is no such ${missing} in this workspace.`, [{ path: `${missing}Id`, message: `Choose another ${missing}` }]);
    const at = new Date();
    const memberId = scope.principal.kind === 'member' ? scope.principal.id : null;
    const added = await addNote(scope, { dealId, contactId: note.contactId ?? null, memberId, text: note.text, at });
    await changeDeal(scope, dealId, { lastActivityAt: at });
    await audit(scope, { action: 'deal.note', entityId: dealId, after: { noteId: added.id } });
    await assessDeals(seeingAll(scope), [dealId], 'note added');
    return added;
  });
}
