import { Download, KeyRound, Settings2 } from 'lucide-react';
import type { Metadata } from 'next';
import { AuditChange } from '@/components/audit/audit-entry';
import { AuditFilters } from '@/components/audit/audit-filters';
import { buttonClass } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterChips, type FilterChip } from '@/components/ui/filter-chips';
import { defaultHabits, formatDate } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { hrefWith } from '@/components/ui/url-state';
import { listEvents } from '@/lib/audit/list-events';
import { actorKey, auditQuery, type AuditEntry } from '@/lib/audit/schema';
import { actionWords } from '@/lib/audit/words';
import { pageAccess } from '@/lib/server/page';

export const metadata: Metadata = { title: 'Audit' };

type Search = Record<string, string | string[] | undefined>;

/** What the address asks for; a part that makes no sense is left out rather than refused. */
function readQuery(given: Search) {
  const shape = auditQuery.shape;
  const part = <K extends keyof typeof shape>(key: K) => {
    const parsed = shape[key].safeParse(given[key] === '' ? undefined : given[key]);
    return parsed.success && parsed.data !== undefined ? { [key]: parsed.data } : {};
  };
  return auditQuery.parse({ ...part('who'), ...part('action'), ...part('entity'), ...part('from'), ...part('to'), ...part('cursor') });
}

export default async function AuditPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Search> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'audit.read');
  const given = await searchParams;
  const query = readQuery(given);
  const { events, nextCursor, actors, actions } = await listEvents(scope, query);
  const path = `/w/${slug}/audit`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const { who, action, entity, from, to } = query;
  const filter = { who, action, entity, from, to };
  const chip = (key: keyof typeof filter, label: string, value: string | undefined): FilterChip[] => (value === undefined ? [] : [{ key, label, value, removeHref: hrefWith(path, given, { [key]: null, cursor: null }) }]);
  const chips = [
    ...chip('who', 'Who', who && (actors.find((actor) => actorKey(actor) === who)?.name ?? who)),
    ...chip('action', 'What', action && (action.includes('.') ? actionWords(action) : action.replaceAll('_', ' '))),
    ...chip('entity', 'Record', entity),
    ...chip('from', 'From', from && formatDate(`${from}T00:00:00Z`, 'day-year')),
    ...chip('to', 'To', to && formatDate(`${to}T00:00:00Z`, 'day-year')),
  ];
  const columns: Column<AuditEntry>[] = [
    { key: 'at', header: 'When', cell: ({ at }) => <span className="font-normal"><DateText iso={at.toISOString()} look="minute" habits={habits} /></span>, under: ({ actor }) => <span className="block font-normal text-muted sm:hidden">{actor.name}</span> },
    {
      key: 'who', header: 'Who', from: 'sm',
      cell: ({ actor }) => (
        <span className="flex items-center gap-1.5">
          {actor.kind === 'key' && <KeyRound size={14} aria-label="API key" className="shrink-0 text-muted" />}
          {actor.kind === 'system' && <Settings2 size={14} aria-label="Automatic" className="shrink-0 text-muted" />}
          {actor.name}
        </span>
      ),
    },
    { key: 'what', header: 'What', cell: (event) => <AuditChange event={event} entityHref={event.entityId && event.entityId !== entity ? hrefWith(path, {}, { entity: event.entityId }) : null} /> },
  ];
  return (
    <>
      <PageHeader
        title="Audit"
        line={`Every change: who, what, before and after. Nothing here can be changed or removed. Times in ${member.workspace.timezone.replaceAll('_', ' ')}.`}
        actions={
          events.length > 0 && (
            <a href={hrefWith('/api/v1/exports/audit', { ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) }, { workspace: slug })} className={buttonClass({})} download>
              <Download aria-hidden />
              Export CSV
            </a>
          )
        }
      />
      <AuditFilters action={path} filter={filter} actors={actors} actions={actions} />
      {chips.length > 0 && (
        <div className="mb-3">
          <FilterChips filters={chips} clearHref={path} />
        </div>
      )}
      <DataTable
        caption="Audit log" columns={columns} rows={events} rowKey={({ id }) => id}
        empty={
          <EmptyState title={chips.length > 0 ? 'No entry matches these filters' : 'Nothing has been changed yet'}>
            {chips.length > 0 ? 'Take one away to see more.' : 'Each change of a deal, a member, a key or a setting stands here, with what was before and after.'}
          </EmptyState>
        }
        footer={
          <Pagination
            text={query.cursor ? 'Older entries' : 'The newest entries'}
            previousHref={query.cursor ? hrefWith(path, given, { cursor: null }) : null}
            nextHref={nextCursor ? hrefWith(path, given, { cursor: nextCursor }) : null}
          />
        }
      />
    </>
  );
}
