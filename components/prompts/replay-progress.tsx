'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import type { ReplaySummary } from '@/lib/replays/schema';

const EVERY_MS = 1_500;

/** How far a replay is; the page can be left and returned to. */
export function ReplayProgress({ workspace, replay, cancel }: { workspace: string; replay: ReplaySummary; cancel: PageAction<{ id: string }, unknown> | null }) {
  const router = useRouter();
  const { change, pending } = useChange(cancel ?? (() => Promise.reject(new Error('Only operators stop a replay'))), workspace);
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  const stop = () => void change({ id: replay.id }, 'Stops after the call that it is at. What was answered is compared.');
  return (
    <Card
      title={`Version ${replay.tried} is tried beside version ${replay.against}`} line="It goes on when you leave this page."
      actions={cancel && <Button onClick={stop} disabled={pending}>{pending ? 'Stopping…' : 'Cancel'}</Button>}
    >
      <Progress label="Past deals" value={replay.done} max={Math.max(1, replay.deals)} text={replay.status === 'queued' || replay.cutoff === null ? 'Choosing the deals and learning what was known then' : `${replay.done} of ${replay.deals} deals, both versions`} />
    </Card>
  );
}
