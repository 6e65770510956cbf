'use client';

import { useRouter } from 'next/navigation';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';

export type PageAction<I, R> = (workspace: string, input: I) => Promise<Outcome<R>>;

/**
 * A change from a button, select or menu, where no form could hold the problem: what was done, what went wrong and the way back stand
 * in a toast, and the page is read anew.
 */
export function useChange<I, R>(call: PageAction<I, R>, workspace: string) {
  const router = useRouter();
  const { run, pending } = useAction<I, R>(async (slug, input) => {
    const outcome = await call(slug, input);
    if (!outcome.ok) showToast(outcome.error.message, { tone: 'risk' });
    return outcome;
  }, workspace);
  const change = async (input: I, done?: string, undo?: () => void): Promise<R | null> => {
    const data = await run(input);
    if (data === null) return null;
    if (done) showToast(done, { tone: 'opportunity', ...(undo ? { undo } : {}) });
    router.refresh();
    return data;
  };
  return { change, pending };
}
