import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { RelatedDeals } from '@/components/contacts/related-deals';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { ChangeState } from '@/components/leads/change-state';
import { LeadDetails, LeadFacts } from '@/components/leads/lead-details';
import { LeadOwner } from '@/components/leads/lead-owner';
import { LeadScore } from '@/components/leads/lead-score';
import { LeadTimeline } from '@/components/leads/lead-timeline';
import { whenWords, workplace } from '@/components/leads/lead-words';
import { StateBadge } from '@/components/leads/state-badge';
import { BackLink } from '@/components/ui/back-link';
import { Card } from '@/components/ui/card';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { leadOverview } from '@/lib/leads/get-lead';
import { leadOwners } from '@/lib/leads/list-leads';
import { isOpen } from '@/lib/leads/schema';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { assign, changeState, convert } from '../actions';

type Props = { params: Promise<{ workspace: string; lead: string }> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, id: string) => {
  const { scope, member } = await pageAccess(workspace, 'lead.read');
  if (!z.uuid().safeParse(id).success) notFound();
  return { scope, member, opened: await orNotFound(leadOverview(scope, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, lead } = await params;
  return { title: (await load(workspace, lead)).opened.lead.name };
}

export default async function LeadPage({ params }: Props) {
  const { workspace, lead: id } = await params;
  const { scope, member, opened } = await load(workspace, id);
  const { lead, facts, events, timeline, deals } = opened;
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const mayWrite = allows(scope.role, 'lead.write');
  const owners = allows(scope.role, 'lead.assign') ? await leadOwners(scope) : [];

  return (
    <>
      <PageHeader title={lead.name} back={<BackLink href={`/w/${workspace}/leads`} label="All leads" />} />
      <div className="-mt-2 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pb-4">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-muted">
          {/* While it is open, the steps beside it say the state. */}
          {!(mayWrite && isOpen(lead.state)) && <StateBadge state={lead.state} />}
          <span>{[[lead.jobTitle, workplace(lead)].filter(Boolean).join(', ') || null, whenWords(lead, habits), lead.owner?.name ?? 'nobody’s yet'].filter(Boolean).join(' · ')}</span>
          {lead.simulated && <SimulatedMark />}
        </p>
        {mayWrite && (
          <div className="flex max-w-full flex-wrap items-center gap-1.5">
            <ChangeState workspace={workspace} lead={lead} change={changeState} convert={convert} />
            <LeadOwner workspace={workspace} lead={lead} ownId={member.memberId} owners={owners} assign={assign} />
          </div>
        )}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <LeadScore overview={opened} now={now} habits={habits} />
          {deals.length > 0 && (
            <Card title="Deals" flush>
              <RelatedDeals deals={deals} workspace={workspace} now={now} habits={habits} />
            </Card>
          )}
          <Card title="Timeline">
            <LeadTimeline entries={timeline} events={events} workspace={workspace} habits={habits} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Details">
            <LeadDetails lead={lead} workspace={workspace} habits={habits} />
          </Card>
          <Card title="Known facts">
            <LeadFacts facts={facts} />
          </Card>
        </div>
      </div>
    </>
  );
}
