import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Account } from './schema';
import { findAccount } from './store';

/** The account, or not_found. */
export const getAccount = (scope: Scope, id: string): Promise<Account> => transaction(scope, async () => {
  const account = await findAccount(scope, id);
  if (!account) throw notFound('account');
  return account;
});
