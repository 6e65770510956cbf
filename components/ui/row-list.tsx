import Link from 'next/link';
import type { ReactNode } from 'react';

/** A few records under each other inside a flush card: where a table would be too much. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-hairline border-t border-hairline">
      {children}
    </ul>
  );
}

export interface RowProps {
  /** Where the whole row leads; without it the row only says something. */
  href?: string;
  title: ReactNode;
  /** At the end of the row: a number, a state. */
  aside?: ReactNode;
  /** Before the title: an icon. */
  icon?: ReactNode;
  children?: ReactNode;
}

/** One record: its title is the link and the row its target. A control inside needs `relative z-1` to stay its own. */
export function Row({ href, title, aside, icon, children }: RowProps) {
  return (
    <li className="relative flex items-start gap-3 px-4 py-2.5 text-dense has-[>div>a]:hover:bg-surface-secondary">
      {icon && <span className="mt-0.5">{icon}</span>}
      <div className="min-w-0 flex-1">
        {href ? (
          <Link href={href} prefetch={false} className="font-medium wrap-anywhere after:absolute after:inset-0 hover:underline">
            {title}
          </Link>
        ) : (
          <span className="font-medium wrap-anywhere">{title}</span>
        )}
        {children}
      </div>
      {aside && <div className="shrink-0 text-end">{aside}</div>}
    </li>
  );
}
