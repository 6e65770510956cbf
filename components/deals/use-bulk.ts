'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import { BULK_BATCH, type BulkChange, type BulkItem, type BulkResult } from '@/lib/deals/schema';
import { countOf } from './deal-words';

export type BulkAction = (workspace: string, input: { items: BulkItem[] }) => Promise<Outcome<BulkResult>>;
export type BulkProgress = { done: number; total: number; label: string };
export type Skipped = BulkResult['skipped'];

/** Sends a change of many deals a batch at a time: it can be watched and stopped, and what was done can be taken back. */
export function useBulk(call: BulkAction, workspace: string) {
  const router = useRouter();
  const stopped = useRef(false);
  const busy = useRef(false);
  const [progress, setProgress] = useState<BulkProgress | null>(null);
  const [skipped, setSkipped] = useState<Skipped>([]);

  /** `label`: what is being done, "Moving"; `done`: what was, "moved". Gives the ids that were changed. */
  const run = async (items: readonly BulkItem[], words: { label: string; done: string }, undoing = false): Promise<string[]> => {
    if (busy.current || items.length === 0) return [];
    busy.current = true;
    stopped.current = false;
    const result: BulkResult = { changed: [], skipped: [] };
    let problem: string | null = null;
    for (let at = 0; at < items.length && !stopped.current && problem === null; at += BULK_BATCH) {
      setProgress({ done: at, total: items.length, label: words.label });
      const batch = items.slice(at, at + BULK_BATCH);
      const answer = await call(workspace, { items: batch }).catch(() => null);
      if (answer?.ok) {
        result.changed.push(...answer.data.changed);
        result.skipped.push(...answer.data.skipped);
      } else if (answer?.error.kind === 'not_found') result.skipped.push(...batch.map(({ id }) => ({ id, name: null, reason: 'It is not there any more, or not in your sight.' })));
      else problem = answer ? answer.error.message : 'The server could not be reached.';
    }
    busy.current = false;
    setProgress(null);
    setSkipped(result.skipped);
    router.refresh();
    const undo = result.changed.flatMap((deal) => deal.undo ?? []);
    const left = items.length - result.changed.length - result.skipped.length;
    const said = [
      `${countOf(result.changed.length, 'deal')} ${words.done}`,
      result.skipped.length > 0 ? `${result.skipped.length} left out` : '', left > 0 ? `${left} not reached` : '', problem ?? '',
    ].filter(Boolean).join(', ');
    showToast(said, {
      tone: problem || result.changed.length === 0 ? 'caution' : 'opportunity',
      ...(undo.length > 0 && !undoing ? { undo: () => void run(undo, { label: 'Taking back', done: 'put back' }, true) } : {}),
    });
    return result.changed.map(({ id }) => id);
  };

  return {
    progress, skipped,
    forget: () => setSkipped([]),
    stop: () => void (stopped.current = true),
    change: (ids: readonly string[], change: BulkChange, words: { label: string; done: string }) => run(ids.map((id) => ({ id, change })), words),
  };
}
