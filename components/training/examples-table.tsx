import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { ReadingHabits } from '@/components/ui/format';
import { Pagination } from '@/components/ui/pagination';
import type { ExampleRow } from '@/lib/training/schema';
import { LabelBadge, TYPES } from './label-badge';

const because = ({ answers, resolution }: ExampleRow): string =>
  [answers > 0 ? `${answers} ${answers === 1 ? 'answer' : 'answers'}` : null, resolution === 'right' || resolution === 'wrong' ? `came out ${resolution}` : null].filter(Boolean).join(', ') || '–';

/** Examples, latest label first; one opens beside them. */
export function ExamplesTable({ rows, total, page, size, hrefOf, openHref, current, habits }: {
  rows: readonly ExampleRow[]; total: number; page: number; size: number; hrefOf: (page: number) => string; openHref: (id: string) => string; current?: string; habits: ReadingHabits;
}) {
  const columns: Column<ExampleRow>[] = [
    { key: 'title', header: 'Insight', cell: (row) => row.title, under: (row) => <span className="block text-xs font-normal text-muted">{TYPES[row.type] ?? row.type}{row.stage ? `, deal in ${row.stage}` : ''}</span> },
    { key: 'label', header: 'Label', cell: (row) => <LabelBadge label={row.label} /> },
    { key: 'because', header: 'Because', from: 'sm', cell: because },
    { key: 'result', header: 'Deal', from: 'md', cell: (row) => (row.result === null ? 'open' : <Badge tone={row.result === 'won' ? 'opportunity' : 'neutral'} plain>{row.result}</Badge>) },
    { key: 'at', header: 'As of', from: 'md', cell: (row) => <DateText iso={row.asOf} habits={habits} /> },
  ];
  return (
    <DataTable
      caption="Training examples" columns={columns} rows={rows} rowKey={(row) => row.id} rowHref={(row) => openHref(row.id)} currentKey={current}
      footer={<Pagination text={`${((page - 1) * size + 1).toLocaleString('en-US')}–${Math.min(page * size, total).toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`} previousHref={page > 1 ? hrefOf(page - 1) : null} nextHref={page * size < total ? hrefOf(page + 1) : null} />}
      empty={<EmptyState title="No example is like this">An insight becomes an example when somebody says whether it helped, or when its deal shows whether it was right.</EmptyState>}
    />
  );
}
