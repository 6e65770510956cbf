import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { ImportState } from '@/lib/imports/schema';
import { ENTITY_LABELS, progressWords, resultWords, statusOf } from './import-words';

type Row = Omit<ImportState, 'errors' | 'notes'>;

/** The imports so far, newest first. */
export function ImportsTable({ workspace, rows, now }: { workspace: string; rows: readonly Row[]; now: string }) {
  const columns: Column<Row>[] = [
    { key: 'file', header: 'File', cell: (row) => row.filename, under: (row) => ENTITY_LABELS[row.entity] },
    { key: 'status', header: 'Status', cell: (row) => { const { word, tone } = statusOf(row); return <Badge tone={tone}>{word}</Badge>; } },
    { key: 'result', header: 'Rows', from: 'md', cell: (row) => (row.status === 'running' ? progressWords(row) : row.status === 'mapping' ? 'not started' : row.status === 'failed' && row.rowsDone === 0 ? (row.error ?? '') : resultWords(row)) },
    { key: 'who', header: 'By', from: 'lg', cell: (row) => row.actorName },
    { key: 'when', header: 'When', cell: (row) => <RelativeTime iso={row.createdAt} now={now} /> },
  ];
  return (
    <DataTable
      caption="Imports" columns={columns} rows={rows} rowKey={(row) => row.id} rowHref={(row) => `/w/${workspace}/import/${row.id}`}
      empty={<EmptyState title="Nothing was imported yet">Each import stands here with what it created and changed, and can be undone whole.</EmptyState>}
    />
  );
}
