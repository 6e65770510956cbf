/** Who is on which deal. Both must be there for the caller: a deal out of sight cannot be linked, nor its links taken away. */
import { getDeal } from '@/lib/deals/get-deal';
import { assessDeals } from '@/lib/models/assess-deals';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { getContact } from './get-contact';
import { deleteLink, insertLink } from './store';

/** Puts a contact on a deal and scores it again; once linked, linking again changes nothing. */
export const linkContact = (scope: Scope, contactId: string, dealId: string): Promise<{ linked: boolean }> => transaction(scope, async () => {
  const contact = await getContact(scope, contactId);
  await getDeal(scope, dealId);
  if (await insertLink(scope, contactId, dealId)) {
    await audit(scope, { action: 'deal.add_contact', entityId: dealId, after: { contactId, contact: contact.name } });
    await assessDeals(seeingAll(scope), [dealId], 'contact added');
  }
  return { linked: true };
});

/** Takes a contact off a deal and scores it again; interactions with them stay. */
export const unlinkContact = (scope: Scope, contactId: string, dealId: string): Promise<{ linked: boolean }> => transaction(scope, async () => {
  const contact = await getContact(scope, contactId);
  await getDeal(scope, dealId);
  if (await deleteLink(scope, contactId, dealId)) {
    await audit(scope, { action: 'deal.remove_contact', entityId: dealId, before: { contactId, contact: contact.name } });
    await assessDeals(seeingAll(scope), [dealId], 'contact removed');
  }
  return { linked: false };
});
