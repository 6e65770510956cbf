import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { PlanItemView } from '@/components/plans/plan-item';
import { ReviewKeys } from '@/components/plans/review-keys';
import { BackLink } from '@/components/ui/back-link';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { getItem } from '@/lib/plans/list-items';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
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
      <RefreshWhile active={item.status === 'approved'} />
      <PageHeader title={item.title} back={<BackLink href={`/w/${slug}/plans${waits ? '' : '?tab=decided'}`} label="All changes" />} />
      <div className="max-w-5xl">
        <ReviewKeys>
          <PlanItemView workspace={slug} item={item} now={at.toISOString()} habits={habits} actions={allows(scope.role, 'plan.decide') ? { decide, edit, revert } : null} alone />
        </ReviewKeys>
      </div>
    </>
  );
}
