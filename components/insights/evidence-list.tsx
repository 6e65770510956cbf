'use client';

import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import type { ReadingHabits } from '@/components/ui/format';
import type { EvidenceDetails } from '@/lib/insights/evidence-details';
import type { Insight } from '@/lib/insights/schema';
import { EvidenceItem } from './evidence-item';
import { citationKey } from './insight-words';
import { useSelection } from './selection';

export interface EvidenceListProps {
  insight: Insight;
  evidence: EvidenceDetails;
  workspace: string;
  habits: ReadingHabits;
}

/** All that an insight cites, opened; the citation that was asked for gets the focus, Esc gives it back to where it came from. */
export function EvidenceList({ insight, evidence, workspace, habits }: EvidenceListProps) {
  const { item, made, followedRef } = useSelection();
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    // Of the list in the panel and the one in the card only one is seen: that one follows.
    if (followedRef.current === made || !list.current?.checkVisibility()) return;
    followedRef.current = made;
    const target = [...list.current.children].find((child) => child instanceof HTMLElement && child.dataset.citation === item);
    if (!(target instanceof HTMLElement)) return;
    const cameFrom = document.activeElement;
    target.scrollIntoView({ block: 'nearest' });
    target.focus({ preventScroll: true });
    const back = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && cameFrom instanceof HTMLElement) cameFrom.focus();
    };
    target.addEventListener('keydown', back);
    return () => target.removeEventListener('keydown', back);
  }, [made, followedRef, item, insight.id]);

  return (
    <ul
      ref={list}
      aria-label={`Evidence for: ${insight.title}`}
      className="flex flex-col"
    >
      {insight.evidence.map((cited) => {
        const key = citationKey(cited);
        return (
          <li
            key={key}
            data-citation={key}
            tabIndex={-1}
            className={cx('-mx-2 scroll-my-2 rounded-box border-s-2 px-2 py-2.5 outline-offset-[-2px]', key === item ? 'border-accent bg-action-soft' : 'border-transparent')}
          >
            <EvidenceItem cited={cited} opened={evidence.opened[insight.runId]?.[key]} dealHref={(id) => (evidence.visibleDeals.includes(id) ? `/w/${workspace}/deals/${id}` : null)} habits={habits} />
          </li>
        );
      })}
    </ul>
  );
}
