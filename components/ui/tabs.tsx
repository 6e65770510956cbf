import Link from 'next/link';
import { cx } from './cx';

export interface Tab {
  key: string;
  label: string;
  href: string;
  count?: number;
}

/** Views of one place as links, because the address holds the tab: back works, and each has a permalink. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-hairline [scrollbar-width:none]">
      <ul className="flex gap-4">
        {tabs.map(({ key, label: name, href, count }) => (
          <li key={key}>
            <Link
              href={href}
              scroll={false}
              aria-current={key === current ? 'page' : undefined}
              className={cx(
                '-mb-px flex h-9 items-center gap-1.5 border-b-2 text-dense whitespace-nowrap outline-offset-[-2px] pointer-coarse:h-10',
                key === current ? 'border-accent font-medium text-foreground' : 'border-transparent text-muted hover:text-foreground',
              )}
            >
              {name}
              {count !== undefined && <span className="text-xs text-muted">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
