import { ExternalLink, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { EditAccountDialog } from '@/components/accounts/account-dialogs';
import { accountLine, plural, recordWords } from '@/components/accounts/account-words';
import { ContactList } from '@/components/contacts/contact-list';
import { Interactions } from '@/components/contacts/interactions';
import { RelatedDeals } from '@/components/contacts/related-deals';
import { BackLink } from '@/components/ui/back-link';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/date-text';
import { EditLink } from '@/components/ui/edit-link';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber, formatPercent } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { PageHeader } from '@/components/ui/page-header';
import { Stat, StatList } from '@/components/ui/stat';
import { hrefWith } from '@/components/ui/url-state';
import { accountOverview } from '@/lib/accounts/account-overview';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { changeAccount } from '../actions';

type Props = { params: Promise<{ workspace: string; account: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, id: string) => {
  const { scope, member } = await pageAccess(workspace, 'account.read');
  if (!z.uuid().safeParse(id).success) notFound();
  return { scope, member, opened: await orNotFound(accountOverview(scope, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, account: id } = await params;
  return { title: (await load(workspace, id)).opened.account.name };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const { workspace: slug, account: id } = await params;
  const { scope, member, opened } = await load(slug, id);
  const given = await searchParams;
  const { account, record, everybody, currency, contacts, contactCount, deals, timeline } = opened;
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const path = `/w/${slug}/accounts/${id}`;
  const mayWrite = allows(scope.role, 'account.write');
  const closed = record.won + record.lost;
  const usual = everybody.won + everybody.lost;
  const latest = timeline[0];
  const deciding = contacts.filter((c) => c.buyingRole === 'economic_buyer').length;

  return (
    <>
      <PageHeader
        back={<BackLink href={`/w/${slug}/accounts`} label="All accounts" />}
        title={account.name}
        line={
          <span className="flex flex-wrap gap-x-3">
            <span>{accountLine(account, habits)}</span>
            {account.website && (
              <a href={account.website} target="_blank" rel="noopener noreferrer nofollow" className="link inline-flex items-center gap-1">
                {account.website.replace(/^https?:\/\/(www\.)?|\/$/g, '')}
                <ExternalLink size={12} aria-hidden />
                <span className="sr-only">(opens in a new tab)</span>
              </a>
            )}
          </span>
        }
        actions={mayWrite && <EditLink href={hrefWith(path, given, { edit: '1' })} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card>
            <StatList>
              <Stat
                label={scope.sight === 'all' ? 'Open deals' : 'Open deals you may see'} value={formatNumber(record.open, habits)}
                compared={record.open > 0 && <>worth <Money minor={record.pipelineMinor} currency={currency} habits={habits} compact />{record.unconverted > 0 && `, ${record.unconverted} without a rate`}</>}
              />
              <Stat
                label="Won" value={closed === 0 ? '–' : formatPercent(record.won / closed, habits)} sample={closed === 0 ? 'nothing closed yet' : `n = ${plural(closed, 'closed deal', habits)}`}
                compared={usual > 0 && `all accounts ${recordWords(everybody, habits)}`}
              />
              <Stat label="Last interaction" value={latest ? <RelativeTime iso={latest.at} now={now} habits={habits} /> : 'none'} compared={latest?.contact && `with ${latest.contact.name}`} />
            </StatList>
          </Card>
          <Card title="Deals" flush line={deals.length === 0 ? undefined : `${plural(record.open, 'open deal', habits)}, ${plural(closed, 'closed deal', habits)}${record.open + closed > deals.length ? `; the first ${deals.length} are shown` : ''}`}
            actions={<LinkButton size="sm" variant="ghost" href={hrefWith(`/w/${slug}/deals`, {}, { account: id, status: 'all' })}>As a list</LinkButton>}
          >
            {deals.length === 0 ? (
              <EmptyState title={scope.sight === 'all' ? 'No deals with this account' : 'No deals with this account that you may see'}>They appear here with their chance to be won as soon as one names this account.</EmptyState>
            ) : (
              <RelatedDeals deals={deals} workspace={slug} now={now} habits={habits} />
            )}
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Contacts" flush line={contactCount > contacts.length ? `The latest ${contacts.length} of ${formatNumber(contactCount, habits)}` : contactCount > 0 ? `${plural(contactCount, 'person', habits, 'people')}, ${plural(deciding, 'decision maker', habits)}` : undefined}
            actions={
              allows(scope.role, 'contact.write') && (
                <LinkButton size="sm" href={hrefWith(`/w/${slug}/contacts`, {}, { account: id, new: '1' })}>
                  <Plus aria-hidden />
                  New contact
                </LinkButton>
              )
            }
          >
            {contacts.length === 0 ? <EmptyState title="Nobody yet">A deal with one contact is lost when they leave: add who decides, who uses it and who pays.</EmptyState> : <ContactList contacts={contacts} workspace={slug} now={now} habits={habits} />}
          </Card>
          <Card title="Latest interactions">
            <Interactions entries={timeline} workspace={slug} now={now} habits={habits} />
          </Card>
        </div>
      </div>
      {given.edit === '1' && mayWrite && <EditAccountDialog workspace={slug} account={account} currency={currency} closeHref={hrefWith(path, given, { edit: null })} change={changeAccount} />}
    </>
  );
}
