import Form from 'next/form';
import type { Metadata } from 'next';
import { JobTabs } from '@/components/jobs/job-tabs';
import { RunLinkLine } from '@/components/jobs/run-relations';
import { Button } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { Select } from '@/components/ui/select';
import { hrefWith } from '@/components/ui/url-state';
import { listEvents } from '@/lib/jobs/list-events';
import { eventQuery, type JobEventSeen } from '@/lib/jobs/schema';
import { pageAccess } from '@/lib/server/page';

export const metadata: Metadata = { title: 'Events' };

type Search = Record<string, string | string[] | undefined>;

function readQuery(given: Search) {
  const text = (value: Search[string]) => (typeof value === 'string' && value !== '' ? value : undefined);
  const shape = eventQuery.shape;
  return eventQuery.parse({ name: shape.name.safeParse(text(given.event)).data, cursor: shape.cursor.safeParse(text(given.cursor)).data });
}

export default async function EventsPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Search> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'job.read');
  const given = await searchParams;
  const query = readQuery(given);
  const { events, nextCursor, names } = await listEvents(scope, query);
  const jobs = `/w/${slug}/jobs`;
  const path = `${jobs}/events`;
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const columns: Column<JobEventSeen>[] = [
    {
      key: 'name', header: 'Event', cell: ({ name }) => name,
      under: ({ data }) => (
        <details className="text-xs font-normal">
          <summary className="link cursor-pointer">What it carries</summary>
          <pre className="mt-1 max-w-md rounded-box bg-surface-secondary p-2 font-mono break-all whitespace-pre-wrap">{JSON.stringify(data, null, 2).slice(0, 4000)}</pre>
        </details>
      ),
    },
    { key: 'runs', header: 'Runs that it made', cell: ({ runs }) => (runs.length === 0 ? <span className="text-muted">no job listened</span> : <span className="flex flex-col gap-0.5">{runs.map((run) => <RunLinkLine key={run.id} run={run} path={jobs} />)}</span>) },
    { key: 'sender', header: 'Sent by', from: 'md', cell: ({ sender }) => (sender ? <RunLinkLine run={sender} path={jobs} /> : <span className="text-muted">the product</span>) },
    { key: 'at', header: 'Came in', align: 'end', from: 'sm', cell: ({ receivedAt }) => <RelativeTime iso={receivedAt.toISOString()} now={now} habits={habits} /> },
  ];
  return (
    <>
      <PageHeader title="Jobs" line="What happened that jobs listen for, and the runs that it made" />
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <JobTabs path={jobs} current="events" />
        {names.length > 1 && (
          <Form action={path} scroll={false} className="flex items-end gap-2">
            <Select key={query.name ?? ''} label="Event" hideLabel name="event" className="w-56" defaultValue={query.name ?? ''} options={[{ value: '', label: 'All events' }, ...names.map((name) => ({ value: name, label: name }))]} />
            <Button type="submit">Show</Button>
          </Form>
        )}
      </div>
      <DataTable
        caption="Events" columns={columns} rows={events} rowKey={({ number }) => number}
        empty={
          <EmptyState title={query.name ? 'No such event' : 'Nothing has happened yet'}>
            {query.name ? 'Choose another event.' : 'Changes of deals, imports and requests for insights are announced here as events, each with the runs that it made. Change a deal to see the first.'}
          </EmptyState>
        }
        footer={
          <Pagination
            text={query.cursor ? 'Older events' : 'The newest events'}
            previousHref={query.cursor ? hrefWith(path, given, { cursor: null }) : null}
            nextHref={nextCursor ? hrefWith(path, given, { cursor: nextCursor }) : null}
          />
        }
      />
    </>
  );
}
