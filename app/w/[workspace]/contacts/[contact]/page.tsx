import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { plural } from '@/components/accounts/account-words';
import { EditContactDialog } from '@/components/contacts/contact-dialogs';
import { LinkDeal, UnlinkDeal } from '@/components/contacts/deal-links';
import { Interactions } from '@/components/contacts/interactions';
import { RelatedDeals } from '@/components/contacts/related-deals';
import { RoleBadge } from '@/components/contacts/role-badge';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { STATE_WORDS } from '@/components/leads/lead-words';
import { BackLink } from '@/components/ui/back-link';
import { Card } from '@/components/ui/card';
import { DateText, RelativeTime } from '@/components/ui/date-text';
import { EditLink } from '@/components/ui/edit-link';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { hrefWith } from '@/components/ui/url-state';
import { accountNames } from '@/lib/accounts/list-accounts';
import { contactOverview } from '@/lib/contacts/get-contact';
import { leadOf } from '@/lib/leads/get-lead';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { changeContact, putOnDeal, takeOffDeal } from '../actions';

type Props = { params: Promise<{ workspace: string; contact: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, id: string, find: string) => {
  const { scope, member } = await pageAccess(workspace, 'contact.read');
  if (!z.uuid().safeParse(id).success) notFound();
  return { scope, member, opened: await orNotFound(contactOverview(scope, id, find)) };
});

/** What the deals to link are narrowed to. */
const findOf = ({ find }: Awaited<Props['searchParams']>): string => (typeof find === 'string' ? find.slice(0, 200) : '');

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { workspace, contact: id } = await params;
  return { title: (await load(workspace, id, findOf(await searchParams))).opened.contact.name };
}

export default async function ContactPage({ params, searchParams }: Props) {
  const { workspace: slug, contact: id } = await params;
  const given = await searchParams;
  const { scope, member, opened } = await load(slug, id, findOf(given));
  const { contact, deals, choices, moreChoices, timeline } = opened;
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const path = `/w/${slug}/contacts/${id}`;
  const mayWrite = allows(scope.role, 'contact.write');
  const lead = await leadOf(scope, id);
  const mayLink = allows(scope.role, 'deal.write');
  const open = deals.filter((deal) => deal.status === 'open').length;
  const latest = timeline[0];
  const links = { workspace: slug, contactId: id, link: putOnDeal, unlink: takeOffDeal };

  return (
    <>
      <PageHeader
        back={<BackLink href={`/w/${slug}/contacts`} label="All contacts" />}
        title={contact.name}
        line={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>
              {contact.jobTitle ?? 'Title not known'}
              {contact.account && (
                <>
                  {' '}
                  at{' '}
                  <Link href={`/w/${slug}/accounts/${contact.account.id}`} className="link">
                    {contact.account.name}
                  </Link>
                </>
              )}
              {latest ? (
                <>
                  , last interaction <RelativeTime iso={latest.at} now={now} habits={habits} />
                </>
              ) : (
                ', no interaction yet'
              )}
            </span>
            {contact.simulated && <SimulatedMark />}
          </span>
        }
        actions={mayWrite && <EditLink href={hrefWith(path, given, { edit: '1' })} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Deals" flush line={deals.length === 0 ? undefined : `On ${plural(open, 'open deal', habits)} and ${plural(deals.length - open, 'closed one', habits)}${scope.sight === 'all' ? '' : ' that you may see'}`}>
            {deals.length === 0 ? (
              <EmptyState title={scope.sight === 'all' ? 'On no deal' : 'On no deal that you may see'}>Put them on the deals that they have a say in: how many people are involved, and who, is part of the score.</EmptyState>
            ) : (
              <RelatedDeals deals={deals} workspace={slug} now={now} habits={habits} control={mayLink ? (deal) => <UnlinkDeal {...links} deal={deal} /> : undefined} />
            )}
            {mayLink && (choices.length > 0 || findOf(given) !== '') && <LinkDeal workspace={slug} contactId={id} link={putOnDeal} choices={choices} find={moreChoices || findOf(given) !== '' ? { path, text: findOf(given) } : null} />}
          </Card>
          <Card title="Latest interactions">
            <Interactions entries={timeline} workspace={slug} now={now} habits={habits} />
          </Card>
        </div>
        <Card title="Details">
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-dense [&_dt]:text-muted">
            {lead && (
              <>
                <dt>Lead</dt>
                <dd><Link href={`/w/${slug}/leads/${id}`} className="link">{STATE_WORDS[lead.state]}</Link></dd>
              </>
            )}
            <dt>Role in buying</dt>
            <dd><RoleBadge role={contact.buyingRole} /></dd>
            <dt>E-mail</dt>
            <dd className="wrap-anywhere">{contact.email ? <a href={`mailto:${contact.email}`} className="link">{contact.email}</a> : <span className="text-muted">not known</span>}</dd>
            <dt>Phone</dt>
            <dd className="wrap-anywhere">{contact.phone ? <a href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`} className="link">{contact.phone}</a> : <span className="text-muted">not known</span>}</dd>
            {contact.externalId && (
              <>
                <dt>External id</dt>
                <dd className="font-mono text-xs wrap-anywhere">{contact.externalId}</dd>
              </>
            )}
            <dt>Added</dt>
            <dd><DateText iso={contact.createdAt} habits={habits} /></dd>
          </dl>
        </Card>
      </div>
      {given.edit === '1' && mayWrite && <EditContactDialog workspace={slug} contact={contact} accounts={await accountNames(scope)} closeHref={hrefWith(path, given, { edit: null })} change={changeContact} />}
    </>
  );
}
