/** The leads table: one page of rows, how many there are, and the choices for its filters. */
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { endingsOf } from './get-lead';
import type { LeadFilter } from './filter';
import type { Lead, LeadQuery } from './schema';
import { countLeads, countUnowned, findLeads, findLeadsAfter, listMembers, listSources, type Endings } from './store';

export const PAGE_SIZE = 50;
const MOST_SOURCES = 30;

export type LeadPage = {
  rows: Lead[]; count: number;
  /** Of those of the filter, without an owner. */
  unowned: number;
  owners: { id: string; name: string }[]; sources: string[];
  /** Of the whole workspace: what a model would learn from. */
  endings: Endings;
  /** Leads in sight in any state, counted only when the page is empty: to say why. */
  others: number;
};

const filterOf = ({ state, q, owner, source }: LeadFilter): LeadFilter => ({ state, q, owner, source });

export const openLeads = (scope: Scope, query: LeadQuery): Promise<LeadPage> => transaction(scope, async () => {
  const filter = filterOf(query);
  const count = await countLeads(scope, filter);
  const owners = await listMembers(scope);
  const { sight } = scope;
  return {
    rows: await findLeads(scope, filter, query, { skip: (query.page - 1) * PAGE_SIZE, take: PAGE_SIZE }), count,
    unowned: query.owner ? 0 : await countUnowned(scope, filter),
    owners: sight === 'all' ? owners : owners.filter(({ id }) => sight.includes(id)),
    sources: await listSources(scope, MOST_SOURCES), endings: await endingsOf(scope), others: count > 0 ? 0 : await countLeads(scope, {}),
  };
});

/** REST: newest first, `cursor` is the id after which to go on. */
export const pageOfLeads = (scope: Scope, filter: LeadFilter, cursor: string | null, limit: number): Promise<{ data: Lead[]; nextCursor: string | null }> =>
  transaction(scope, async () => cursorPage(await findLeadsAfter(scope, filterOf(filter), decodeCursor(cursor), limit + 1), limit));

/** Whom a lead may be given to: for the form and the owner's menu. */
export const leadOwners = (scope: Scope): Promise<{ id: string; name: string }[]> => transaction(scope, () => listMembers(scope));
