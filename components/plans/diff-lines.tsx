import { ArrowRight } from 'lucide-react';
import type { DiffLine } from '@/lib/plans/schema';

/** What changes, line by line: before struck through, then after. */
export function DiffLines({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <dl className="flex flex-col gap-1.5 rounded-box bg-surface-secondary p-3 text-dense">
      {lines.map(({ label, before, after }) => (
        <div key={label} className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(9rem,18rem)_minmax(0,1fr)]">
          <dt className="text-muted">{label}</dt>
          <dd className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <del className="text-muted wrap-anywhere">{before ?? 'nothing'}</del>
            <ArrowRight size={12} aria-label="becomes" className="shrink-0 text-muted" />
            <ins className="font-medium no-underline wrap-anywhere">{after ?? 'nothing'}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
