/** Changes a contact; the open deals they are on are scored again when their role in buying changed. */
import { isDeepStrictEqual } from 'node:util';
import { assessDeals } from '@/lib/models/assess-deals';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { noteContactChange } from '@/lib/leads/note-contact-change';
import { mustHaveAccount } from './create-contact';
import { getContact } from './get-contact';
import type { Contact, ContactPatch } from './schema';
import { changeContact, openDealsOf } from './store';

export const updateContact = (scope: Scope, id: string, patch: ContactPatch): Promise<Contact> => transaction(scope, async () => {
  const before = await getContact(scope, id);
  await mustHaveAccount(scope, patch.accountId);
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = await changeContact(scope, id, changes);
  if (isDeepStrictEqual({ ...before, updatedAt: after.updatedAt }, after)) return after;
  await audit(scope, { action: 'contact.update', entityId: id, before, after });
  await noteContactChange(scope, before, after);
  if (before.buyingRole !== after.buyingRole || before.jobTitle !== after.jobTitle) {
    const wide = seeingAll(scope);
    await assessDeals(wide, await transaction(wide, () => openDealsOf(wide, id)), 'contact role changed');
  }
  return after;
});
