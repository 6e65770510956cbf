import type { ReactNode } from 'react';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { ExperimentSummary } from '@/lib/experiments/schema';
import { HealthBadge, StatusBadge } from './badges';
import { count, daysBetween, subjectWords, TYPE_WORDS, UNIT_WORDS, type SubjectNames } from './experiment-words';

interface Props {
  rows: readonly ExperimentSummary[];
  names: SubjectNames;
  path: string;
  now: string;
  habits: ReadingHabits;
  /** What was learned stands in the archive; what is true now in the others. */
  learned?: boolean;
  empty: ReactNode;
}

/** What has ended is not looked at any more: its page says what spoke against its figures. */
const isLive = ({ status }: ExperimentSummary): boolean => status === 'running' || status === 'paused';

/** Experiments, one a row: what is tried, how far it is, what can be said now, and whether to trust it. */
export function ExperimentsTable({ rows, names, path, now, habits, learned = false, empty }: Props) {
  const columns: Column<ExperimentSummary>[] = [
    {
      key: 'name', header: 'Experiment', card: '', cell: ({ name }) => name,
      under: (row) => <span className="block max-w-80 text-xs font-normal whitespace-normal text-muted">{subjectWords(row.subject, names)}, {count(row.variants, 'variant', habits)}</span>,
    },
    { key: 'status', header: 'Status', cell: (row) => <StatusBadge status={row.status} archived={row.archivedAt !== null} />, card: 'justify-self-end' },
    {
      key: 'says', header: learned ? 'Learned' : 'What is true now', card: 'col-span-2',
      cell: (row) => <span className="block min-w-48 max-w-md whitespace-normal">{(learned && row.learnings) || row.says}</span>,
    },
    { key: 'health', header: 'Health', from: 'md', card: '', cell: (row) => (isLive(row) ? <HealthBadge level={row.health} /> : <span className="text-muted">–</span>), explanation: 'Whether the figures may be trusted: traffic split as intended, units exposed once, guardrails unharmed' },
    { key: 'type', header: 'Type', from: 'lg', cell: ({ type }) => TYPE_WORDS[type].name, explanation: 'How it is run and judged' },
    { key: 'units', header: 'Units', align: 'end', card: 'justify-self-end', explanation: 'Exposed so far, of those it was planned for', cell: (row) => <Units row={row} habits={habits} /> },
    { key: 'days', header: 'Days', align: 'end', from: 'sm', explanation: 'Since it was started, until it ended', cell: (row) => <Days row={row} now={now} habits={habits} /> },
  ];
  return <DataTable caption="Experiments" columns={columns} rows={rows} rowKey={({ id }) => id} rowHref={({ id }) => `${path}/${id}`} cards empty={empty} />;
}

function Units({ row, habits }: { row: ExperimentSummary; habits: ReadingHabits }) {
  const many = UNIT_WORDS[row.unit].many;
  return (
    <>
      {formatNumber(row.units, habits)} <span className="block text-xs text-muted">{row.plannedUnits === null ? many : `of ${formatNumber(row.plannedUnits, habits)} ${many}`}</span>
    </>
  );
}

function Days({ row, now, habits }: { row: ExperimentSummary; now: string; habits: ReadingHabits }) {
  if (row.startedAt) return formatNumber(daysBetween(row.startedAt, row.endedAt ?? now), habits);
  if (row.startAt) return <span className="text-xs text-muted">from <DateText iso={row.startAt} look="day" habits={habits} /></span>;
  return <span className="text-muted">–</span>;
}
