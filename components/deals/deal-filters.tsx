import { ChevronDown, CircleAlert, Search, UserRound } from 'lucide-react';
import Form from 'next/form';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { FilterChips, type FilterChip } from '@/components/ui/filter-chips';
import { Menu, type MenuGroup } from '@/components/ui/menu';
import { closingWords } from './forecast-words';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import { dealQuery, NOBODY, type DealQuery, type Stage } from '@/lib/deals/schema';

export const STATUS_WORDS: Record<DealQuery['status'], string> = { open: 'Open', won: 'Won', lost: 'Lost', all: 'All' };

/** What a search leaves as it is. */
const KEPT = ['status', 'owner', 'stage', 'account', 'attention', 'month', 'view', 'columns', 'saved', 'sort', 'dir'] as const;
const USUAL: Partial<Record<(typeof KEPT)[number], string>> = dealQuery.parse({});

const pill =
  'flex h-7 shrink-0 items-center gap-1 rounded-box border border-dashed border-hairline-strong px-2 text-xs text-muted hover:border-solid hover:bg-surface hover:text-foreground whitespace-nowrap pointer-coarse:h-9 pointer-coarse:min-h-9 [&_svg]:size-3.5';

export interface DealFiltersProps {
  query: DealQuery;
  path: string;
  params: UrlParams;
  stages: readonly Stage[];
  owners: readonly { id: string; name: string }[];
  /** Whether deals without an owner are in sight. */
  unowned: boolean;
  /** The member looking, to offer "Mine". */
  ownId: string;
  /** Deals among these filters that need attention. */
  attention: number;
  accountName: string | null;
  /** At the end of the row: the ways to look at these deals. */
  views?: ReactNode;
}

/** The filters of the address as chips, and the ways to add one: all of them links, so that each state has an address. */
export function DealFilters({ query, path, params, stages, owners, unowned, ownId, attention, accountName, views }: DealFiltersProps) {
  const link = (changes: Record<string, string | null>) => hrefWith(path, params, { deal: null, ...changes });
  const chips: FilterChip[] = [];
  const add = (key: string, label: string, value: string) => chips.push({ key, label, value, removeHref: link({ [key]: null }) });
  if (query.status !== 'open') add('status', 'Status', STATUS_WORDS[query.status]);
  if (query.attention) add('attention', 'Only', 'needing attention');
  if (query.owner) add('owner', 'Owner', query.owner === ownId ? 'Mine' : query.owner === NOBODY ? 'Nobody' : (owners.find((o) => o.id === query.owner)?.name ?? 'somebody else'));
  if (query.stage) add('stage', 'Stage', stages.find((s) => s.id === query.stage)?.name ?? 'a removed stage');
  if (query.account) add('account', 'Account', accountName ?? 'one account');
  if (query.month) add('month', 'Closes', closingWords(query.month));
  if (query.q) add('q', 'Search', query.q);

  const statuses: MenuGroup[] = [{ key: 'status', entries: Object.entries(STATUS_WORDS).map(([key, label]) => ({ key, label, checked: query.status === key, href: link({ status: key === 'open' ? null : key }) })) }];
  const stageGroups: MenuGroup[] = [{ key: 'stage', entries: stages.filter((s) => query.status === 'all' || s.kind === query.status).map((s) => ({ key: s.id, label: s.name, href: link({ stage: s.id }) })) }];
  const choices = [...owners, ...(unowned ? [{ id: NOBODY, name: 'Nobody' }] : [])];
  const ownerGroups: MenuGroup[] = [{ key: 'owner', entries: choices.map((o) => ({ key: o.id, label: o.name, href: link({ owner: o.id }) })) }];
  const among = choices.length > 1;

  return (
    <div className="flex flex-wrap items-center gap-2 pb-3 max-sm:[&>div]:w-full max-sm:[&>div]:flex-nowrap max-sm:[&>div]:overflow-x-auto max-sm:[&>div]:[scrollbar-width:none]">
      <FilterChips filters={chips} clearHref={hrefWith(path, {}, { view: query.view === 'table' ? null : query.view, columns: query.columns ?? null })}>
        {query.status === 'open' && <Menu size="sm" variant="ghost" className={pill} label="Status of the deals" groups={statuses} trigger={<>Open <ChevronDown aria-hidden /></>} />}
        {!query.attention && query.status === 'open' && attention > 0 && (
          <Link href={link({ attention: '1' })} scroll={false} className={pill}>
            <CircleAlert aria-hidden className="text-caution" />
            Needs attention <span className="font-medium text-foreground">{attention}</span>
          </Link>
        )}
        {!query.owner && among && owners.some((o) => o.id === ownId) && (
          <Link href={link({ owner: ownId })} scroll={false} className={pill}>
            <UserRound aria-hidden />
            Mine
          </Link>
        )}
        {!query.stage && stageGroups[0]!.entries.length > 1 && <Menu size="sm" variant="ghost" className={pill} label="Filter by stage" groups={stageGroups} trigger={<>Stage <ChevronDown aria-hidden /></>} />}
        {!query.owner && among && <Menu size="sm" variant="ghost" className={pill} label="Filter by owner" groups={ownerGroups} trigger={<>Owner <ChevronDown aria-hidden /></>} />}
      </FilterChips>
      {!query.q && (
        <Form action={path} role="search" aria-label="Search in this list" className="relative max-sm:flex-1 sm:ms-auto sm:w-40">
          {KEPT.map((name) => query[name] !== undefined && query[name] !== USUAL[name] && <input key={name} type="hidden" name={name} value={query[name]} />)}
          <Search size={14} aria-hidden className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-muted" />
          <input type="search" name="q" aria-label="Deal or account" placeholder="Deal or account" maxLength={200} autoComplete="off" className="input input--full-width h-7 ps-7 text-xs pointer-coarse:h-9" />
        </Form>
      )}
      {views && <div className={cx('flex flex-wrap items-center gap-2', query.q && 'sm:ms-auto')}>{views}</div>}
    </div>
  );
}
