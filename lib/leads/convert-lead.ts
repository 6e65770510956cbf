/** Converts a lead, and makes the deal that follows from it when asked: on its account (made from the company that is known), with the contact on it. */
import { accountNamed } from '@/lib/accounts/create-account';
import { linkContact } from '@/lib/contacts/link-contact';
import { updateContact } from '@/lib/contacts/update-contact';
import { createDeal } from '@/lib/deals/create-deal';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { mustAllow } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';
import { changeLeadState, lockedLead } from './change-lead-state';
import { getLead } from './get-lead';
import type { Conversion, Lead } from './schema';
import { changeLead } from './store';

/** The account of the lead; that of its company, made when there is none; null when neither is known. */
async function accountOf(scope: Scope, { id, account, company }: Lead): Promise<string | null> {
  if (account || !company) return account?.id ?? null;
  const accountId = await accountNamed(scope, company);
  await updateContact(scope, id, { accountId });
  return accountId;
}

/** The lead afterwards, with its deal. Taking the conversion back leaves the deal where it is. */
export const convertLead = (scope: Scope, id: string, { deal, version }: Conversion): Promise<Lead> => transaction(scope, async () => {
  const before = await lockedLead(scope, id, version);
  if (!deal) return changeLeadState(scope, id, { state: 'converted' });
  mustAllow(scope, 'deal.write');
  const made = await createDeal(scope, {
    name: deal.name, accountId: await accountOf(scope, before), ...(deal.amount == null ? {} : { amount: deal.amount }), ...(before.source ? { leadSource: before.source } : {}),
    ...(before.owner ? { ownerId: before.owner.id } : {}),
  });
  await linkContact(scope, id, made.id);
  await changeLeadState(scope, id, { state: 'converted' });
  await changeLead(scope, id, { dealId: made.id });
  await audit(scope, { action: 'lead.convert', entityId: id, after: { name: before.name, deal: made.name, dealId: made.id } });
  return getLead(scope, id);
});
