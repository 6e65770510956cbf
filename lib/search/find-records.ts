/** Finds deals, accounts and contacts by what their lists search for: each within the caller's sight. */
import { pageOfAccounts } from '@/lib/accounts/list-accounts';
import { pageOfContacts } from '@/lib/contacts/list-contacts';
import { pageOfDeals } from '@/lib/deals/list-deals';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { FoundRecord } from './schema';

/** Of each kind, the newest first. */
const MOST = 6;
const said = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(', ');

export const findRecords = (scope: Scope, q: string): Promise<FoundRecord[]> => transaction(scope, async () => {
  const open = (await pageOfDeals(scope, { q, status: 'open' }, null, MOST)).data;
  // Open deals come before closed ones, however old they are.
  const closed = open.length < MOST ? (await pageOfDeals(scope, { q, status: 'all' }, null, 2 * MOST)).data.filter(({ status }) => status !== 'open') : [];
  const accounts = (await pageOfAccounts(scope, q, null, MOST)).data;
  const contacts = (await pageOfContacts(scope, { q }, null, MOST)).data;
  return [
    ...[...open, ...closed].slice(0, MOST).map((d): FoundRecord => ({ kind: 'deals', id: d.id, name: d.name, detail: said(d.account?.name, d.status === 'open' ? d.stage.name : d.status) })),
    ...accounts.map((a): FoundRecord => ({ kind: 'accounts', id: a.id, name: a.name, detail: said(a.industry, a.country) })),
    ...contacts.map((c): FoundRecord => ({ kind: 'contacts', id: c.id, name: c.name, detail: said(c.jobTitle, c.account?.name) })),
  ];
});
