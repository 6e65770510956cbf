/** Changes the facts of an account; its open deals are looked at again in the background when the change says something about them. */
import { isDeepStrictEqual } from 'node:util';
import { toMinor } from '@/lib/deals/money';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { getAccount } from './get-account';
import type { Account, AccountPatch } from './schema';
import { changeAccount, openDealsOf, workspaceCurrency } from './store';

/** What scores and similarity of an account's deals rest on. */
const TELLING = ['name', 'industry', 'country', 'employees', 'revenueMinor', 'currency'] as const satisfies (keyof Account)[];
/** As many as one event carries. */
const MOST_DEALS = 5_000;

export const updateAccount = (scope: Scope, id: string, { revenue, currency, ...facts }: AccountPatch): Promise<Account> => transaction(scope, async () => {
  const before = await getAccount(scope, id);
  const unit = currency ?? before.currency ?? (await workspaceCurrency(scope));
  const amount = revenue === undefined ? before.revenue : revenue;
  const after = await changeAccount(scope, id, {
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    ...(revenue === undefined && currency === undefined ? {} : { currency: unit, revenueMinor: amount === null ? null : toMinor(amount, unit) }),
  });
  if (isDeepStrictEqual({ ...before, updatedAt: after.updatedAt }, after)) return after;
  await audit(scope, { action: 'account.update', entityId: id, before, after });
  if (TELLING.some((field) => before[field] !== after[field])) {
    const wide = seeingAll(scope);
    const dealIds = await transaction(wide, () => openDealsOf(wide, id, MOST_DEALS));
    if (dealIds.length > 0) await send(scope, 'deals/changed', { dealIds, cause: 'account changed' }, `account ${id} ${after.updatedAt}`);
  }
  return after;
});
