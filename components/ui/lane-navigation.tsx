'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { goTo, INTERACTIVE, isTyping } from './record-keys';

export interface LaneNavigationProps {
  label: string;
  /** A card was dropped on a lane, or sent to the lane beside its own by Shift and an arrow. */
  onMove?: (card: string, lane: string) => void;
  className?: string;
  children: ReactNode;
}

const CARD = '[data-card]';
const LANE = '[data-lane]';

/**
 * Keyboard, pointer and drag for cards (`[data-card][data-href]`) in lanes (`[data-lane]`): J and K or up and down move in a lane, left and
 * right to the lane beside it, with Shift they take the card along; Enter opens the record, O or Space its panel, M the card's menu. One
 * listener for all.
 */
export function LaneNavigation({ label, onMove, className, children }: LaneNavigationProps) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const dragged = useRef<string | null>(null);
  const [over, setOver] = useState<string | null>(null);

  useEffect(() => {
    for (const lane of box.current?.querySelectorAll<HTMLElement>(LANE) ?? []) lane.toggleAttribute('data-over', lane.dataset.lane === over);
  });

  useEffect(() => {
    const begin = (event: globalThis.KeyboardEvent) => {
      if (isTyping(event) || !['j', 'k'].includes(event.key) || box.current?.contains(document.activeElement?.closest(CARD) ?? null)) return;
      focus(box.current?.querySelector<HTMLElement>(CARD));
    };
    document.addEventListener('keydown', begin);
    return () => document.removeEventListener('keydown', begin);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const card = (event.target as Element).closest<HTMLElement>(CARD);
    if (!card || isTyping(event.nativeEvent)) return;
    const lanes = [...(box.current?.querySelectorAll<HTMLElement>(LANE) ?? [])];
    const at = lanes.findIndex((lane) => lane.contains(card));
    const down = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const across = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const cards = (lane: HTMLElement | undefined) => [...(lane?.querySelectorAll<HTMLElement>(CARD) ?? [])];
    if (down) {
      event.preventDefault();
      const own = cards(lanes[at]);
      focus(own[Math.min(own.length - 1, Math.max(0, own.indexOf(card) + down))]);
    } else if (across && event.shiftKey) {
      event.preventDefault();
      const target = lanes[at + across];
      if (target?.dataset.lane && card.dataset.card) onMove?.(card.dataset.card, target.dataset.lane);
    } else if (across) {
      event.preventDefault();
      for (let i = at + across; lanes[i]; i += across) {
        const there = cards(lanes[i]);
        if (there.length > 0) return focus(there[Math.min(there.length - 1, cards(lanes[at]).indexOf(card))]);
      }
    } else if (event.target === card) {
      if (event.key === 'Enter') goTo(router, card.dataset.href);
      else if (event.key === 'o' || event.key === ' ') {
        event.preventDefault();
        goTo(router, card.dataset.panelHref ?? card.dataset.href);
      } else if (event.key === 'm') card.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.click();
    }
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>(CARD);
    if (!card || target.closest(INTERACTIVE) || getSelection()?.isCollapsed === false) return;
    if (event.metaKey || event.ctrlKey) window.open(card.dataset.href, '_blank', 'noopener');
    else goTo(router, card.dataset.panelHref ?? card.dataset.href);
  };

  const laneOf = (event: DragEvent<HTMLElement>) => (event.target as Element).closest<HTMLElement>(LANE)?.dataset.lane ?? null;
  const drag = {
    onDragStart: (event: DragEvent<HTMLElement>) => {
      dragged.current = (event.target as Element).closest<HTMLElement>(CARD)?.dataset.card ?? null;
      if (dragged.current) event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!dragged.current) return;
      event.preventDefault();
      setOver(laneOf(event));
    },
    onDragEnd: () => {
      dragged.current = null;
      setOver(null);
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      const lane = laneOf(event);
      event.preventDefault();
      if (dragged.current && lane) onMove?.(dragged.current, lane);
      dragged.current = null;
      setOver(null);
    },
  };

  return (
    <div ref={box} role="group" aria-label={label} className={className} onKeyDown={onKeyDown} onClick={onClick} {...(onMove ? drag : {})}>
      {children}
    </div>
  );
}

function focus(card: HTMLElement | null | undefined): void {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}
