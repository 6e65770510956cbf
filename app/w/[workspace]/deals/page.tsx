import { Handshake, Plus, SearchX, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { BoardView } from '@/components/deals/board-view';
import { DealFilters } from '@/components/deals/deal-filters';
import { ExportMenu } from '@/components/deals/export-menu';
import { DealPanel } from '@/components/deals/deal-panel';
import { toLine } from '@/components/deals/deal-line';
import { DealsTable } from '@/components/deals/deals-table';
import { NewDeal } from '@/components/deals/new-deal';
import { ColumnsDialog } from '@/components/deals/columns-dialog';
import { ViewMenu } from '@/components/deals/view-menu';
import { ViewSwitch } from '@/components/deals/view-switch';
import { pipelineLine } from '@/components/deals/pipeline-line';
import { ForecastView } from '@/components/deals/forecast-view';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { hrefWith } from '@/components/ui/url-state';
import { dealFormChoices } from '@/lib/deals/deal-form';
import { openList, PAGE_SIZE } from '@/lib/deals/list-deals';
import { chosenColumns } from '@/lib/deals/columns';
import { monthOf } from '@/lib/deals/months';
import { readForecast } from '@/lib/deals/read-forecast';
import { readBoard } from '@/lib/deals/read-board';
import { readDealQuery } from '@/lib/deals/read-query';
import { dealQuery } from '@/lib/deals/schema';
import { listViews } from '@/lib/views/saved-views';
import { queryText } from '@/lib/views/query-text';
import { openDeal } from '@/lib/insights/open-deal';
import { usualDaysInStages } from '@/lib/insights/usual-days';
import { MIN_CLOSED } from '@/lib/models/win-signal';
import { AppError } from '@/lib/server/errors';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { changeDeals, createDeal, exportDeals, moveDeal, noteOnDeal, selectDeals } from './actions';
import { removeView, saveView, updateView } from './view-actions';

export const metadata: Metadata = { title: 'Deals' };

/** What decides which deals there are: a selection lasts as long as these stay. */
const FILTERS = ['status', 'q', 'owner', 'stage', 'account', 'attention', 'month'];

/** The deal of an address may be gone or a colleague's: then the list is shown without a panel. */
const ifThere = <T,>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not_found') return null;
    throw error;
  });

export default async function DealsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'deal.read');
  const given = await searchParams;
  const query = readDealQuery(given);
  const path = `/w/${slug}/deals`;
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const can = (permission: Parameters<typeof allows>[1]) => allows(scope.role, permission);

  const list = await openList(scope, query);
  const board = query.view === 'board' ? await readBoard(scope, query) : null;
  const forecast = query.view === 'forecast' ? await readForecast(scope, query) : null;
  const usual = await usualDaysInStages(scope);
  const opened = query.deal ? await ifThere(openDeal(scope, query.deal)) : null;
  const form = given.new === '1' && can('deal.write') ? await dealFormChoices(scope) : null;

  const { rows, count } = list;
  const filtered = Boolean(query.q || query.owner || query.stage || query.account || query.attention || query.month || query.status !== 'open');
  const newDeal = can('deal.write') && (
    <LinkButton variant="primary" href={hrefWith(path, given, { new: '1', deal: null })} scroll={false}>
      <Plus aria-hidden />
      New deal
    </LinkButton>
  );
  const importDeals = can('import.run') && (
    <LinkButton href={`/w/${slug}/import`}>
      <Upload aria-hidden />
      Import
    </LinkButton>
  );
  const viewHrefs = { table: hrefWith(path, given, { view: null, deal: null }), board: hrefWith(path, given, { view: 'board', deal: null }), forecast: hrefWith(path, given, { view: 'forecast', deal: null }) };
  // J and K in the panel walk through the list as it is shown: the rows, or the cards of the deal's stage.
  const order = (board?.columns.find(({ cards }) => cards.some(({ id }) => id === query.deal))?.cards ?? rows).map(({ id }) => id);
  const at = query.deal ? order.indexOf(query.deal) : -1;
  const page = query.page > 1 ? String(query.page) : null;
  const beside = (step: number) => (at === -1 || !order[at + step] ? null : hrefWith(path, given, { deal: order[at + step]!, page }));
  const from = (query.page - 1) * PAGE_SIZE;

  return (
    <>
      <PageHeader
        title="Deals"
        line={pipelineLine(list, query.status, habits)}
        actions={
          <>
            {can('deal.export') && count > 0 && (
              <ExportMenu workspace={slug} query={query} exportCsv={exportDeals} allHref={hrefWith('/api/v1/exports/deals', Object.fromEntries(FILTERS.map((name) => [name, given[name]])), { workspace: slug })} />
            )}
            {importDeals}
            {newDeal}
          </>
        }
      />
      <DealFilters query={query} path={path} params={given} stages={list.stages} owners={list.owners} unowned={list.unowned} ownId={member.memberId} attention={list.attention} accountName={list.accountName}
        views={
          <>
            <ViewMenu
              views={await listViews(scope, 'deals')} here={queryText(given, Object.keys(dealQuery.shape))} saved={query.saved} path={path} workspace={slug} mayShare={can('view.share')}
              builtIn={[{ name: 'All open', query: '' }, { name: 'Mine', query: `owner=${member.memberId}` }, { name: 'Needs attention', query: 'attention=1' }, { name: 'Closing this month', query: `month=${monthOf(new Date(now))}` }, { name: 'No date', query: 'month=none' }]}
              actions={{ save: saveView, update: updateView, remove: removeView }}
            />
            {query.view === 'table' && <ColumnsDialog chosen={chosenColumns(query.columns)} path={path} params={given} />}
            <ViewSwitch current={query.view} hrefs={viewHrefs} />
          </>
        }
      />
      {board && (
        <BoardView
          board={{ ...board, columns: board.columns.map((column) => ({ ...column, cards: column.cards.map((deal) => ({ ...toLine(deal, usual), amount: deal.amount })) })) }}
          stages={list.stages} workspace={slug} path={path} params={given} current={query.deal} move={can('deal.write') ? moveDeal : null} now={now} habits={habits}
        />
      )}
      {forecast && <ForecastView forecast={forecast} path={path} params={given} habits={habits} />}
      {query.view === 'table' && <DealsTable
        key={queryText(given, FILTERS)} count={count} stages={list.stages} workspace={slug}
        bulk={can('deal.write') ? { change: changeDeals, select: selectDeals, exportCsv: can('deal.export') ? exportDeals : null, owners: can('deal.assign') ? list.owners : null } : null}
        lines={rows.map((row) => toLine(row, usual))}
        query={query}
        path={path}
        params={given}
        now={now}
        habits={habits}
        empty={
          filtered ? (
            <EmptyState icon={<SearchX />} title="No deal matches these filters" action={<LinkButton href={path}>Clear filters</LinkButton>}>
              {query.status === 'open' ? 'Closed deals are left out unless you ask for them.' : 'Take a filter away, or look at all of them.'}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<Handshake />}
              title={list.closed > 0 ? 'No open deal' : 'No deals yet'}
              action={
                <>
                  {newDeal}
                  {importDeals}
                  {list.closed > 0 && <LinkButton href={hrefWith(path, {}, { status: 'all' })}>See {formatNumber(list.closed, habits)} closed</LinkButton>}
                </>
              }
            >
              Each open deal appears here with its chance to be won, what moved it, and what needs attention. Closed deals teach the model: {Math.min(list.closed, MIN_CLOSED)} of {MIN_CLOSED} are there.
            </EmptyState>
          )
        }
        footer={
          count > PAGE_SIZE && (
            <Pagination
              text={`${formatNumber(from + 1, habits)}–${formatNumber(Math.min(from + PAGE_SIZE, count), habits)} of ${formatNumber(count, habits)}`}
              previousHref={query.page > 1 ? hrefWith(path, given, { page: query.page > 2 ? String(query.page - 1) : null, deal: null }) : null}
              nextHref={from + PAGE_SIZE < count ? hrefWith(path, given, { page: String(query.page + 1), deal: null }) : null}
            />
          )
        }
      />}
      {opened && (
        <DealPanel
          {...opened}
          previousHref={beside(-1)}
          nextHref={beside(1)}
          workspace={slug}
          stages={list.stages}
          closeHref={hrefWith(path, given, { deal: null, page })}
          now={now}
          habits={habits}
          actions={can('deal.write') ? { move: moveDeal, note: noteOnDeal } : null}
        />
      )}
      {form && <NewDeal choices={form} workspace={slug} closeHref={hrefWith(path, given, { new: null, page })} create={createDeal} ownId={member.memberId} />}
    </>
  );
}
