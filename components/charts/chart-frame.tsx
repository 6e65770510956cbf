'use client';

import { Download, Table2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { toCsv, type CsvTable } from './csv';

export interface ChartFrameProps {
  /** The finding, as a sentence. */
  title: string;
  /** What is drawn, over which cases and time. */
  line?: ReactNode;
  /** The same numbers as the chart, for those who would rather read, and for the download. */
  table: CsvTable;
  /** Level of the title: 2 in a card without a title of its own, 3 under one. */
  level?: 2 | 3;
  /** Name of the downloaded file, without ending. */
  fileName: string;
  children: ReactNode;
}

/** Hands a table to the browser as a file. */
export function downloadCsv(fileName: string, table: CsvTable) {
  const address = URL.createObjectURL(new Blob(['\ufeff', toCsv(table)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${fileName}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

/** What surrounds every chart: the finding as its title, the numbers as a table in the same place, and a download. */
export function ChartFrame({ title, line, table, fileName, level = 2, children }: ChartFrameProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <Heading className="text-sm font-semibold">{title}</Heading>
          {line && <p className="text-xs text-muted">{line}</p>}
        </div>
        <div className="-mx-2 flex gap-1">
          <Button size="sm" variant="ghost" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Table2 aria-hidden />
            {asTable ? 'Show as chart' : 'Show as table'}
          </Button>
          <Button size="sm" variant="ghost" aria-label={`Download CSV: ${title}`} onClick={() => downloadCsv(fileName, table)}>
            <Download aria-hidden />
            CSV
          </Button>
        </div>
      </figcaption>
      {asTable ? <ChartTable title={title} table={table} /> : children}
    </figure>
  );
}

function ChartTable({ title, table }: { title: string; table: CsvTable }) {
  const side = (value: string | number | null) => (typeof value === 'number' ? 'text-end' : undefined);
  return (
    <div role="region" aria-label={title} tabIndex={0} className="max-h-72 overflow-auto rounded-box border border-hairline">
      <table className="data-table">
        <caption className="sr-only">{title}</caption>
        <thead>
          <tr>
            {table.head.map((name, column) => (
              <th key={name} scope="col" className={side(table.rows[0]?.[column] ?? null)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column} className={side(value)}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
