import { Download, Plus, SearchX, Upload, UserPlus } from 'lucide-react';
import type { Metadata } from 'next';
import { plural } from '@/components/accounts/account-words';
import { LeadFilters } from '@/components/leads/lead-filters';
import { conversionWords, FILTER_WORDS, noModelWords } from '@/components/leads/lead-words';
import { LeadsTable } from '@/components/leads/leads-table';
import { NewLead } from '@/components/leads/new-lead';
import { buttonClass, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { readUrlQuery } from '@/components/ui/url-query';
import { hrefWith } from '@/components/ui/url-state';
import { openLeads, PAGE_SIZE } from '@/lib/leads/list-leads';
import { leadQuery, type LeadQuery } from '@/lib/leads/schema';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { createLead } from './actions';

export const metadata: Metadata = { title: 'Leads' };

const counted = (state: LeadQuery['state']): string => (state === 'all' ? 'lead' : `${FILTER_WORDS[state].toLowerCase()} lead`);

export default async function LeadsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'lead.read');
  const given = await searchParams;
  const query = readUrlQuery(leadQuery, given);
  const { rows, count, unowned, owners, sources, endings, others } = await openLeads(scope, query);
  const path = `/w/${slug}/leads`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const from = (query.page - 1) * PAGE_SIZE;
  const can = (permission: Parameters<typeof allows>[1]) => allows(scope.role, permission);
  const filtered = Boolean(query.q || query.owner || query.source);
  const link = (changes: Record<string, string | null>) => hrefWith(path, given, changes);
  const unscored = rows.length > 0 && query.state !== 'ended' && query.state !== 'converted' && query.state !== 'disqualified' && rows.every(({ score }) => score === null);
  const why = noModelWords(endings, habits);
  const newLead = can('lead.write') && (
    <LinkButton variant="primary" href={link({ new: '1' })} scroll={false}>
      <Plus aria-hidden />
      New lead
    </LinkButton>
  );
  const importLeads = can('import.run') && (
    <LinkButton href={`/w/${slug}/import?entity=leads`}>
      <Upload aria-hidden />
      Import
    </LinkButton>
  );

  return (
    <>
      <PageHeader
        title="Leads"
        line={[count === 0 ? 'None here' : plural(count, counted(query.state), habits), unowned > 0 && `${formatNumber(unowned, habits)} without an owner`, conversionWords(endings, habits)].filter(Boolean).join(', ')}
        actions={
          <>
            {can('deal.export') && count > 0 && (
              <a href={hrefWith('/api/v1/exports/leads', {}, { workspace: slug, state: query.state, q: query.q ?? null, owner: query.owner ?? null, source: query.source ?? null })} download className={buttonClass({})}>
                <Download aria-hidden />
                Export CSV
              </a>
            )}
            {importLeads}
            {newLead}
          </>
        }
      />
      <LeadFilters query={query} path={path} params={given} owners={owners} sources={sources} unowned={unowned} ownId={member.memberId} />
      {unscored && <div className="pb-3"><Notice tone="forecast" title={why.title}>{why.text}</Notice></div>}
      <LeadsTable
        rows={rows}
        query={query}
        workspace={slug}
        params={given}
        habits={habits}
        empty={
          filtered || others > 0 ? (
            <EmptyState icon={<SearchX />} title={filtered ? 'No lead matches these filters' : `No ${counted(query.state)}`} action={<LinkButton href={hrefWith(path, {}, { state: 'all' })}>See all leads</LinkButton>}>
              {query.state === 'open' ? 'Converted and disqualified leads are left out unless you ask for them.' : 'Take a filter away, or look at all of them.'}
            </EmptyState>
          ) : (
            <EmptyState icon={<UserPlus />} title="No leads yet" action={<>{newLead}{importLeads}</>}>
              People who may become customers appear here with their state, where they came from and, once {formatNumber(50, habits)} of them have ended, how likely each is to convert. Import a file of leads with how they ended, and every column of it can be learned from.
            </EmptyState>
          )
        }
        footer={
          count > PAGE_SIZE && (
            <Pagination
              text={`${formatNumber(from + 1, habits)}–${formatNumber(Math.min(from + PAGE_SIZE, count), habits)} of ${formatNumber(count, habits)}`}
              previousHref={query.page > 1 ? link({ page: query.page > 2 ? String(query.page - 1) : null }) : null}
              nextHref={from + PAGE_SIZE < count ? link({ page: String(query.page + 1) }) : null}
            />
          )
        }
      />
      {given.new === '1' && can('lead.write') && (
        <NewLead workspace={slug} ownId={member.memberId} owners={owners} sources={sources} closeHref={link({ new: null, page: query.page > 1 ? String(query.page) : null })} create={createLead} />
      )}
    </>
  );
}
