import { X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface FilterChip {
  key: string;
  /** "Stage" */
  label: string;
  /** "Negotiation" */
  value: string;
  /** The same list without it. */
  removeHref: string;
}

/** The filters that the address holds, each with its way out; `children` are the controls that add more. */
export function FilterChips({ filters, clearHref, children }: { filters: readonly FilterChip[]; clearHref: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {filters.length > 0 && (
        <ul aria-label="Filters in use" className="flex flex-wrap items-center gap-2">
          {filters.map(({ key, label, value, removeHref }) => (
            <li key={key}>
              <Link
                href={removeHref}
                scroll={false}
                aria-label={`Remove filter ${label}: ${value}`}
                className="flex h-7 items-center gap-1 rounded-box border border-hairline-strong bg-surface ps-2 pe-1.5 text-xs hover:bg-surface-secondary pointer-coarse:h-9"
              >
                <span className="text-muted">{label}</span>
                <span className="max-w-48 truncate font-medium">{value}</span>
                <X size={14} aria-hidden className="text-muted" />
              </Link>
            </li>
          ))}
          <li>
            <Link href={clearHref} scroll={false} className="link px-1 text-xs leading-7">
              Clear all
            </Link>
          </li>
        </ul>
      )}
      {children}
    </div>
  );
}
