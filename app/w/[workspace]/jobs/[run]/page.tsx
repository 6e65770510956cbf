import type { Metadata } from 'next';
import { z } from 'zod';
import { notFound } from 'next/navigation';
import { durationWords } from '@/components/jobs/duration';
import { RefreshWhile, ReplayControl, RunControls } from '@/components/jobs/run-controls';
import { RunRelations } from '@/components/jobs/run-relations';
import { functionWords, RunStatusMark } from '@/components/jobs/run-status';
import { StepList } from '@/components/jobs/step-list';
import { BackLink } from '@/components/ui/back-link';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { defaultHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { Progress } from '@/components/ui/progress';
import { getRun } from '@/lib/jobs/get-run';
import { canRepeat, isOver } from '@/lib/jobs/schema';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { cancel, replay, retry } from '../actions';

export const metadata: Metadata = { title: 'Job' };

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value, null, 2).slice(0, 4000));

export default async function JobPage({ params }: { params: Promise<{ workspace: string; run: string }> }) {
  const { workspace: slug, run: id } = await params;
  const { scope, member } = await pageAccess(slug, 'job.read');
  if (!z.uuid().safeParse(id).success) notFound();
  const run = await orNotFound(getRun(scope, id));
  const at = new Date();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const name = functionWords(run.functionName);
  const done = run.steps.filter(({ status }) => status === 'completed').length;
  const known = run.steps.filter(({ status }) => status !== 'dropped').length;
  const output = json(run.output);
  const path = `/w/${slug}/jobs`;
  return (
    <>
      <RefreshWhile active={!isOver(run.status)} />
      <PageHeader
        title={name}
        back={<BackLink href={path} label="All jobs" />}
        line={
          <span className="flex flex-wrap items-center gap-x-2">
            <RunStatusMark status={run.status} />
            <span>
              {run.startedAt ? <>began <DateText iso={run.startedAt.toISOString()} look="minute" habits={habits} />, {run.finishedAt ? 'took' : 'so far'} {durationWords((run.finishedAt ?? at).getTime() - run.startedAt.getTime())}</> : 'has not begun'}
            </span>
          </span>
        }
        actions={
          <>
            {canRepeat(run) && <ReplayControl workspace={slug} run={{ id: run.id, name }} path={path} replay={replay} />}
            <RunControls workspace={slug} run={{ id: run.id, name, status: run.status }} retry={retry} cancel={cancel} size="md" />
          </>
        }
      />
      <div className="flex max-w-4xl flex-col gap-4">
        {run.error && (
          <Notice tone="risk" title={run.error.message}>
            {run.status === 'failed' ? 'It was tried as often as it may be. Retry takes it up where it stopped: finished steps keep their results.' : 'It is tried again by itself.'}
          </Notice>
        )}
        {!isOver(run.status) && known > 0 && <Progress label="Steps" value={done} max={known} text={`${done} of ${known} known steps done`} />}
        <Card title="Steps" line={run.steps.length === 0 ? 'None yet.' : 'A finished step is never repeated: after a failure or restart the run goes on behind it.'} flush>
          <StepList run={run} path={path} now={at} habits={habits} />
        </Card>
        <RunRelations run={run} path={path} now={at.toISOString()} habits={habits} />
        <Card title="Why it runs" line={run.eventName}>
          <pre className="rounded-box bg-surface-secondary p-2 font-mono text-xs break-all whitespace-pre-wrap">{json(run.eventData)}</pre>
        </Card>
        {output && (
          <Card title="What it gave">
            <pre className="rounded-box bg-surface-secondary p-2 font-mono text-xs break-all whitespace-pre-wrap">{output}</pre>
          </Card>
        )}
      </div>
    </>
  );
}
