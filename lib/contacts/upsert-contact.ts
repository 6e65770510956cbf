import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { withAccountId } from './contact-form';
import { createContact } from './create-contact';
import type { Contact, ContactUpsert } from './schema';
import { findContactByExternalId } from './store';
import { updateContact } from './update-contact';

/** PUT by external id: creates or changes; the same call twice is the same as once. Without a name a new contact is called by their external id. */
export const upsertContact = (scope: Scope, externalId: string, input: ContactUpsert): Promise<Contact> => transaction(scope, async () => {
  const facts = await withAccountId(scope, input);
  const known = await findContactByExternalId(scope, externalId);
  if (known) return Object.keys(facts).length > 0 ? updateContact(scope, known.id, facts) : known;
  return createContact(scope, { ...facts, name: facts.name ?? externalId }, externalId);
});
