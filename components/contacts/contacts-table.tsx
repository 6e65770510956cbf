import Link from 'next/link';
import type { ReactNode } from 'react';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { ContactQuery, ContactRow } from '@/lib/contacts/schema';
import { ROLE_WORDS } from './contact-words';
import { RoleBadge } from './role-badge';

export interface ContactsTableProps {
  rows: readonly ContactRow[];
  query: ContactQuery;
  workspace: string;
  params: UrlParams;
  now: string;
  habits: ReadingHabits;
  empty: ReactNode;
  footer?: ReactNode;
}

const none = <span className="text-muted">–</span>;

export function ContactsTable({ rows, query, workspace, params, now, habits, empty, footer }: ContactsTableProps) {
  const path = `/w/${workspace}/contacts`;
  const sortHref = (key: ContactQuery['sort']) => {
    const dir = query.sort === key ? (query.dir === 'asc' ? 'desc' : 'asc') : key === 'last' ? 'desc' : 'asc';
    return hrefWith(path, params, { sort: key, dir });
  };
  const columns: Column<ContactRow>[] = [
    {
      key: 'name', header: 'Contact', sortHref: sortHref('name'), cell: (c) => <>{c.name}{c.simulated && <> <SimulatedMark short /></>}</>,
      under: (c) => (
        <span className="block text-xs font-normal text-muted sm:hidden">
          {[c.jobTitle, c.account?.name, c.buyingRole === 'unknown' ? null : ROLE_WORDS[c.buyingRole]].filter(Boolean).join(' · ')}
        </span>
      ),
    },
    { key: 'title', header: 'Title', from: 'sm', sortHref: sortHref('title'), cell: (c) => c.jobTitle ?? none },
    { key: 'role', header: 'Role in buying', from: 'sm', sortHref: sortHref('role'), cell: (c) => <RoleBadge role={c.buyingRole} /> },
    {
      key: 'account', header: 'Account', from: 'md', sortHref: sortHref('account'),
      cell: (c) => (c.account ? <Link href={`/w/${workspace}/accounts/${c.account.id}`} prefetch={false} className="hover:underline">{c.account.name}</Link> : none),
    },
    {
      key: 'last', header: 'Last interaction', from: 'sm', sortHref: sortHref('last'), explanation: 'The latest that you may see',
      cell: (c) => (c.lastInteractionAt ? <RelativeTime iso={c.lastInteractionAt} now={now} habits={habits} /> : none),
    },
    { key: 'deals', header: 'Deals', from: 'lg', align: 'end', explanation: 'Open ones of all', cell: (c) => (c.deals === 0 ? none : `${c.openDeals} open of ${c.deals}`) },
  ];
  return (
    <DataTable
      caption="Contacts" columns={columns} rows={rows} rowKey={(c) => c.id} rowHref={(c) => `${path}/${c.id}`}
      sort={{ key: query.sort, direction: query.dir === 'asc' ? 'ascending' : 'descending' }} empty={empty} footer={footer}
    />
  );
}
