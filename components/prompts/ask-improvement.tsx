'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';

const EVERY_MS = 2_000;

/** Starts a look; while one is under way the page follows it. */
export function AskImprovement({ workspace, promptId, looking, ask }: { workspace: string; promptId: string; looking: boolean; ask: PageAction<{ promptId: string }, unknown> }) {
  const router = useRouter();
  const { change, pending } = useChange(ask, workspace);
  useEffect(() => {
    if (!looking) return;
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [looking, router]);
  const start = () => void change({ promptId }, 'It looks in the background; what it finds is told here.');
  return (
    <Button onClick={start} disabled={pending || looking}>
      {looking ? 'Looking…' : 'Look for improvements now'}
    </Button>
  );
}
