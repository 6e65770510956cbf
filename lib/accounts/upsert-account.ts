import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createAccount } from './create-account';
import type { Account, AccountPatch } from './schema';
import { findAccountByExternalId } from './store';
import { updateAccount } from './update-account';

/** PUT by external id: creates or changes; the same call twice is the same as once. Without a name a new account is called by its external id. */
export const upsertAccount = (scope: Scope, externalId: string, input: AccountPatch): Promise<Account> => transaction(scope, async () => {
  const known = await findAccountByExternalId(scope, externalId);
  if (known) return Object.keys(input).length > 0 ? updateAccount(scope, known.id, input) : known;
  return createAccount(scope, { ...input, name: input.name ?? externalId }, externalId);
});
