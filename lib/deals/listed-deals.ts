/** All that a list holds, without its pages: the ids for a selection, and the columns as shown for a spreadsheet. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { chosenColumns } from './columns';
import { filterOf } from './filter';
import { MOST_SELECTED, type ListedDeals } from './schema';
import { shownTable, type ShownTable } from './shown-table';
import { countDeals, findDeals, withWeekAgo } from './store';

/** Rows of one export; more than that is a job for the full export, which streams. */
export const MOST_EXPORTED = 10_000;
const PAGE = 1_000;

/** In the order of the list, at most MOST_SELECTED. */
export const listedIds = (scope: Scope, query: ListedDeals): Promise<string[]> => transaction(scope, async () =>
  (await findDeals(scope, filterOf(query), query, { skip: 0, take: MOST_SELECTED })).map(({ id }) => id));

/** The chosen columns of the deals of a list, or of those with these ids, as a table. Audited. */
export const exportListed = (scope: Scope, query: ListedDeals, ids: readonly string[] | null): Promise<ShownTable> => transaction(scope, async () => {
  const filter = ids ? { ids } : filterOf(query);
  const now = new Date();
  const count = await countDeals(scope, filter);
  if (count > MOST_EXPORTED) throw invalid(`That is ${count.toLocaleString('en-US')} deals; a table as shown holds ${MOST_EXPORTED.toLocaleString('en-US')}. Narrow the filters, or take the export of all fields.`);
  await audit(scope, { action: 'export.start', after: { entity: 'deals', columns: chosenColumns(query.columns), filter, count } });
  const rows = [];
  for (let skip = 0; skip < count; skip += PAGE) rows.push(...(await withWeekAgo(scope, await findDeals(scope, filter, query, { skip, take: PAGE }), now)));
  return shownTable(rows, chosenColumns(query.columns));
});
