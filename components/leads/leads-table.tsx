import type { ReactNode } from 'react';
import { Probability } from '@/components/deals/probability';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { Lead, LeadQuery } from '@/lib/leads/schema';
import { workplace } from './lead-words';
import { StateBadge } from './state-badge';

export interface LeadsTableProps {
  rows: readonly Lead[];
  query: LeadQuery;
  workspace: string;
  params: UrlParams;
  habits: ReadingHabits;
  empty: ReactNode;
  footer?: ReactNode;
}

const unknown = <span className="text-muted">–</span>;
/** The direction in which a column reads best first. */
const FIRST: Partial<Record<LeadQuery['sort'], LeadQuery['dir']>> = { name: 'asc', state: 'asc', owner: 'asc' };

/** The table of leads, on a phone a list of cards. */
export function LeadsTable({ rows, query, workspace, params, habits, empty, footer }: LeadsTableProps) {
  const path = `/w/${workspace}/leads`;
  const sortHref = (key: LeadQuery['sort']) => {
    const dir = query.sort === key ? (query.dir === 'asc' ? 'desc' : 'asc') : (FIRST[key] ?? 'desc');
    return hrefWith(path, params, { sort: key, dir, page: null });
  };
  const columns: Column<Lead>[] = [
    {
      key: 'name', header: 'Lead', sortHref: sortHref('name'), card: '',
      cell: (lead) => <span className="max-sm:whitespace-normal sm:inline-block sm:max-w-56 sm:truncate sm:align-bottom" title={lead.name}>{lead.name}</span>,
      under: (lead) => (
        <span className="flex gap-x-2 text-xs font-normal text-muted sm:max-w-56">
          <span className="truncate">{[lead.jobTitle, workplace(lead)].filter(Boolean).join(', ') || lead.email || 'nothing more is known'}</span>
          {lead.simulated && <SimulatedMark short />}
        </span>
      ),
    },
    { key: 'state', header: 'State', sortHref: sortHref('state'), card: '', cell: (lead) => <StateBadge state={lead.state} plain /> },
    { key: 'score', header: 'Chance to convert', sortHref: sortHref('score'), explanation: 'Calibrated probability with its 95% interval', card: 'max-sm:justify-self-end', cell: (lead) => <Probability probability={lead.score} low={lead.low} high={lead.high} /> },
    { key: 'source', header: 'Source', from: 'md', cell: (lead) => (lead.source ? <span className="block max-w-44 truncate" title={lead.source}>{lead.source}</span> : unknown) },
    { key: 'date', header: 'Came in', sortHref: sortHref('date'), card: 'max-sm:text-muted', cell: (lead) => (lead.leadAt ? <DateText iso={lead.leadAt} habits={habits} /> : <span className="text-muted">not known</span>) },
    { key: 'owner', header: 'Owner', card: 'sm:max-lg:hidden max-sm:justify-self-end max-sm:text-muted', sortHref: sortHref('owner'), cell: (lead) => <span className="block max-w-36 truncate" title={lead.owner?.name}>{lead.owner?.name ?? <span className="text-muted">nobody</span>}</span> },
  ];
  return (
    <DataTable
      caption="Leads" columns={columns} rows={rows} rowKey={(lead) => lead.id} rowHref={(lead) => `${path}/${lead.id}`} cards
      sort={{ key: query.sort, direction: query.dir === 'asc' ? 'ascending' : 'descending' }} empty={empty} footer={footer}
    />
  );
}
