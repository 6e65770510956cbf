import { GitPullRequestArrow, History } from 'lucide-react';
import type { Metadata } from 'next';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { PlanItemView } from '@/components/plans/plan-item';
import { isScheduled } from '@/components/plans/plan-words';
import { ReviewKeys } from '@/components/plans/review-keys';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { Kbd } from '@/components/ui/kbd';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { countWaiting, listItems, plannersRecord } from '@/lib/plans/list-items';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { decide, edit, revert } from './actions';

export const metadata: Metadata = { title: 'Plans' };

export default async function PlansPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'plan.read');
  const at = new Date();
  const tab = (await searchParams).tab === 'decided' ? 'decided' : 'waiting';
  const items = await listItems(scope, tab, at);
  const waiting = await countWaiting(scope, at);
  const record = tab === 'decided' ? await plannersRecord(scope) : null;
  const path = `/w/${slug}/plans`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const actions = allows(scope.role, 'plan.decide') ? { decide, edit, revert } : null;
  const count = (n: number) => formatNumber(n, habits);
  return (
    <>
      <RefreshWhile active={items.some((item) => item.status === 'approved' && !isScheduled(item, at.toISOString()))} />
      <PageHeader title="Plans" line={waiting === 0 ? 'No change waits for a decision' : waiting === 1 ? '1 change waits for a decision' : `${count(waiting)} changes wait for a decision`} />
      <div className="mb-4">
        <Tabs label="Changes" current={tab} tabs={[{ key: 'waiting', label: 'Waiting', href: path, count: waiting }, { key: 'decided', label: 'Decided', href: `${path}?tab=decided` }]} />
      </div>
      <div className="flex max-w-5xl flex-col gap-4">
        {record && items.length > 0 && (
          <p className="text-dense text-muted">
            {record.judged === 0
              ? 'No expected effect could be held against a measured one yet: it takes 20 resolved insights, or answers, before a change and since.'
              : `Of ${count(record.judged)} expected effects that could be measured, ${count(record.inside)} came out inside the interval that was given (95% intervals).`}
          </p>
        )}
        {items.length > 0 ? (
          <ReviewKeys>
            {items.map((item) => (
              <PlanItemView key={item.id} workspace={slug} item={item} now={at.toISOString()} habits={habits} actions={actions} />
            ))}
          </ReviewKeys>
        ) : (
          <Card>
            {tab === 'waiting' ? (
              <EmptyState
                icon={<GitPullRequestArrow />} title="No change waits for approval"
                action={<><LinkButton href={`/w/${slug}/settings/rules`}>Propose a rule change</LinkButton><LinkButton href={`${path}?tab=decided`}>See what was decided</LinkButton></>}
              >
                What people or the product itself propose (other numbers for a rule, another version of a prompt) waits here with its evidence and expected effect. Nothing is applied without an approval, and what was applied can be taken back.
              </EmptyState>
            ) : (
              <EmptyState icon={<History />} title="Nothing was decided yet" action={<LinkButton href={path}>See what waits</LinkButton>}>
                Approved, rejected and expired changes are kept here, the applied ones with their measured effect beside the expected one.
              </EmptyState>
            )}
          </Card>
        )}
        {tab === 'waiting' && items.length > 0 && actions && (
          <p className="text-xs text-muted max-lg:hidden">
            <Kbd keys={['J']} /> <Kbd keys={['K']} /> move, <Kbd keys={['A']} /> approves, <Kbd keys={['E']} /> edits, <Kbd keys={['R']} /> rejects
          </p>
        )}
      </div>
    </>
  );
}
