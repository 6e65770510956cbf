'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import { FORMATS, type ExportState } from '@/lib/training/schema';
import { isAtWork, progressWords } from './export-words';

async function readState(workspace: string, id: string, signal: AbortSignal): Promise<ExportState> {
  const response = await fetch(`/api/v1/training/exports/${id}`, { signal, headers: { 'x-winloop-workspace': workspace } });
  if (!response.ok) throw new Error('The server did not answer.');
  return (await response.json()) as ExportState;
}

/** How far the export is while it is written; the page can be left and returned to. Then `children`: what came of it. */
export function ExportProgress({ workspace, initial, stop, children }: { workspace: string; initial: ExportState; stop: ((workspace: string, input: { id: string }) => Promise<Outcome<void>>) | null; children: ReactNode }) {
  const router = useRouter();
  const { data: state } = useQuery({
    queryKey: ['training-export', workspace, initial.id], queryFn: ({ signal }) => readState(workspace, initial.id, signal), initialData: initial, initialDataUpdatedAt: 0, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isAtWork(data.status) ? 700 : false),
  });
  const ended = isAtWork(initial.status) && !isAtWork(state.status);
  useEffect(() => { if (ended) router.refresh(); }, [ended, router]);
  if (!isAtWork(initial.status)) return children;
  return (
    <Card title="Writing the files" line="It goes on when you leave this page." actions={stop && <Cancel workspace={workspace} id={initial.id} stop={stop} />}>
      <Progress label={FORMATS[state.format].name} value={state.done} max={Math.max(1, state.total)} text={state.status === 'queued' ? 'waiting for its turn' : progressWords(state)} />
    </Card>
  );
}

function Cancel({ workspace, id, stop }: { workspace: string; id: string; stop: (workspace: string, input: { id: string }) => Promise<Outcome<void>> }) {
  const router = useRouter();
  const action = useAction(stop, workspace);
  const cancel = async () => {
    await action.run({ id });
    showToast('The export was stopped. What was written of it is removed.');
    router.refresh();
  };
  return <Button onClick={() => void cancel()} disabled={action.pending}>{action.pending ? 'Stopping…' : 'Cancel'}</Button>;
}
