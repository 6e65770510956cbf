import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { FORMATS, type ExportState } from '@/lib/training/schema';
import { isAtWork, optionWords, progressWords, sizeWords, statusOf } from './export-words';

/** The exports so far, newest first. */
export function ExportsTable({ workspace, rows, now }: { workspace: string; rows: readonly ExportState[]; now: string }) {
  const lines = ({ manifest, status, ...row }: ExportState) => {
    if (isAtWork(status)) return progressWords(row);
    if (!manifest) return row.error ?? '–';
    return `${manifest.files.reduce((sum, f) => sum + f.lines, 0).toLocaleString('en-US')} lines, ${sizeWords(manifest.files.reduce((sum, f) => sum + f.bytes, 0))}`;
  };
  const columns: Column<ExportState>[] = [
    { key: 'what', header: 'Export', cell: (row) => `Version ${row.version}: ${FORMATS[row.format].name}`, under: (row) => <span className="block text-xs font-normal text-muted">{optionWords(row.options, FORMATS[row.format].pairs)}</span> },
    { key: 'status', header: 'Status', cell: (row) => { const { word, tone } = statusOf(row, now); return <Badge tone={tone}>{word}</Badge>; } },
    { key: 'lines', header: 'Lines', from: 'md', cell: lines },
    { key: 'who', header: 'By', from: 'lg', cell: (row) => row.actorName },
    { key: 'when', header: 'When', from: 'sm', cell: (row) => <RelativeTime iso={row.createdAt} now={now} /> },
  ];
  return (
    <DataTable
      caption="Exports" columns={columns} rows={rows} rowKey={(row) => row.id} rowHref={(row) => `/w/${workspace}/training/exports/${row.id}`}
      empty={<EmptyState title="Nothing was exported yet">Each export stands here with its choices, its manifest, and, for a week, its files.</EmptyState>}
    />
  );
}
