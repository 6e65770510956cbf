import type { ReactNode } from 'react';

export interface StatProps {
  label: string;
  /** The number as text; a number is never alone, so the rest says in what, how sure and against what. */
  value: ReactNode;
  unit?: string;
  /** "53 to 71%" */
  interval?: string;
  /** "n = 412 closed deals" */
  sample?: string;
  /** "average here 63%", "+4 since last week" */
  compared?: ReactNode;
}

/** One number with its unit, interval, sample and comparison. A row of them belongs in a StatList. */
export function Stat({ label, value, unit, interval, sample, compared }: StatProps) {
  const fine = [interval, sample].filter(Boolean).join(', ');
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex flex-col gap-0.5">
        <span className="text-title font-semibold tracking-tight">
          {value}
          {unit && <span className="ms-1 text-dense font-normal tracking-normal text-muted">{unit}</span>}
        </span>
        {fine && <span className="text-xs text-muted">{fine}</span>}
        {compared && <span className="text-xs text-muted">{compared}</span>}
      </dd>
    </div>
  );
}

/** Numbers that are read together. */
export function StatList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">{children}</dl>;
}
