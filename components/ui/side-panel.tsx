'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { buttonClass } from './button';
import { cx } from './cx';
import { Modal } from './modal';

export interface SidePanelProps {
  title: string;
  line?: ReactNode;
  closeHref: string;
  /** The records before and after this one in the list; null at its ends. */
  previousHref?: string | null;
  nextHref?: string | null;
  footer?: ReactNode;
  children: ReactNode;
}

const FIELD = 'input, select, textarea, [contenteditable="true"], [role="menu"]';

/**
 * A record beside its list. The address says that it is open, so closing goes to the address without it and Back works. J and K go to
 * the next and the previous record in place, so that Back still leads to the list.
 */
export function SidePanel({ title, line, closeHref, previousHref = null, nextHref = null, footer, children }: SidePanelProps) {
  const router = useRouter();
  useEffect(() => {
    const go = (event: KeyboardEvent) => {
      const href = { j: nextHref, k: previousHref }[event.key];
      const target = event.target instanceof Element ? event.target : null;
      // Another dialog over the panel has the keys.
      const covered = target?.closest('dialog') && !target.closest('dialog.modal-box--side');
      if (href && !covered && !target?.closest(FIELD) && !event.ctrlKey && !event.metaKey && !event.altKey) router.replace(href, { scroll: false });
    };
    document.addEventListener('keydown', go);
    return () => document.removeEventListener('keydown', go);
  }, [router, nextHref, previousHref]);

  return (
    <Modal
      placement="side" title={title} line={line} footer={footer} onClose={() => router.push(closeHref, { scroll: false })}
      tools={
        (previousHref ?? nextHref) !== null && (
          <>
            <Step href={previousHref} label="Previous" keys="k" icon={<ChevronUp aria-hidden />} />
            <Step href={nextHref} label="Next" keys="j" icon={<ChevronDown aria-hidden />} />
          </>
        )
      }
    >
      {children}
    </Modal>
  );
}

function Step({ href, label, keys, icon }: { href: string | null; label: string; keys: string; icon: ReactNode }) {
  const look = buttonClass({ variant: 'ghost', size: 'sm', iconOnly: true });
  if (href === null) return <span aria-hidden className={cx(look, 'pointer-events-none opacity-40')}>{icon}</span>;
  return (
    <Link href={href} replace scroll={false} prefetch={false} aria-label={`${label} (${keys.toUpperCase()})`} aria-keyshortcuts={keys} className={look}>
      {icon}
    </Link>
  );
}
