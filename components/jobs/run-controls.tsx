'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { canRetry, isOver, type RunStatus } from '@/lib/jobs/schema';

const EVERY = 2_000;

/** Reads the page anew while something is under way and the page is looked at. */
export function RefreshWhile({ active, every = EVERY }: { active: boolean; /** Milliseconds. */ every?: number }) {
  const router = useRouter();
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), every);
    return () => clearInterval(timer);
  }, [active, every, router]);
  return null;
}

export interface RunControlsProps {
  workspace: string;
  run: { id: string; name: string; status: RunStatus };
  retry: PageAction<{ id: string }, unknown>;
  cancel: PageAction<{ id: string }, unknown>;
  size?: 'sm' | 'md';
}

/** Retry what failed or was cancelled, cancel what is under way; nothing for what has completed. */
export function RunControls({ workspace, run, retry, cancel, size = 'sm' }: RunControlsProps) {
  const retrying = useChange(retry, workspace);
  const cancelling = useChange(cancel, workspace);
  if (canRetry(run.status)) {
    return (
      <Button size={size} aria-label={`Retry ${run.name}`} aria-disabled={retrying.pending} onClick={() => void retrying.change({ id: run.id }, 'It goes on where it stopped')}>
        Retry
      </Button>
    );
  }
  if (isOver(run.status)) return null;
  return (
    <Button
      size={size}
      aria-label={`Cancel ${run.name}`}
      aria-disabled={cancelling.pending}
      onClick={() => void cancelling.change({ id: run.id }, 'Cancelled; what it had finished stays', () => void retrying.change({ id: run.id }, 'It goes on where it stopped'))}
    >
      Cancel
    </Button>
  );
}

export interface ReplayProps {
  workspace: string;
  run: { id: string; name: string };
  /** Where runs are: /w/<slug>/jobs */
  path: string;
  replay: PageAction<{ id: string; click: string }, { id: string }>;
}

/** Does an ended run again from its beginning, as a new run, and goes there. */
export function ReplayControl({ workspace, run, path, replay }: ReplayProps) {
  const router = useRouter();
  const replaying = useChange(replay, workspace);
  // One a click: pressed twice, or sent twice by a slow line, it is the same new run.
  const [click, setClick] = useState<string | null>(null);
  const press = async (): Promise<void> => {
    if (replaying.pending) return;
    const mark = click ?? crypto.randomUUID();
    setClick(mark);
    const made = await replaying.change({ id: run.id, click: mark }, 'A new run begins');
    if (!made) return;
    setClick(null);
    router.push(`${path}/${made.id}`);
  };
  return (
    <Button size="md" aria-label={`Run ${run.name} again from its beginning`} title="A new run with the same event, from the beginning" aria-disabled={replaying.pending} onClick={() => void press()}>
      Run again
    </Button>
  );
}
