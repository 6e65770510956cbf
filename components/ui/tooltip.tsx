'use client';

import { useEffect, useId, useRef, type ReactNode } from 'react';

/**
 * A few words about a control, on hover and on focus; Esc puts them away and they can be pointed at (WCAG 1.4.13). Never the only
 * place of a fact: a finger has no hover. The wrapped control keeps its own name and is described by the text.
 */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    anchor.current?.querySelector('a, button, input, select, [tabindex]')?.setAttribute('aria-describedby', id);
  }, [id]);

  const show = () => {
    const [at, box] = [anchor.current?.getBoundingClientRect(), bubble.current];
    if (!at || !box) return;
    box.showPopover();
    const size = box.getBoundingClientRect();
    const left = at.left + at.width / 2 - size.width / 2;
    box.style.left = `${Math.min(Math.max(8, left), document.documentElement.clientWidth - size.width - 8)}px`;
    box.style.top = `${at.top > size.height + 8 ? at.top - size.height - 4 : at.bottom + 4}px`;
  };
  const hide = () => bubble.current?.hidePopover();

  return (
    <span ref={anchor} className="inline-flex" onPointerEnter={show} onPointerLeave={hide} onFocus={show} onBlur={hide} onKeyDown={(event) => event.key === 'Escape' && hide()}>
      {children}
      <span ref={bubble} id={id} role="tooltip" popover="manual" className="tooltip-box">
        {text}
      </span>
    </span>
  );
}
