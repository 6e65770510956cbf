'use client';

import { Bell as BellIcon } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { useWaiting, type WaitingCounts } from './waiting';

/** The way to the inbox with the number of unread notifications, kept current while the page is open. */
export function Bell({ workspace, initial }: { workspace: string; initial: WaitingCounts }) {
  const unread = useWaiting(workspace, initial, true).inbox ?? 0;
  return (
    <Link href={`/w/${workspace}/inbox`} prefetch={false} aria-label={unread === 0 ? 'Inbox, nothing unread' : `Inbox, ${unread} unread`} className={buttonClass({ variant: 'ghost', iconOnly: true }, 'relative shrink-0')}>
      <BellIcon aria-hidden />
      {unread > 0 && (
        <span aria-hidden className="absolute -end-0.5 -top-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-accent-foreground">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}
