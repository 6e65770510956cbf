'use client';

import { useEffect, useRef, type ReactNode } from 'react';

const typing = 'input, select, textarea, [contenteditable="true"], dialog, [role="menu"]';

/** J and K move through the changes inside it, A, E and R press the buttons of the one that has the focus (or of the only one). */
export function ReviewKeys({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || (event.target as Element).closest(typing)) return;
      const items = [...(box.current?.querySelectorAll<HTMLElement>('[data-plan-item]') ?? [])];
      const at = items.length === 1 ? 0 : items.findIndex((item) => item.contains(document.activeElement));
      if (key === 'j' || key === 'k') {
        const next = items[at === -1 ? 0 : Math.min(items.length - 1, Math.max(0, at + (key === 'j' ? 1 : -1)))];
        next?.focus({ preventScroll: true });
        next?.scrollIntoView({ block: 'nearest' });
      } else if (['a', 'e', 'r'].includes(key)) {
        const button = items[at]?.querySelector<HTMLElement>(`[data-do="${key}"]`);
        if (!button) return;
        event.preventDefault();
        button.click();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return <div ref={box} className="contents">{children}</div>;
}
