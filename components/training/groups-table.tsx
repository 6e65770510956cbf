import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Readiness } from '@/lib/training/schema';
import { TYPES } from './label-badge';

type Group = Readiness['groups'][number];

/** Labels by type of insight and by prompt version. */
export function GroupsTable({ groups, habits }: { groups: readonly Group[]; habits: ReadingHabits }) {
  const n = (value: number) => formatNumber(value, habits);
  const size = (g: Group) => g.good + g.mixed + g.bad;
  const columns: Column<Group>[] = [
    { key: 'name', header: 'Of', cell: (g) => (g.kind === 'type' ? (TYPES[g.name] ?? g.name) : `Version ${g.name}`), under: (g) => <span className="block text-xs font-normal text-muted">{g.kind === 'type' ? 'type of insight' : 'of the prompt'}</span> },
    { key: 'good', header: 'Good', align: 'end', cell: (g) => n(g.good) },
    { key: 'mixed', header: 'Mixed', align: 'end', cell: (g) => n(g.mixed) },
    { key: 'bad', header: 'Bad', align: 'end', cell: (g) => n(g.bad) },
    { key: 'all', header: 'All', align: 'end', from: 'sm', cell: (g) => n(size(g)) },
    { key: 'share', header: 'Good of all', align: 'end', from: 'sm', cell: (g) => formatPercent(g.good / size(g), habits) },
  ];
  return (
    <DataTable
      caption="Labels by type and prompt version" columns={columns} rows={groups} rowKey={(g) => `${g.kind} ${g.name}`}
      empty={<EmptyState title="Nothing is labelled yet">Each type of insight and each prompt version stands here with its good, mixed and bad examples. Say on a deal&apos;s page whether an insight helped, or let its deal end.</EmptyState>}
    />
  );
}
