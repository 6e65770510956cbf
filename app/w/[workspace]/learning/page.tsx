import { GraduationCap } from 'lucide-react';
import type { Metadata } from 'next';
import { LearningFilters } from '@/components/learning/learning-filters';
import { headline } from '@/components/learning/learning-words';
import { CalibrationCard, OverTimeCard, QualityCard } from '@/components/learning/quality-cards';
import { ActionsCard, EffectCard, UseCard } from '@/components/learning/result-cards';
import { VersionsTable } from '@/components/learning/versions-table';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { readUrlQuery } from '@/components/ui/url-query';
import { readMetrics } from '@/lib/learning/read-metrics';
import { learningQuery } from '@/lib/learning/schema';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';

export const metadata: Metadata = { title: 'Learning' };

export default async function LearningPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace } = await params;
  const { scope, member } = await pageAccess(workspace, 'learning.read');
  const given = await searchParams;
  const query = readUrlQuery(learningQuery, given);
  const metrics = await readMetrics(scope, query, new Date());
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const path = `/w/${workspace}/learning`;
  const part = { metrics, habits };
  const never = metrics.choices.providers.length === 0;
  return (
    <>
      <PageHeader title="Learning" line={headline(metrics, habits)} />
      <LearningFilters query={query} choices={metrics.choices} path={path} params={given} />
      <div className="flex flex-col gap-4">
        {metrics.simulated > 0 && (
          <p className="text-xs text-muted">
            {metrics.simulated === metrics.insights ? 'All' : formatNumber(metrics.simulated, habits)} of {formatNumber(metrics.insights, habits)} insights in view, with what people answered, were simulated for this sample workspace.
          </p>
        )}
        {never && (
          <Card>
            <EmptyState icon={<GraduationCap />} title="Nobody has seen an insight yet" action={<LinkButton href={`/w/${workspace}/deals`}>Open a deal</LinkButton>}>
              Once advice is asked for, seen and answered, and deals close, this page says how often it was right, whether people found it helpful, and what it changed.
            </EmptyState>
          </Card>
        )}
        <QualityCard {...part} />
        <CalibrationCard {...part} />
        <OverTimeCard {...part} />
        <ActionsCard {...part} />
        <EffectCard {...part} settingsHref={allows(scope.role, 'learning.manage') ? `/w/${workspace}/settings/workspace` : null} />
        <UseCard {...part} />
        <div className="flex min-w-0 flex-col gap-2">
          <h2 className="text-sm font-semibold">By version</h2>
          <VersionsTable rows={metrics.versions} habits={habits} />
        </div>
      </div>
    </>
  );
}
