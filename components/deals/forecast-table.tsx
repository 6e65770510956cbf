'use client';

import { DataTable, type Column } from '@/components/ui/data-table';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { Forecast } from '@/lib/deals/read-forecast';
import { countOf } from './deal-words';
import { bucketWords } from './forecast-words';

type Row = Forecast['rows'][number];

/** A row a month, each opening its deals in the table. */
export function ForecastTable({ forecast: { rows, total, currency, weekAgo }, path, params, habits }: { forecast: Forecast; path: string; params: UrlParams; habits: ReadingHabits }) {
  const money = (minor: number) => <Money minor={minor} currency={currency} compact habits={habits} />;
  const columns: Column<Row>[] = [
    { key: 'month', header: 'Closes', card: '', cell: (row) => (row.bucket === 'all' ? 'Together' : bucketWords(row.bucket)) },
    { key: 'deals', header: 'Open deals', align: 'end', card: '', cell: (row) => formatNumber(row.count, habits) },
    { key: 'open', header: 'If all are won', align: 'end', from: 'sm', cell: (row) => money(row.minor) },
    { key: 'likely', header: 'Of likely deals', align: 'end', from: 'md', explanation: 'Amount of the deals with a chance of 60% or more', cell: (row) => money(row.likely) },
    { key: 'expected', header: 'Expected', align: 'end', card: '', explanation: 'Sum of amount times chance to win', cell: (row) => <span className="font-medium">{money(row.expected)}</span> },
    { key: 'interval', header: '95% interval', align: 'end', card: 'max-sm:text-xs max-sm:text-muted', cell: (row) => (row.count === 0 ? <span className="text-muted">none</span> : <>{money(row.low)} to {money(row.high)}</>) },
    {
      key: 'week', header: 'Expected a week ago', align: 'end', from: 'lg', explanation: `With the amounts, days and chances of ${formatDate(weekAgo, 'day', habits)}`,
      cell: (row) => (row.weekAgo === null ? <span className="text-muted">{row.count === 0 ? 'none' : 'not known'}</span> : money(row.weekAgo)),
    },
  ];
  const left = [
    total.unconverted > 0 ? `${countOf(total.unconverted, 'deal')} in a currency without a stored rate ${total.unconverted === 1 ? 'is' : 'are'} counted and not added up.` : '',
    total.unscored > 0 ? `${countOf(total.unscored, 'deal')} not scored yet ${total.unscored === 1 ? 'is' : 'are'} not in the expected value.` : '',
  ].filter(Boolean).join(' ');
  return (
    <DataTable
      caption="Forecast by month"
      columns={columns}
      rows={[...rows.filter((row) => row.count > 0 || !['overdue', 'none'].includes(row.bucket)), total]}
      rowKey={(row) => row.bucket}
      rowHref={(row) => hrefWith(path, params, { view: null, deal: null, ...(row.bucket === 'all' ? {} : { month: row.bucket }) })}
      cards
      empty={null}
      footer={<p>Money in {currency}, converted at the stored rates. {left}</p>}
    />
  );
}
