import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { StatusBadge } from '@/components/experiments/badges';
import { DecisionLog } from '@/components/experiments/decision-log';
import { DesignCard } from '@/components/experiments/design-card';
import { ExperimentControls } from '@/components/experiments/experiment-controls';
import { ExperimentView } from '@/components/experiments/experiment-view';
import { count, countUnits, daysBetween, subjectWords, TYPE_WORDS } from '@/components/experiments/experiment-words';
import { ImportResults } from '@/components/experiments/import-results';
import { ProgramCard } from '@/components/experiments/program-card';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { BackLink } from '@/components/ui/back-link';
import { DateText } from '@/components/ui/date-text';
import { defaultHabits, type ReadingHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { analyzeExperiment } from '@/lib/experiments/analyze-experiment';
import { listDecisions } from '@/lib/experiments/decide';
import { getExperiment } from '@/lib/experiments/get-experiment';
import type { Results } from '@/lib/experiments/results-schema';
import type { Experiment } from '@/lib/experiments/schema';
import { env } from '@/lib/server/env';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { archive, complete, pause, resume, start, stop } from '../actions';
import { readLabels, SUBJECT_NAMES } from '../read-choices';

type Props = { params: Promise<{ workspace: string; experiment: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, id: string) => {
  const { scope, member } = await pageAccess(workspace, 'experiment.read');
  if (!z.uuid().safeParse(id).success) notFound();
  return { scope, member, experiment: await orNotFound(getExperiment(scope, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, experiment: id } = await params;
  return { title: (await load(workspace, id)).experiment.name };
}

export default async function ExperimentPage({ params, searchParams }: Props) {
  const { workspace: slug, experiment: id } = await params;
  const { scope, member, experiment } = await load(slug, id);
  const { metric } = await searchParams;
  const now = new Date();
  const path = `/w/${slug}/experiments`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const begun = experiment.startedAt !== null;
  const results = begun ? await analyzeExperiment(scope, id, now) : null;
  const decisions = await listDecisions(scope, id);
  const labels = await readLabels(scope, experiment.subject);
  const writes = allows(scope.role, 'experiment.write');
  const program = experiment.subject.kind === 'external' && (experiment.status === 'draft' || experiment.status === 'scheduled' || experiment.status === 'running' || experiment.status === 'paused');
  return (
    <>
      <RefreshWhile active={experiment.status === 'running' || experiment.status === 'scheduled'} every={30_000} />
      <PageHeader
        title={experiment.name} back={<BackLink href={`${path}${backTo(experiment)}`} label="All experiments" />} line={<Line experiment={experiment} results={results} now={now.toISOString()} habits={habits} />}
        actions={writes && <ExperimentControls workspace={slug} path={path} experiment={experiment} verdict={results?.verdict ?? null} actions={{ start, pause, resume, stop, complete, archive }} />}
      />
      {results ? (
        <ExperimentView experiment={experiment} results={results} decisions={decisions} names={SUBJECT_NAMES} labels={labels} metricKey={typeof metric === 'string' ? metric : null} path={`${path}/${id}`} now={now.toISOString()} habits={habits} />
      ) : (
        <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
          <DesignCard experiment={experiment} names={SUBJECT_NAMES} labels={labels} habits={habits} />
          <DecisionLog decisions={decisions} habits={habits} />
        </div>
      )}
      {program && (
        <div className="mt-4 grid min-w-0 items-start gap-4 xl:grid-cols-2">
          <ProgramCard experiment={experiment} origin={env().url} />
          {experiment.status === 'draft' && writes && <ImportResults workspace={slug} experiment={experiment} />}
        </div>
      )}
    </>
  );
}

const backTo = ({ status, archivedAt }: Experiment): string => (archivedAt ? '?tab=archive' : status === 'draft' ? '?tab=drafts' : status === 'stopped' || status === 'completed' ? '?tab=decided' : '');

function Line({ experiment: e, results, now, habits }: { experiment: Experiment; results: Results | null; now: string; habits: ReadingHabits }) {
  const days = e.startedAt ? daysBetween(e.startedAt, e.endedAt ?? now) : null;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatusBadge status={e.status} archived={e.archivedAt !== null} />
      <span>
        {[
          subjectWords(e.subject, SUBJECT_NAMES), TYPE_WORDS[e.type].name.toLowerCase(),
          days === null ? null : days === 0 ? (e.endedAt ? 'ran less than a day' : 'since today') : `${count(days, 'day', habits)}`,
          results && `${countUnits(results.units, e.unit, habits)}${e.plan.plannedUnits === null ? ' so far' : ` of ${e.plan.plannedUnits.toLocaleString(habits.locale)}`}`,
        ].filter(Boolean).join(', ')}
        {e.status === 'scheduled' && e.startAt && <>, starts <DateText iso={e.startAt} look="minute" habits={habits} /></>}
        {e.status === 'running' && e.stopAt && <>, ends <DateText iso={e.stopAt} look="minute" habits={habits} /></>}
      </span>
    </span>
  );
}
