import type { ReactNode } from 'react';
import { cx } from './cx';

const bone = 'skeleton motion-safe:animate-pulse';

/** Says once, for the whole place, that something is on its way; the bones themselves are silent. */
function Loading({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      <div aria-hidden>{children}</div>
    </div>
  );
}

const widths = ['w-4/5', 'w-1/2', 'w-2/3', 'w-2/5', 'w-3/4'];

/** A table that has not arrived: same row height, same columns. */
export function TableSkeleton({ columns, rows = 10, label = 'Loading the table' }: { columns: number; rows?: number; label?: string }) {
  return (
    <Loading label={label} className="card card--default gap-0 overflow-clip p-0">
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} className={cx('flex h-10 items-center gap-6 border-b border-hairline px-4 last:border-0', row === 0 && 'bg-surface-secondary')}>
          {Array.from({ length: columns }, (_, column) => (
            <span key={column} className={cx('flex min-w-0 flex-1', column > 0 && 'max-sm:hidden')}>
              <span className={cx(bone, 'h-3', row === 0 ? 'w-16' : (widths[(row + column) % widths.length] ?? 'w-1/2'))} />
            </span>
          ))}
        </div>
      ))}
    </Loading>
  );
}

/** A card with a heading and lines of text. */
export function CardSkeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <Loading label={label} className="card card--default">
      <div className="flex flex-col gap-3 py-1">
        <span className={cx(bone, 'h-4 w-48')} />
        {Array.from({ length: lines }, (_, line) => (
          <span key={line} className={cx(bone, 'h-3', line === lines - 1 ? 'w-2/3' : 'w-full')} />
        ))}
      </div>
    </Loading>
  );
}

/** A chart: title, plot with a base line, two axis labels. */
export function ChartSkeleton({ label = 'Loading the chart' }: { label?: string }) {
  return (
    <Loading label={label}>
      <div className="flex h-56 flex-col justify-between border-b border-s border-hairline p-3">
        <span className={cx(bone, 'h-px w-full')} />
        <span className={cx(bone, 'h-px w-full')} />
        <span className={cx(bone, 'h-px w-full')} />
      </div>
    </Loading>
  );
}

/** A head of a page: title and line. */
export function PageHeaderSkeleton({ label = 'Loading the page' }: { label?: string }) {
  return (
    <Loading label={label} className="pb-4">
      <div className="flex flex-col gap-3 py-2">
        <span className={cx(bone, 'h-5 w-40')} />
        <span className={cx(bone, 'h-3 w-64')} />
      </div>
    </Loading>
  );
}
