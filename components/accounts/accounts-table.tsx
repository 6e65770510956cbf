import type { ReactNode } from 'react';
import { DataTable, type Column } from '@/components/ui/data-table';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { AccountQuery, AccountRow } from '@/lib/accounts/schema';
import { pipelineWords, plural, recordWords } from './account-words';

export interface AccountsTableProps {
  rows: readonly AccountRow[];
  query: AccountQuery;
  path: string;
  params: UrlParams;
  /** Of the pipeline. */
  currency: string;
  habits: ReadingHabits;
  empty: ReactNode;
  footer?: ReactNode;
}

const none = <span className="text-muted">–</span>;
/** Words read best from A, numbers from the top. */
const WORDS: readonly AccountQuery['sort'][] = ['name', 'industry', 'country'];

export function AccountsTable({ rows, query, path, params, currency, habits, empty, footer }: AccountsTableProps) {
  const sortHref = (key: AccountQuery['sort']) => {
    const dir = query.sort === key ? (query.dir === 'asc' ? 'desc' : 'asc') : WORDS.includes(key) ? 'asc' : 'desc';
    return hrefWith(path, params, { sort: key, dir });
  };
  const columns: Column<AccountRow>[] = [
    {
      key: 'name', header: 'Account', sortHref: sortHref('name'), cell: (a) => a.name,
      under: (a) => (
        <span className="block text-xs font-normal text-muted sm:hidden">
          {[a.industry, a.deals.open > 0 ? `${plural(a.deals.open, 'open deal', habits)}, ${pipelineWords(a.deals, currency, habits)}` : 'no open deal', recordWords(a.deals, habits) && `won ${recordWords(a.deals, habits)}`]
            .filter(Boolean).join(' · ')}
        </span>
      ),
    },
    { key: 'industry', header: 'Industry', from: 'sm', sortHref: sortHref('industry'), cell: (a) => a.industry ?? none },
    { key: 'country', header: 'Country', from: 'md', sortHref: sortHref('country'), cell: (a) => a.country ?? none },
    { key: 'employees', header: 'Employees', from: 'lg', align: 'end', sortHref: sortHref('employees'), cell: (a) => (a.employees === null ? none : formatNumber(a.employees, habits)) },
    {
      key: 'revenue', header: 'Revenue', from: 'lg', align: 'end', sortHref: sortHref('revenue'), explanation: 'A year',
      cell: (a) => (a.revenueMinor === null || a.currency === null ? none : <Money minor={a.revenueMinor} currency={a.currency} habits={habits} compact />),
    },
    { key: 'open', header: 'Open deals', from: 'sm', align: 'end', sortHref: sortHref('open'), cell: (a) => formatNumber(a.deals.open, habits) },
    {
      key: 'pipeline', header: 'Pipeline', from: 'sm', align: 'end', sortHref: sortHref('pipeline'), explanation: `Open amounts, other currencies at the stored rates, in ${currency}`,
      cell: (a) => (
        <span className="flex flex-col items-end">
          {a.deals.open === 0 ? none : <Money minor={a.deals.pipelineMinor} currency={currency} habits={habits} compact />}
          {a.deals.unconverted > 0 && <span className="text-xs text-muted">{a.deals.unconverted} without a rate</span>}
        </span>
      ),
    },
    { key: 'record', header: 'Won', from: 'sm', align: 'end', sortHref: sortHref('record'), explanation: 'Share of the closed deals that were won', cell: (a) => recordWords(a.deals, habits) ?? none },
  ];
  return (
    <DataTable
      caption="Accounts" columns={columns} rows={rows} rowKey={(a) => a.id} rowHref={(a) => `${path}/${a.id}`}
      sort={{ key: query.sort, direction: query.dir === 'asc' ? 'ascending' : 'descending' }} empty={empty} footer={footer}
    />
  );
}
