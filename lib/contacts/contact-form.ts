/** Contacts as a form of a page gives them: the account by its name, made when there is none. */
import { accountNamed } from '@/lib/accounts/create-account';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createContact } from './create-contact';
import type { Contact, ContactForm, ContactUpsert } from './schema';
import { updateContact } from './update-contact';

/** The same facts with the account's id; an absent account stays absent. */
export async function withAccountId<T extends ContactUpsert>(scope: Scope, { account, ...facts }: T): Promise<Omit<T, 'account'> & { accountId?: string | null }> {
  return { ...facts, ...(account === undefined ? {} : { accountId: account && (await accountNamed(scope, account)) }) };
}

export const createContactFromForm = (scope: Scope, form: ContactForm): Promise<Contact> =>
  transaction(scope, async () => createContact(scope, await withAccountId(scope, form)));

export const updateContactFromForm = (scope: Scope, id: string, form: ContactUpsert): Promise<Contact> =>
  transaction(scope, async () => updateContact(scope, id, await withAccountId(scope, form)));
