import { Handshake, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { ApprovalsLine } from '@/components/home/approvals-line';
import { AttentionCard } from '@/components/home/attention-card';
import { GettingStarted } from '@/components/home/getting-started';
import { ClosedCard, ClosingCard, FailuresCard, InsightsCard, MovedCard } from '@/components/home/home-cards';
import { homeLine } from '@/components/home/home-words';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { readHome } from '@/lib/home/read-home';
import { countWaiting } from '@/lib/plans/list-items';
import { pageAccess } from '@/lib/server/page';
import { allows, type Permission } from '@/lib/server/permissions';

export const metadata: Metadata = { title: 'Home' };

export default async function HomePage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const { scope, member } = await pageAccess(workspace, 'deal.read');
  const home = await readHome(scope, new Date());
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const can = (permission: Permission) => allows(scope.role, permission);
  const part = { home, reader: { workspace, now: home.now, habits, several: scope.sight === 'all' || scope.sight.length > 1 } };

  if (!home.workspace.deals) {
    return (
      <>
        <PageHeader title="Home" line={homeLine(home, habits)} />
        <div className="flex flex-col gap-4">
          <FailuresCard {...part} />
          <GettingStarted workspace={workspace} has={home.workspace} may={{ import: can('import.run'), invite: can('member.manage'), add: can('deal.write') }} />
        </div>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Home" line={homeLine(home, habits)} />
      <ApprovalsLine workspace={workspace} waiting={can('plan.decide') ? await countWaiting(scope) : 0} />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-4">
          {home.open.count > 0 ? <AttentionCard {...part} /> : <NoOpenDeal workspace={workspace} mayAdd={can('deal.write')} />}
          <MovedCard {...part} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <FailuresCard {...part} />
          <ClosingCard {...part} />
          <InsightsCard {...part} />
          <ClosedCard {...part} />
        </div>
      </div>
    </>
  );
}

/** The workspace has deals, but none is open for the reader. */
function NoOpenDeal({ workspace, mayAdd }: { workspace: string; mayAdd: boolean }) {
  const path = `/w/${workspace}/deals`;
  return (
    <Card>
      <EmptyState
        icon={<Handshake />}
        title="No open deal in your sight"
        action={
          <>
            {mayAdd && (
              <LinkButton href={`${path}?new=1`} variant="primary">
                <Plus aria-hidden />
                New deal
              </LinkButton>
            )}
            <LinkButton href={`${path}?status=all`}>See closed deals</LinkButton>
          </>
        }
      >
        Deals that you own appear here, and those of your team if the workspace shows them to you. The most pressing stands first, with what to do about it.
      </EmptyState>
    </Card>
  );
}
