import { ChevronDown, UserRound, UserRoundX } from 'lucide-react';
import Link from 'next/link';
import { FilterChips, type FilterChip } from '@/components/ui/filter-chips';
import { ListSearch } from '@/components/ui/list-search';
import { Menu } from '@/components/ui/menu';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import { NOBODY } from '@/lib/deals/schema';
import type { LeadQuery } from '@/lib/leads/schema';
import { FILTER_WORDS } from './lead-words';

const pill =
  'flex h-7 shrink-0 items-center gap-1 rounded-box border border-dashed border-hairline-strong px-2 text-xs text-muted hover:border-solid hover:bg-surface hover:text-foreground whitespace-nowrap pointer-coarse:h-9 pointer-coarse:min-h-9 [&_svg]:size-3.5';

export interface LeadFiltersProps {
  query: LeadQuery;
  path: string;
  params: UrlParams;
  owners: readonly { id: string; name: string }[];
  sources: readonly string[];
  /** Of those of the filters, without an owner. */
  unowned: number;
  ownId: string;
}

/** The filters of the address as chips, and the ways to add one: all of them links, so that each state has an address. */
export function LeadFilters({ query, path, params, owners, sources, unowned, ownId }: LeadFiltersProps) {
  const link = (changes: Record<string, string | null>) => hrefWith(path, params, { page: null, ...changes });
  const chips: FilterChip[] = [];
  const add = (key: string, label: string, value: string) => chips.push({ key, label, value, removeHref: link({ [key]: null }) });
  if (query.state !== 'open') add('state', 'State', FILTER_WORDS[query.state]);
  if (query.owner) add('owner', 'Owner', query.owner === ownId ? 'Mine' : query.owner === NOBODY ? 'Nobody' : (owners.find((o) => o.id === query.owner)?.name ?? 'somebody else'));
  if (query.source) add('source', 'Source', query.source);
  if (query.q) add('q', 'Search', query.q);
  const choices = [...owners, { id: NOBODY, name: 'Nobody' }];

  return (
    <div className="flex flex-wrap items-center gap-2 pb-3 max-sm:[&>div]:w-full max-sm:[&>div]:flex-nowrap max-sm:[&>div]:overflow-x-auto max-sm:[&>div]:[scrollbar-width:none]">
      <FilterChips filters={chips} clearHref={path}>
        {query.state === 'open' && (
          <Menu
            size="sm" variant="ghost" className={pill} label="State of the leads" trigger={<>Open <ChevronDown aria-hidden /></>}
            groups={[{ key: 'state', entries: Object.entries(FILTER_WORDS).map(([key, label]) => ({ key, label, checked: query.state === key, href: link({ state: key === 'open' ? null : key }) })) }]}
          />
        )}
        {!query.owner && (
          <Link href={link({ owner: ownId })} scroll={false} className={pill}>
            <UserRound aria-hidden />
            Mine
          </Link>
        )}
        {!query.owner && unowned > 0 && (
          <Link href={link({ owner: NOBODY })} scroll={false} className={pill}>
            <UserRoundX aria-hidden />
            Without owner <span className="font-medium text-foreground">{unowned}</span>
          </Link>
        )}
        {!query.source && sources.length > 1 && <Menu size="sm" variant="ghost" className={pill} label="Filter by source" trigger={<>Source <ChevronDown aria-hidden /></>} groups={[{ key: 'source', entries: sources.map((source) => ({ key: source, label: source, href: link({ source }) })) }]} />}
        {!query.owner && owners.length > 1 && <Menu size="sm" variant="ghost" className={pill} label="Filter by owner" trigger={<>Owner <ChevronDown aria-hidden /></>} groups={[{ key: 'owner', entries: choices.map((o) => ({ key: o.id, label: o.name, href: link({ owner: o.id }) })) }]} />}
      </FilterChips>
      {!query.q && <ListSearch path={path} params={params} label="Name, company, title or e-mail" />}
    </div>
  );
}
