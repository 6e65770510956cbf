'use client';

import { CalendarRange, Columns3, Rows3 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { cx } from '@/components/ui/cx';
import { isTyping } from '@/components/ui/record-keys';
import type { DealView } from '@/lib/deals/schema';

const LOOKS = [
  { view: 'table', label: 'Table', Icon: Rows3 },
  { view: 'board', label: 'Board', Icon: Columns3 },
  { view: 'forecast', label: 'Forecast', Icon: CalendarRange },
] as const;

/** The same deals as a table, by stage or by month: links, and the keys 1, 2 and 3. */
export function ViewSwitch({ current, hrefs }: { current: DealView; hrefs: Readonly<Record<DealView, string>> }) {
  const router = useRouter();
  useEffect(() => {
    const choose = (event: KeyboardEvent) => {
      const look = isTyping(event) ? undefined : LOOKS[Number(event.key) - 1];
      if (look && look.view !== current) router.push(hrefs[look.view], { scroll: false });
    };
    document.addEventListener('keydown', choose);
    return () => document.removeEventListener('keydown', choose);
  }, [router, current, hrefs]);
  return (
    <nav aria-label="View" className="flex rounded-box border border-hairline-strong bg-surface">
      {LOOKS.map(({ view, label, Icon }, index) => (
        <Link
          key={view} href={hrefs[view]} scroll={false} prefetch={false} aria-current={view === current ? 'page' : undefined} aria-keyshortcuts={String(index + 1)} title={`${label} (${index + 1})`}
          className={cx('flex h-7 items-center gap-1.5 px-2 text-xs outline-offset-[-2px] not-first:border-s not-first:border-hairline pointer-coarse:h-9', view === current ? 'bg-action-soft font-medium text-action' : 'text-muted hover:text-foreground')}
        >
          <Icon size={14} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  );
}
