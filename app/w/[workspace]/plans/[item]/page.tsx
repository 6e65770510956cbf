import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { PlanItemView } from '@/components/plans/plan-item';
import { isScheduled } from '@/components/plans/plan-words';
import { ReviewKeys } from '@/components/plans/review-keys';
import { DiffView } from '@/components/prompts/diff-view';
import { BackLink } from '@/components/ui/back-link';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { getItem } from '@/lib/plans/list-items';
import { movePromptLabel, type PlanItem } from '@/lib/plans/schema';
import { compareVersions } from '@/lib/prompts/compare-versions';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';
import { decide, edit, revert } from '../actions';

export const metadata: Metadata = { title: 'Change' };

export default async function PlanItemPage({ params }: { params: Promise<{ workspace: string; item: string }> }) {
  const { workspace: slug, item: id } = await params;
  const { scope, member } = await pageAccess(slug, 'plan.read');
  if (!z.uuid().safeParse(id).success) notFound();
  const at = new Date();
  const item = await orNotFound(getItem(scope, id, at));
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const waits = item.status === 'proposed' || item.status === 'approved';
  return (
    <>
      <RefreshWhile active={item.status === 'approved' && !isScheduled(item, at.toISOString())} />
      <PageHeader title={item.title} back={<BackLink href={`/w/${slug}/plans${waits ? '' : '?tab=decided'}`} label="All changes" />} />
      <div className="max-w-5xl">
        <ReviewKeys>
          <PlanItemView workspace={slug} item={item} now={at.toISOString()} habits={habits} actions={allows(scope.role, 'plan.decide') ? { decide, edit, revert } : null} alone texts={await promptTexts(scope, item)} />
        </ReviewKeys>
      </div>
    </>
  );
}

/** What the prompt says now against what it would say, where the change moves a label from one version to another. */
async function promptTexts(scope: Scope, { change }: PlanItem) {
  const move = movePromptLabel.safeParse(change).data;
  if (!move?.from) return null;
  const { versions } = await getPrompt(scope, move.promptId);
  const [before, after] = [move.from, move.to].map(({ versionId }) => versions.find(({ id }) => id === versionId));
  return before && after ? <DiffView parts={compareVersions(before, after)} /> : null;
}
