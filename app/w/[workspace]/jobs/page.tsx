import Form from 'next/form';
import type { Metadata } from 'next';
import { ClockCard } from '@/components/jobs/clock-card';
import { durationWords } from '@/components/jobs/duration';
import { JobTabs } from '@/components/jobs/job-tabs';
import { RefreshWhile, RunControls } from '@/components/jobs/run-controls';
import { functionWords, RunStatusMark, statusWords } from '@/components/jobs/run-status';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import { hrefWith } from '@/components/ui/url-state';
import { clockJobs } from '@/lib/jobs/clock-jobs';
import { listRuns } from '@/lib/jobs/list-runs';
import { isOver, RUN_STATUSES, runQuery, type JobRun } from '@/lib/jobs/schema';
import { sampleState } from '@/lib/sample/sample-state';
import { pageAccess } from '@/lib/server/page';
import { cancel, retry } from './actions';

export const metadata: Metadata = { title: 'Jobs' };

type Search = Record<string, string | string[] | undefined>;

function readQuery(given: Search) {
  const shape = runQuery.shape;
  const text = (value: Search[string]) => (typeof value === 'string' && value !== '' ? value : undefined);
  return runQuery.parse({ status: shape.status.safeParse(text(given.status)).data, functionName: shape.functionName.safeParse(text(given.function)).data, cursor: shape.cursor.safeParse(text(given.cursor)).data });
}

export default async function JobsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Search> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'job.read');
  const given = await searchParams;
  const query = readQuery(given);
  const { runs, nextCursor, counts, functions } = await listRuns(scope, query);
  const sample = member.workspace.isSample ? await sampleState() : null;
  const loading = sample?.status === 'loading' ? sample : null;
  const path = `/w/${slug}/jobs`;
  const at = new Date();
  const clock = await clockJobs(at);
  const now = at.toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const total = RUN_STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const active = RUN_STATUSES.filter((status) => !isOver(status)).reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const filtered = query.status !== undefined || query.functionName !== undefined;

  const statuses = [
    { value: '', label: `All states (${formatNumber(total, habits)})` },
    ...RUN_STATUSES.filter((status) => counts[status] || status === query.status).map((status) => ({ value: status, label: `${statusWords[status]} (${formatNumber(counts[status] ?? 0, habits)})` })),
  ];
  const columns: Column<JobRun>[] = [
    { key: 'function', header: 'Job', cell: ({ functionName }) => functionWords(functionName), under: ({ error }) => error && <span className="block max-w-md truncate text-xs font-normal text-risk" title={error.message}>{error.message}</span> },
    { key: 'status', header: 'Status', cell: ({ status }) => <RunStatusMark status={status} /> },
    { key: 'created', header: 'Started', from: 'sm', cell: ({ startedAt, createdAt }) => <RelativeTime iso={(startedAt ?? createdAt).toISOString()} now={now} habits={habits} /> },
    {
      key: 'duration', header: 'Took', align: 'end', from: 'sm', explanation: 'From its start to its end, or until now',
      cell: ({ startedAt, finishedAt }) => (startedAt ? durationWords((finishedAt ?? at).getTime() - startedAt.getTime()) : <span className="text-muted">not begun</span>),
    },
    { key: 'attempts', header: 'Failed attempts', align: 'end', from: 'md', explanation: 'Since its last finished step', cell: ({ attempt }) => attempt },
    { key: 'event', header: 'Because of', from: 'lg', cell: ({ eventName }) => <span className="text-muted">{eventName}</span> },
    { key: 'control', header: 'Do', align: 'end', cell: (run) => <RunControls workspace={slug} run={{ id: run.id, name: functionWords(run.functionName), status: run.status }} retry={retry} cancel={cancel} /> },
  ];
  return (
    <>
      <RefreshWhile active={active > 0 || loading !== null} />
      <PageHeader
        title="Jobs"
        line={total === 0 ? 'Work in the background, with its steps' : `${formatNumber(active, habits)} under way, ${formatNumber(counts.failed ?? 0, habits)} failed, ${formatNumber(counts.completed ?? 0, habits)} completed`}
      />
      {loading && (
        <Card className="mb-4">
          <Progress label="Filling the sample workspace" value={loading.done} max={Math.max(loading.total, 1)} text={loading.total > 0 ? `${loading.step}, ${formatNumber(loading.done, habits)} of ${formatNumber(loading.total, habits)}` : loading.step} />
        </Card>
      )}
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <JobTabs path={path} current="runs" />
        {total > 0 && (
          <Form action={path} scroll={false} className="flex flex-wrap items-end gap-2">
            <Select key={`status ${query.status ?? ''}`} label="State" hideLabel name="status" className="w-44" defaultValue={query.status ?? ''} options={statuses} />
            <Select key={query.functionName ?? ''} label="Job" hideLabel name="function" className="w-44" defaultValue={query.functionName ?? ''} options={[{ value: '', label: 'All jobs' }, ...functions.map((name) => ({ value: name, label: functionWords(name) }))]} />
            <Button type="submit">Show</Button>
          </Form>
        )}
      </div>
      <DataTable
        caption="Runs" columns={columns} rows={runs} rowKey={({ id }) => id} rowHref={({ id }) => `${path}/${id}`}
        empty={
          <EmptyState title={filtered ? 'No run matches' : 'No job has run yet'}>
            {filtered ? 'Choose another status or job.' : 'Insights, imports and nightly learning run here, each with its steps, timings and retries. Import deals or make the insights of a deal to see the first.'}
          </EmptyState>
        }
        footer={
          <Pagination
            text={query.cursor ? 'Older runs' : 'The newest runs'}
            previousHref={query.cursor ? hrefWith(path, given, { cursor: null }) : null}
            nextHref={nextCursor ? hrefWith(path, given, { cursor: nextCursor }) : null}
          />
        }
      />
      <ClockCard jobs={clock} now={now} habits={habits} />
    </>
  );
}
