'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { goTo, INTERACTIVE, isTyping } from './record-keys';

/**
 * Keyboard and pointer for the rows inside it (`tr[data-href]`): J and K move the focus, Enter opens the record, O, Space or a click its panel
 * (`data-panel-href`) or the record, with the platform's key for a new tab; X ticks the row's checkbox. One listener for the table, none for a row. Where the columns do not
 * fit, the box scrolls sideways and the keyboard can reach it to do so.
 */
export function RowNavigation({ label, children }: { label: string; children: ReactNode }) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(false);

  useEffect(() => {
    const move = (event: globalThis.KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (!step || isTyping(event)) return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>('tr[data-href]') ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setFits(element.scrollWidth <= element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = event.target;
    if (!(row instanceof HTMLTableRowElement) || isTyping(event.nativeEvent)) return;
    if (event.key === 'Enter') goTo(router, row.dataset.href);
    else if (event.key === 'o' || event.key === ' ') {
      event.preventDefault();
      goTo(router, row.dataset.panelHref ?? row.dataset.href);
    } else if (event.key === 'x') row.querySelector<HTMLElement>('input[type="checkbox"]')?.click();
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('tr[data-href]');
    if (!row || target.closest(INTERACTIVE) || getSelection()?.isCollapsed === false) return;
    if (event.metaKey || event.ctrlKey) window.open(row.dataset.href, '_blank', 'noopener');
    else goTo(router, row.dataset.panelHref ?? row.dataset.href);
  };

  return (
    <div ref={box} role="region" aria-label={label} tabIndex={fits ? undefined : 0} data-fits={fits || undefined} className="data-table-scroll" onKeyDown={onKeyDown} onClick={onClick}>
      {children}
    </div>
  );
}
