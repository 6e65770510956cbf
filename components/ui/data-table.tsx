import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Checkbox } from './checkbox';
import { cx } from './cx';
import { Kbd } from './kbd';
import { RowNavigation } from './row-navigation';
import type { Sort } from './url-state';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** First column only: what stands below the link, for example the account. */
  under?: (row: Row) => ReactNode;
  /** `end` for numbers: they align on their last digit. */
  align?: 'start' | 'end';
  /** Leaves the column out below this width; the first column always stays. */
  from?: 'sm' | 'md' | 'lg' | 'xl';
  /** In a table of `cards`: where the cell stands in the card of a phone, as grid classes. Absent: left out there. */
  card?: string;
  /** Address of the list ordered by this column. */
  sortHref?: string;
  /** What the column means, for those who wonder. */
  explanation?: string;
}

export interface DataTableProps<Row> {
  /** Names the table for those who do not see it. */
  caption: string;
  /** The first one names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The record's own page: Enter, and the link in the first column. */
  rowHref?: (row: Row) => string;
  /** What a click on the row opens instead, usually the side panel. */
  rowPanelHref?: (row: Row) => string;
  sort?: Sort;
  /** On a phone each row becomes a card of two columns (see `card` of the columns) instead of a table that scrolls sideways. */
  cards?: boolean;
  /** The row that is open in the panel. */
  currentKey?: string;
  /** Rows can be ticked (X on the keyboard): a table drawn in the browser keeps which. */
  selection?: RowSelection<Row>;
  /** Under the rows: pagination. */
  footer?: ReactNode;
  /** Instead of rows, when there are none. */
  empty: ReactNode;
}

export interface RowSelection<Row> {
  isSelected: (row: Row) => boolean;
  /** `range`: Shift was held, so everything since the last one goes along. */
  onToggle: (row: Row, range: boolean) => void;
  /** All rows of the page. */
  onToggleAll: (all: boolean) => void;
  /** Of a row, for its checkbox. */
  nameOf: (row: Row) => string;
}

const fromWidth = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' } as const;

/** The dense table: server-rendered, sorted by address, J/K/Enter and click by one small listener, first column and head always in view. */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowHref, rowPanelHref, sort, cards = false, currentKey, selection, footer, empty }: DataTableProps<Row>) {
  const allSelected = selection !== undefined && rows.every(selection.isSelected);
  const shape = (column: Column<Row>) => cx(column.align === 'end' && 'text-end', column.from && fromWidth[column.from], cards && (column.card ?? 'max-sm:hidden'));
  if (rows.length === 0) return <div className="card card--default p-0">{empty}</div>;
  return (
    <div className="card card--default min-w-0 gap-0 p-0">
      <RowNavigation label={caption}>
        <table className={cx('data-table', cards && 'data-table--cards')}>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={column.key} scope="col" className={shape(column)} title={column.explanation} aria-sort={sort?.key === column.key ? sort.direction : undefined}>
                  {index === 0 && selection ? (
                    <span className="flex items-center gap-2">
                      <Checkbox label="Select all on this page" hideLabel checked={allSelected} onChange={() => selection.onToggleAll(!allSelected)} />
                      <ColumnHead column={column} sort={sort} />
                    </span>
                  ) : (
                    <ColumnHead column={column} sort={sort} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = rowKey(row);
              const href = rowHref?.(row);
              return (
                <tr key={key} tabIndex={href ? -1 : undefined} data-href={href} data-panel-href={rowPanelHref?.(row)} aria-current={key === currentKey || undefined}>
                  {columns.map((column, index) => {
                    const Cell = index === 0 ? 'th' : 'td';
                    if (index === 0 && selection) {
                      return (
                        <Cell key={column.key} scope="row" className={shape(column)}>
                          <div className="flex items-start gap-2">
                            <Checkbox className="pt-0.5 max-sm:hidden" label={`Select ${selection.nameOf(row)}`} hideLabel checked={selection.isSelected(row)} onChange={(event) => selection.onToggle(row, (event.nativeEvent as Partial<MouseEvent>).shiftKey === true)} />
                            <div className="min-w-0 flex-1">
                              <Link href={href ?? ''} prefetch={false} className="hover:underline">{column.cell(row)}</Link>
                              {column.under?.(row)}
                            </div>
                          </div>
                        </Cell>
                      );
                    }
                    return (
                      <Cell key={column.key} scope={index === 0 ? 'row' : undefined} className={shape(column)}>
                        {index === 0 && href ? (
                          <Link href={href} prefetch={false} className="hover:underline">
                            {column.cell(row)}
                          </Link>
                        ) : (
                          column.cell(row)
                        )}
                        {column.under?.(row)}
                      </Cell>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </RowNavigation>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-hairline px-4 py-2 text-xs text-muted">
        {rowHref && (
          <p className="flex items-center gap-2 pointer-coarse:hidden">
            <Kbd keys={['J', 'K']} /> move <Kbd keys={['Enter']} /> open
            {rowPanelHref && <><Kbd keys={['O']} /> panel</>}
            {selection && <><Kbd keys={['X']} /> select</>}
          </p>
        )}
        <div className="flex-1">{footer}</div>
      </div>
    </div>
  );
}

function ColumnHead<Row>({ column, sort }: { column: Column<Row>; sort: Sort | undefined }) {
  if (!column.sortHref) return column.header;
  const active = sort?.key === column.key;
  const Arrow = active && sort.direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <Link href={column.sortHref} scroll={false} prefetch={false} className={cx('group inline-flex items-center gap-1 hover:text-foreground', active && 'text-foreground')}>
      {column.header}
      <Arrow size={12} aria-hidden className={cx(!active && 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60')} />
    </Link>
  );
}
