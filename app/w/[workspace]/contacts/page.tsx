import { ChevronDown, Contact, Plus, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { plural } from '@/components/accounts/account-words';
import { NewContactDialog } from '@/components/contacts/contact-dialogs';
import { ROLE_WORDS } from '@/components/contacts/contact-words';
import { ContactsTable } from '@/components/contacts/contacts-table';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterChips, type FilterChip } from '@/components/ui/filter-chips';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { ListSearch } from '@/components/ui/list-search';
import { Menu } from '@/components/ui/menu';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { readUrlQuery } from '@/components/ui/url-query';
import { hrefWith } from '@/components/ui/url-state';
import { accountNames } from '@/lib/accounts/list-accounts';
import { contactPage, PAGE_SIZE } from '@/lib/contacts/list-contacts';
import { buyingRole, contactQuery } from '@/lib/contacts/schema';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { createContact } from './actions';

export const metadata: Metadata = { title: 'Contacts' };

export default async function ContactsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'contact.read');
  const given = await searchParams;
  const query = readUrlQuery(contactQuery, given);
  const { rows, count, deciding, accountName } = await contactPage(scope, query);
  const path = `/w/${slug}/contacts`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const from = (query.page - 1) * PAGE_SIZE;
  const mayWrite = allows(scope.role, 'contact.write');
  const filtered = Boolean(query.q || query.account || query.role);
  const link = (changes: Record<string, string | null>) => hrefWith(path, given, changes);

  const chips: FilterChip[] = [];
  if (query.account) chips.push({ key: 'account', label: 'Account', value: accountName ?? 'one that is gone', removeHref: link({ account: null }) });
  if (query.role) chips.push({ key: 'role', label: 'Role', value: ROLE_WORDS[query.role], removeHref: link({ role: null }) });
  if (query.q) chips.push({ key: 'q', label: 'Search', value: query.q, removeHref: link({ q: null }) });
  const newContact = mayWrite && (
    <LinkButton variant="primary" href={link({ new: '1' })} scroll={false}>
      <Plus aria-hidden />
      New contact
    </LinkButton>
  );

  return (
    <>
      <PageHeader title="Contacts" line={count === 0 ? 'Nobody here' : `${plural(count, 'contact', habits)}, ${formatNumber(deciding, habits)} known to decide or to champion`} actions={newContact} />
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <FilterChips filters={chips} clearHref={path}>
          {!query.role && (
            <Menu
              size="sm" label="Filter by role in buying" trigger={<>Role <ChevronDown size={14} aria-hidden /></>}
              groups={[{ key: 'role', entries: buyingRole.options.map((role) => ({ key: role, label: ROLE_WORDS[role], href: link({ role }) })) }]}
            />
          )}
        </FilterChips>
        <ListSearch path={path} params={given} label="Name, title, e-mail or account" />
      </div>
      <ContactsTable
        rows={rows}
        query={query}
        workspace={slug}
        params={given}
        now={new Date().toISOString()}
        habits={habits}
        empty={
          filtered || count > 0 ? (
            <EmptyState icon={<SearchX />} title="No contact matches these filters" action={<LinkButton href={path}>See all contacts</LinkButton>}>
              Names, titles, e-mail addresses and accounts are looked through.
            </EmptyState>
          ) : (
            <EmptyState icon={<Contact />} title="No contacts yet" action={newContact}>
              The people on the other side appear here with their role in buying, the deals they are on and when you last spoke. Deals with one contact or without somebody who decides are told apart in the scores.
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
      {given.new === '1' && mayWrite && (
        <NewContactDialog workspace={slug} accounts={await accountNames(scope)} accountName={accountName} closeHref={link({ new: null, page: query.page > 1 ? String(query.page) : null })} create={createContact} />
      )}
    </>
  );
}
