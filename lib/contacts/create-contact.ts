import { getAccount } from '@/lib/accounts/get-account';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError, invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Contact, NewContact } from './schema';
import { insertContact } from './store';

/** Refuses an account that is not of this workspace: a foreign id never becomes a relation. */
export async function mustHaveAccount(scope: Scope, accountId: string | null | undefined): Promise<void> {
  if (!accountId) return;
  await getAccount(scope, accountId).catch((error: unknown) => {
    if (error instanceof AppError) throw invalid('There is no such account in this workspace.', [{ path: 'accountId', message: 'Choose another account' }]);
    throw error;
  });
}

export const createContact = (scope: Scope, input: NewContact, externalId: string | null = null): Promise<Contact> => transaction(scope, async () => {
  await mustHaveAccount(scope, input.accountId);
  const contact = await insertContact(scope, { ...input, externalId });
  await audit(scope, { action: 'contact.create', entityId: contact.id, after: contact });
  return contact;
});
