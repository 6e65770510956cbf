/**
 * Gathers what was seen, expanded and copied and sends it in small batches, each thing once a page. Nothing waits for it: what could
 * not be sent is tried again later, and what the server refuses is forgotten.
 */
import type { Signal } from '@/lib/feedback/schema';

/** sent: stored. refused: never will be. lost: worth another try. */
export type Delivery = 'sent' | 'refused' | 'lost';

export interface SignalQueue {
  add: (signal: Signal) => void;
  /** Sends what waits at once: the page is being left. */
  flush: () => void;
}

const BATCH = 100;
const GATHER_MS = 1500;
const LONGEST_MS = 60_000;

export function createSignalQueue(send: (signals: Signal[]) => Promise<Delivery>, later: (run: () => void, ms: number) => void): SignalQueue {
  const waiting = new Map<string, Signal>();
  const known = new Set<string>();
  let planned = false;
  let failures = 0;

  const plan = (ms: number) => {
    if (planned) return;
    planned = true;
    later(flush, ms);
  };
  const keyOf = ({ insightId, kind }: Signal) => `${insightId} ${kind}`;

  function flush(): void {
    planned = false;
    const batch = [...waiting.values()].slice(0, BATCH);
    if (batch.length === 0) return;
    for (const signal of batch) waiting.delete(keyOf(signal));
    void send(batch).then((delivery) => {
      failures = delivery === 'lost' ? failures + 1 : 0;
      if (delivery === 'lost') for (const signal of batch) waiting.set(keyOf(signal), signal);
      if (waiting.size > 0) plan(Math.min(LONGEST_MS, GATHER_MS * 2 ** failures));
    });
  }

  return {
    add: (signal) => {
      if (known.has(keyOf(signal))) return;
      known.add(keyOf(signal));
      waiting.set(keyOf(signal), signal);
      plan(GATHER_MS);
    },
    flush,
  };
}
