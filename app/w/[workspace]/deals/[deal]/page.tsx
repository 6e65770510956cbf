import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { DealFacts } from '@/components/deals/deal-facts';
import { EditDeal } from '@/components/deals/edit-deal';
import { MoveStage } from '@/components/deals/move-stage';
import { ScoreBlock } from '@/components/deals/score-block';
import { Advice } from '@/components/insights/advice';
import { EvidencePanel } from '@/components/insights/evidence-panel';
import { MissedBlock } from '@/components/insights/missed-block';
import { OutcomeBlock } from '@/components/insights/outcome-block';
import { readTab } from '@/components/insights/panel-tabs';
import { SaidList } from '@/components/insights/said-list';
import { SelectionProvider } from '@/components/insights/selection';
import { BackLink } from '@/components/ui/back-link';
import { Card } from '@/components/ui/card';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { dealFormChoices } from '@/lib/deals/deal-form';
import { openDeal } from '@/lib/insights/open-deal';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows, type Permission } from '@/lib/server/permissions';
import { changeDeal, moveDeal } from '../actions';
import { PanelContent } from './panel-content';

type Props = { params: Promise<{ workspace: string; deal: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const id = z.uuid();

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, dealId: string) => {
  const { scope, member } = await pageAccess(workspace, 'deal.read');
  if (!id.safeParse(dealId).success) notFound();
  return { scope, member, opened: await orNotFound(openDeal(scope, dealId)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, deal } = await params;
  return { title: (await load(workspace, deal)).opened.deal.name };
}

const one = (value: string | string[] | undefined): string | null => (typeof value === 'string' ? value : null);

export default async function DealPage({ params, searchParams }: Props) {
  const { workspace, deal: dealId } = await params;
  const { scope, member, opened } = await load(workspace, dealId);
  const given = await searchParams;
  const tab = readTab(given.tab);
  const can = (permission: Permission) => allows(scope.role, permission);
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const now = new Date().toISOString();

  const { deal, converted, score, insights, evidence, usualInStage, review } = opened;
  const choices = await dealFormChoices(scope);

  return (
    <SelectionProvider key={deal.id} insight={one(given.insight)} item={one(given.item)}>
      <PageHeader
        title={deal.name}
        back={<BackLink href={`/w/${workspace}/deals`} label="All deals" />}
      />
      <div className="-mt-2 flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-4">
        <DealFacts deal={deal} converted={converted} workspace={workspace} usual={usualInStage} now={now} habits={habits} />
        {can('deal.write') && (
          <div className="flex max-w-full flex-wrap items-center gap-2">
            <MoveStage workspace={workspace} deal={deal} stages={choices.stages} move={moveDeal} />
            <EditDeal workspace={workspace} deal={deal} choices={choices} mayAssign={can('deal.assign')} change={changeDeal} />
          </div>
        )}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {deal.status !== 'open' && <OutcomeBlock deal={deal} outcomes={review.outcomes} habits={habits} />}
          {deal.status !== 'open' && !insights.heldOut && <SaidList said={review.said} closed habits={habits} />}
          {review.missed && <MissedBlock report={review.missed} heldOut={insights.heldOut !== null} />}
          {score ? (
            <ScoreBlock score={score} status={deal.status} until={deal.closedAt ?? now} habits={habits} name={deal.name} learningHref={can('learning.read') ? `/w/${workspace}/learning` : null} modelHref={can('model.read') ? `/w/${workspace}/models/win_predictor` : null} />
          ) : (
            <Card>
              <p className="text-dense text-muted">Never scored: it was closed when it came in. It teaches the model all the same.</p>
            </Card>
          )}
          <Advice workspace={workspace} dealId={deal.id} initial={insights} evidence={evidence} status={deal.status} mayGenerate={can('insight.generate')} mayAnswer={can('feedback.write')} now={now} habits={habits} />
          {deal.status === 'open' && <SaidList said={review.said} closed={false} habits={habits} />}
          {deal.status === 'open' && <OutcomeBlock deal={deal} outcomes={review.outcomes} habits={habits} />}
        </div>
        <EvidencePanel workspace={workspace} dealId={deal.id} initial={insights} evidence={evidence} habits={habits} rendered={tab}>
          {tab !== 'evidence' && <PanelContent tab={tab} scope={scope} deal={deal} workspace={workspace} now={now} habits={habits} mayWrite={can('deal.write')} />}
        </EvidencePanel>
      </div>
    </SelectionProvider>
  );
}
