import { Badge } from '@/components/ui/badge';
import type { Preview } from '@/lib/imports/schema';

/** The first rows as they would be understood; what cannot be read is said under its row. */
export function UnderstoodRows({ columns, rows }: Pick<Preview, 'columns' | 'rows'>) {
  const shown = columns.filter((column) => column.field !== null);
  if (rows.length === 0) return <p className="px-4 pb-4 text-dense text-muted">The file has a header and no rows under it. Nothing would be imported.</p>;
  if (shown.length === 0) return <p className="px-4 pb-4 text-dense text-muted">No column becomes a field yet.</p>;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="The first rows">
      <table className="w-full text-dense">
        <caption className="sr-only">The first rows as they would be understood</caption>
        <thead>
          <tr className="border-y border-hairline text-xs text-muted">
            <th scope="col" className="py-2 ps-4 pe-2 text-end font-medium">Row</th>
            {shown.map(({ column, label }) => <th key={column} scope="col" className="whitespace-nowrap px-3 py-2 text-start font-medium last:pe-4">{label}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, understood, errors }) => (
            <tr key={row} className="border-b border-hairline align-top last:border-0">
              <th scope="row" className="py-2 ps-4 pe-2 text-end font-normal tabular-nums text-muted">{row}</th>
              {errors.length > 0
                ? (
                  <td colSpan={shown.length} className="px-3 py-2">
                    <div className="sticky start-3 flex max-w-[min(48rem,calc(100vw-7rem))] flex-wrap items-start gap-x-3 gap-y-1">
                      <Badge tone="risk">left out</Badge>
                      <ul className="min-w-0 flex-1 basis-60 text-muted">{errors.map((error, i) => <li key={i} className="break-words">{error.column ? `“${error.column}”: ` : ''}{error.message}</li>)}</ul>
                    </div>
                  </td>
                )
                : shown.map(({ column }) => <td key={column} className="max-w-56 truncate px-3 py-2 last:pe-4" title={understood[column] ?? ''}>{understood[column] ?? <span className="text-muted">–</span>}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
