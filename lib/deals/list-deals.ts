/** The deals table: one page of rows, what all of them add up to, and the choices for its filters. */
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { NOBODY, type Deal, type DealQuery, type DealRow, type Stage } from './schema';
import { accountNameOf, findDeals, findDealsAfter, listOwners, listProducts, listStages, totalsOf, withWeekAgo } from './store';
import { filterOf, type DealFilter } from './filter';

export const PAGE_SIZE = 50;
export type DealPage = {
  rows: DealRow[]; count: number; attention: number;
  /** In minor units, the largest first. */
  sums: { currency: string; minor: number }[];
};

/** Rows only for the view that shows them; what they add up to for all. */
export const listDeals = (scope: Scope, query: DealQuery): Promise<DealPage> => transaction(scope, async () => {
  const filter = filterOf(query);
  const { page, sort, dir } = query;
  const deals = query.view === 'table' ? await findDeals(scope, filter, { sort, dir }, { skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE }) : [];
  const { count, attention, sums } = await totalsOf(scope, filter);
  return {
    rows: await withWeekAgo(scope, deals, new Date()), count, attention,
    sums: sums.map(({ currency, minor }) => ({ currency, minor: Number(minor) })),
  };
});

export type OpenedList = DealPage & Pick<DealChoices, 'stages' | 'owners'> & {
  /** Of the account that the list is narrowed to. */
  accountName: string | null;
  /** How many closed deals there are, counted only when the page is empty: to say why. */
  closed: number;
  /** Whether deals without an owner are in sight, so that one may ask for them. */
  unowned: boolean;
};

/** All that stands on the page of the list, in one transaction. */
export const openList = (scope: Scope, query: DealQuery): Promise<OpenedList> => transaction(scope, async () => {
  const list = await listDeals(scope, query);
  const { stages, owners } = await dealChoices(scope);
  const closed = list.count > 0 ? 0 : (await totalsOf(scope, { status: 'won' })).count + (await totalsOf(scope, { status: 'lost' })).count;
  const accountName = query.account ? await accountNameOf(scope, query.account) : null;
  return { ...list, stages, owners, closed, accountName, unowned: scope.sight === 'all' || scope.sight.includes(NOBODY) };
});

/** REST: newest first, `cursor` is the id after which to go on. */
export const pageOfDeals = (scope: Scope, filter: DealFilter, cursor: string | null, limit: number): Promise<{ data: Deal[]; nextCursor: string | null }> =>
  transaction(scope, async () => {
    const found = await findDealsAfter(scope, filter, decodeCursor(cursor), limit + 1);
    return cursorPage(found, limit);
  });

export type DealChoices = { stages: Stage[]; owners: { id: string; name: string }[]; products: { id: string; name: string }[] };
/** What a deal's form and the filters offer. Owners are those whose deals the caller sees. */
export const dealChoices = (scope: Scope): Promise<DealChoices> => transaction(scope, async () => {
  const owners = await listOwners(scope);
  const { sight } = scope;
  return { stages: await listStages(scope), products: await listProducts(scope), owners: sight === 'all' ? owners : owners.filter((o) => sight.includes(o.id)) };
});
