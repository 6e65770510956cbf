/** An account's page: its facts, who works there, the deals in sight, and what last happened. */
import { accountRelations } from '@/lib/contacts/account-relations';
import { listContacts } from '@/lib/contacts/list-contacts';
import { contactQuery, type ContactRow, type RelatedDeal, type TimelineEntry } from '@/lib/contacts/schema';
import { conversionToOwn } from '@/lib/deals/conversion';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { getAccount } from './get-account';
import type { Account, DealRecord } from './schema';
import { accountTotals, dealRecords } from './store';

export type AccountOverview = {
  account: Account; record: DealRecord; /** The deals in sight of all accounts, to compare with. */ everybody: DealRecord; /** Of the pipeline. */ currency: string;
  /** The first of them; `contactCount` and the record say how many there are. */
  contacts: ContactRow[]; contactCount: number; deals: RelatedDeal[]; timeline: TimelineEntry[];
};

export const accountOverview = (scope: Scope, id: string): Promise<AccountOverview> => transaction(scope, async () => {
  const account = await getAccount(scope, id);
  const { own, factors } = await conversionToOwn(scope);
  const record = (await dealRecords(scope, [id], factors)).get(id)!;
  const contacts = await listContacts(scope, contactQuery.parse({ account: id, sort: 'last', dir: 'desc' }));
  const { deals: everybody } = await accountTotals(scope, undefined, factors);
  return { account, record, everybody, currency: own, contacts: contacts.rows, contactCount: contacts.count, ...(await accountRelations(scope, id)) };
});
