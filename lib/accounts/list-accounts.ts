/** The accounts table: one page of rows with what the deals in sight add up to. */
import { conversionToOwn } from '@/lib/deals/conversion';
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Account, AccountQuery, AccountRow } from './schema';
import { accountNamesBy, accountTotals, dealRecords, findAccounts, findAccountsAfter, type AccountTotals } from './store';

export const PAGE_SIZE = 50;
export type AccountPage = { rows: AccountRow[]; totals: AccountTotals; /** Of the pipeline. */ currency: string };

export const listAccounts = (scope: Scope, query: AccountQuery): Promise<AccountPage> => transaction(scope, async () => {
  const { own, factors } = await conversionToOwn(scope);
  const accounts = await findAccounts(scope, query, { skip: (query.page - 1) * PAGE_SIZE, take: PAGE_SIZE }, factors);
  const deals = await dealRecords(scope, accounts.map((a) => a.id), factors);
  return { rows: accounts.map((a) => ({ ...a, deals: deals.get(a.id)! })), totals: await accountTotals(scope, query.q, factors), currency: own };
});

/** REST: newest first, `cursor` is the id after which to go on. */
export const pageOfAccounts = (scope: Scope, q: string | undefined, cursor: string | null, limit: number): Promise<{ data: Account[]; nextCursor: string | null }> =>
  transaction(scope, async () => cursorPage(await findAccountsAfter(scope, q, decodeCursor(cursor), limit + 1), limit));

/** Names that a form suggests: the first thousand. */
export const accountNames = (scope: Scope): Promise<string[]> => transaction(scope, () => accountNamesBy(scope, 1_000));
