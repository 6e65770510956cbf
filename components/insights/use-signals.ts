'use client';

import { useEffect, type RefObject } from 'react';
import type { Signal } from '@/lib/feedback/schema';
import { createSignalQueue, type Delivery, type SignalQueue } from './signal-queue';

/** Half of the card (or half of the window, where the card is higher) in view for this long is "seen". */
const SEEN_MS = 1000;
const HALF = 0.5;
const queues = new Map<string, SignalQueue>();

async function send(workspace: string, signals: Signal[]): Promise<Delivery> {
  try {
    // keepalive: it arrives although the page is left meanwhile.
    const response = await fetch('/api/v1/insights/signals', {
      method: 'POST', keepalive: true, headers: { 'x-winloop-workspace': workspace, 'content-type': 'application/json' }, body: JSON.stringify({ signals }),
    });
    return response.ok ? 'sent' : response.status >= 500 || response.status === 429 ? 'lost' : 'refused';
  } catch {
    return 'lost';
  }
}

/** The one queue of a workspace in this page. */
function queueOf(workspace: string): SignalQueue {
  const known = queues.get(workspace);
  if (known) return known;
  const queue = createSignalQueue((signals) => send(workspace, signals), (run, ms) => void setTimeout(run, ms));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') queue.flush(); });
  window.addEventListener('online', () => queue.flush());
  queues.set(workspace, queue);
  return queue;
}

export const signal = (workspace: string, insightId: string, kind: Signal['kind']): void => queueOf(workspace).add({ insightId, kind });

const inView = ({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean =>
  intersectionRatio >= HALF || (rootBounds !== null && intersectionRect.height >= HALF * rootBounds.height);

/** Says that the insight was seen, once the element was in view for a second in a window that is looked at. */
export function useSeen(element: RefObject<HTMLElement | null>, workspace: string, insightId: string, counts: boolean): void {
  useEffect(() => {
    if (!element.current || !counts) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (!entry || !inView(entry)) return;
      timer = setTimeout(() => {
        if (document.visibilityState !== 'visible') return;
        signal(workspace, insightId, 'seen');
        observer.disconnect();
      }, SEEN_MS);
    }, { threshold: [0, 0.1, 0.25, HALF, 0.75, 1] });
    observer.observe(element.current);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [element, workspace, insightId, counts]);
}
