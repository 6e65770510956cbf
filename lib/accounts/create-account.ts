import { toMinor } from '@/lib/deals/money';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Account, NewAccount } from './schema';
import { findAccountNamed, insertAccount, workspaceCurrency } from './store';

/** Creates an account; revenue without a currency is in the workspace's. */
export const createAccount = (scope: Scope, { revenue, currency, ...facts }: NewAccount, externalId: string | null = null): Promise<Account> =>
  transaction(scope, async () => {
    const unit = currency ?? (await workspaceCurrency(scope));
    const account = await insertAccount(scope, { ...facts, externalId, currency: unit, revenueMinor: revenue == null ? null : toMinor(revenue, unit) });
    await audit(scope, { action: 'account.create', entityId: account.id, after: account });
    return account;
  });

/** Id of the account with this external id or name; made when there is none. */
export const accountNamed = (scope: Scope, name: string): Promise<string> => transaction(scope, async () =>
  (await findAccountNamed(scope, name))?.id ?? (await createAccount(scope, { name })).id);
