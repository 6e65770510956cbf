/** Finds deals, leads, accounts and contacts by what their lists search for: each within the caller's sight. */
import { pageOfAccounts } from '@/lib/accounts/list-accounts';
import { pageOfContacts } from '@/lib/contacts/list-contacts';
import { pageOfDeals } from '@/lib/deals/list-deals';
import { pageOfLeads } from '@/lib/leads/list-leads';
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
  const leads = (await pageOfLeads(scope, { q, state: 'all' }, null, MOST)).data;
  const asLeads = new Set(leads.map((l) => l.id));
  return [
    ...[...open, ...closed].slice(0, MOST).map((d): FoundRecord => ({ kind: 'deals', id: d.id, name: d.name, detail: said(d.account?.name, d.status === 'open' ? d.stage.name : d.status) })),
    ...leads.map((l): FoundRecord => ({ kind: 'leads', id: l.id, name: l.name, detail: said(l.state, l.account?.name ?? l.company) })),
    ...accounts.map((a): FoundRecord => ({ kind: 'accounts', id: a.id, name: a.name, detail: said(a.industry, a.country) })),
    // A lead is a contact: found once.
    ...contacts.filter((c) => !asLeads.has(c.id)).map((c): FoundRecord => ({ kind: 'contacts', id: c.id, name: c.name, detail: said(c.jobTitle, c.account?.name) })),
  ];
});
