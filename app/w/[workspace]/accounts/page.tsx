import { Building2, Plus, SearchX, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { NewAccountDialog } from '@/components/accounts/account-dialogs';
import { pipelineWords, plural, recordWords } from '@/components/accounts/account-words';
import { AccountsTable } from '@/components/accounts/accounts-table';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterChips } from '@/components/ui/filter-chips';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { ListSearch } from '@/components/ui/list-search';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { readUrlQuery } from '@/components/ui/url-query';
import { hrefWith } from '@/components/ui/url-state';
import { listAccounts, PAGE_SIZE } from '@/lib/accounts/list-accounts';
import { accountQuery } from '@/lib/accounts/schema';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { createAccount } from './actions';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'account.read');
  const given = await searchParams;
  const query = readUrlQuery(accountQuery, given);
  const { rows, totals, currency } = await listAccounts(scope, query);
  const path = `/w/${slug}/accounts`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const from = (query.page - 1) * PAGE_SIZE;
  const mayWrite = allows(scope.role, 'account.write');
  const record = recordWords(totals.deals, habits);
  const facts = [
    totals.active > 0 ? `${formatNumber(totals.active, habits)} with open deals worth ${pipelineWords(totals.deals, currency, habits)}` : null,
    record && `${record} closed deals won`,
  ].filter(Boolean).join(', ');
  const line = [plural(totals.count, 'account', habits), facts && (scope.sight === 'all' ? facts : `in your sight ${facts}`)].filter(Boolean).join('; ');
  const newAccount = mayWrite && (
    <LinkButton variant="primary" href={hrefWith(path, given, { new: '1' })} scroll={false}>
      <Plus aria-hidden />
      New account
    </LinkButton>
  );

  return (
    <>
      <PageHeader title="Accounts" line={line} actions={newAccount} />
      <div className="flex flex-wrap items-center gap-2 pb-3">
        {query.q && <FilterChips filters={[{ key: 'q', label: 'Search', value: query.q, removeHref: hrefWith(path, given, { q: null }) }]} clearHref={path} />}
        <ListSearch path={path} params={given} label="Name, industry or country" />
      </div>
      <AccountsTable
        rows={rows}
        query={query}
        path={path}
        params={given}
        currency={currency}
        habits={habits}
        empty={
          totals.count > 0 || query.q ? (
            <EmptyState icon={<SearchX />} title={query.q ? 'No account matches' : 'There is no such page'} action={<LinkButton href={path}>See all accounts</LinkButton>}>
              {query.q ? 'Names, industries and countries are looked through.' : 'The list is shorter than that.'}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<Building2 />}
              title="No accounts yet"
              action={
                <>
                  {newAccount}
                  {allows(scope.role, 'import.run') && (
                    <LinkButton href={`/w/${slug}/import`}>
                      <Upload aria-hidden />
                      Import
                    </LinkButton>
                  )}
                </>
              }
            >
              Each company that you sell to appears here with its open deals, its pipeline and how often it was won. Importing deals brings their accounts along.
            </EmptyState>
          )
        }
        footer={
          totals.count > PAGE_SIZE && (
            <Pagination
              text={`${formatNumber(from + 1, habits)}–${formatNumber(Math.min(from + PAGE_SIZE, totals.count), habits)} of ${formatNumber(totals.count, habits)}`}
              previousHref={query.page > 1 ? hrefWith(path, given, { page: query.page > 2 ? String(query.page - 1) : null }) : null}
              nextHref={from + PAGE_SIZE < totals.count ? hrefWith(path, given, { page: String(query.page + 1) }) : null}
            />
          )
        }
      />
      {given.new === '1' && mayWrite && (
        <NewAccountDialog workspace={slug} currency={currency} closeHref={hrefWith(path, given, { new: null, page: query.page > 1 ? String(query.page) : null })} create={createAccount} />
      )}
    </>
  );
}
