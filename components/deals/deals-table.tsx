'use client';

import { useRef, useState, type ReactNode } from 'react';
import { DataTable, type Column, type RowSelection } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { Money } from '@/components/ui/money';
import { hrefWith, type Sort, type UrlParams } from '@/components/ui/url-state';
import type { ReadingHabits } from '@/components/ui/format';
import { chosenColumns } from '@/lib/deals/columns';
import type { DealQuery, Stage } from '@/lib/deals/schema';
import { BulkBar, type BulkActions } from './bulk-bar';
import { CloseDate } from './close-date';
import type { DealLine } from './deal-line';
import { Probability } from './probability';
import { SimulatedMark } from './simulated-mark';
import { StageStay } from './stage-stay';
import { ReasonMarks, TopReason } from './top-reason';
import { WeekChange } from './week-change';

export interface DealsTableProps {
  /** Deals of the filters, on all pages. */
  count: number;
  stages: readonly Stage[];
  workspace: string;
  /** Null for someone who may only look: then no row can be selected. */
  bulk: BulkActions | null;
  lines: readonly DealLine[];
  query: DealQuery;
  /** Path of the list and the parameters it was opened with. */
  path: string;
  params: UrlParams;
  now: string;
  habits: ReadingHabits;
  empty: ReactNode;
  footer?: ReactNode;
}

/** The direction in which a column reads best first. */
const FIRST: Partial<Record<DealQuery['sort'], DealQuery['dir']>> = { name: 'asc', stage: 'asc', close: 'asc' };

/** The table of deals, on a phone a list of cards. A client component so that the browser gets lines of data, not the drawing twice. */
export function DealsTable({ count, stages, workspace, bulk, lines, query, path, params, now, habits, empty, footer }: DealsTableProps) {
  const sortHref = (key: DealQuery['sort']) => {
    const first = FIRST[key] ?? 'desc';
    const dir = query.sort === key ? (query.dir === 'asc' ? 'desc' : 'asc') : first;
    return hrefWith(path, params, { sort: key, dir, deal: null });
  };
  const sort: Sort = { key: query.sort === 'attention' ? 'why' : query.sort, direction: query.dir === 'asc' ? 'ascending' : 'descending' };
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const toggle = (deal: DealLine, range: boolean) => {
    const next = new Set(selected);
    const at = lines.findIndex(({ id }) => id === deal.id);
    const from = range ? lines.findIndex(({ id }) => id === last.current) : -1;
    const on = !selected.has(deal.id);
    for (const { id } of from === -1 ? [deal] : lines.slice(Math.min(at, from), Math.max(at, from) + 1)) {
      if (on) next.add(id);
      else next.delete(id);
    }
    last.current = deal.id;
    setSelected(next);
  };
  const selection: RowSelection<DealLine> | undefined = bulk ? {
    isSelected: ({ id }) => selected.has(id), onToggle: toggle, nameOf: ({ name }) => name,
    onToggleAll: (all) => setSelected(new Set([...[...selected].filter((id) => !lines.some((line) => line.id === id)), ...(all ? lines.map(({ id }) => id) : [])])),
  } : undefined;
  const chosen = new Set<string>(['name', ...chosenColumns(query.columns)]);
  const every: Column<DealLine>[] = [
    {
      key: 'name', header: 'Deal', sortHref: sortHref('name'), card: '',
      cell: (deal) => <span className="block truncate max-sm:whitespace-normal sm:max-w-46 2xl:max-w-96" title={deal.name}>{deal.name}</span>,
      under: (deal) => <span className="block truncate text-xs font-normal text-muted sm:max-w-46 2xl:max-w-96">{deal.account ?? 'no account'}</span>,
    },
    {
      key: 'stage', header: 'Stage', sortHref: sortHref('stage'), explanation: 'Days in the stage; the tick is what is usual for won deals here', card: '',
      cell: (deal) => (
        <span className="flex gap-x-2 max-sm:items-center sm:flex-col">
          {deal.stage}
          {deal.status === 'open' && <StageStay since={deal.stageEnteredAt} now={now} usual={deal.usual} />}
        </span>
      ),
    },
    {
      key: 'amount', header: 'Amount', align: 'end', sortHref: sortHref('amount'), card: '',
      cell: (deal) => (
        <span className="flex items-baseline justify-end gap-x-1.5 sm:flex-col sm:items-end">
          {deal.amountMinor === null ? <span className="text-muted">none</span> : <Money minor={deal.amountMinor} currency={deal.currency} habits={habits} />}
          {deal.simulatedFields.includes('amount') && <SimulatedMark short />}
        </span>
      ),
    },
    { key: 'close', header: 'Closes', from: 'md', sortHref: sortHref('close'), cell: (deal) => <CloseDate deal={deal} now={now} habits={habits} /> },
    { key: 'probability', header: 'Chance to win', sortHref: sortHref('probability'), explanation: 'Calibrated probability with its 95% interval', card: '', cell: (deal) => <Probability {...deal} /> },
    { key: 'week', header: 'Week', align: 'end', card: 'sm:max-lg:hidden', explanation: 'Points since a week ago', cell: (deal) => <WeekChange now={deal.probability} before={deal.weekAgo} /> },
    {
      key: 'why', header: 'Why', sortHref: sortHref('attention'), explanation: 'The weightiest condition; a red one needs attention', card: 'max-sm:col-span-2 sm:max-lg:hidden',
      cell: (deal) => <TopReason reason={deal.topReason} attention={deal.attention} drawn />,
    },
    { key: 'owner', header: 'Owner', from: 'xl', cell: (deal) => <span className="block max-w-28 truncate" title={deal.owner ?? undefined}>{deal.owner ?? 'nobody'}</span> },
    { key: 'product', header: 'Product', cell: (deal) => <span className="block max-w-40 truncate" title={deal.product ?? undefined}>{deal.product ?? <span className="text-muted">none</span>}</span> },
    { key: 'opened', header: 'Opened', sortHref: sortHref('opened'), cell: (deal) => <DateText iso={deal.openedAt} habits={habits} /> },
    { key: 'activity', header: 'Last activity', cell: (deal) => (deal.lastActivityAt ? <DateText iso={deal.lastActivityAt} habits={habits} /> : <span className="text-muted">none</span>) },
    { key: 'source', header: 'Lead source', cell: (deal) => <span className="block max-w-32 truncate">{deal.leadSource ?? <span className="text-muted">none</span>}</span> },
  ];
  // Who chose columns sees them at any width.
  const columns = every.filter(({ key }) => chosen.has(key)).map((column) => (query.columns ? { ...column, from: undefined } : column));
  return (
    <>
      <ReasonMarks />
      <DataTable
        caption="Deals"
        columns={columns}
        rows={lines}
        rowKey={(deal) => deal.id}
        rowHref={(deal) => `${path}/${deal.id}`}
        rowPanelHref={(deal) => hrefWith(path, params, { deal: deal.id, page: query.page > 1 ? String(query.page) : null })}
        sort={sort}
        cards
        currentKey={query.deal}
        selection={selection}
        empty={empty}
        footer={footer}
      />
      {bulk && <BulkBar selected={selected} count={count} onSelect={setSelected} query={query} stages={stages} workspace={workspace} actions={bulk} />}
    </>
  );
}
