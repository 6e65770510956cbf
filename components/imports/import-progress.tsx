'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useTransition, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import { showToast } from '@/components/ui/toast-queue';
import type { ImportState } from '@/lib/imports/schema';
import type { ActionResult } from '@/lib/server/action';
import { isAtWork, progressWords, resultWords } from './import-words';

type Stop = (workspace: string, input: { importId: string }) => Promise<ActionResult<void>>;

async function readState(workspace: string, id: string, signal: AbortSignal): Promise<ImportState> {
  const response = await fetch(`/api/v1/imports/${id}`, { signal, headers: { 'x-winloop-workspace': workspace } });
  if (!response.ok) throw new Error('The server did not answer.');
  return (await response.json()) as ImportState;
}

/** How far the import is while it is at work; the page can be left and returned to. When it has ended, the page shows what came of it. */
export function ImportProgress({ workspace, initial, stop, children }: { workspace: string; initial: ImportState; stop: Stop; children: ReactNode }) {
  const router = useRouter();
  const [stopping, begin] = useTransition();
  const { data: state } = useQuery({
    queryKey: ['import', workspace, initial.id], queryFn: ({ signal }) => readState(workspace, initial.id, signal), initialData: initial, initialDataUpdatedAt: 0, staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isAtWork(data.status) ? 700 : false),
  });
  const ended = isAtWork(initial.status) && !isAtWork(state.status);
  useEffect(() => { if (ended) router.refresh(); }, [ended, router]);
  if (!isAtWork(state.status)) return children;

  const cancel = () => begin(async () => {
    const result = await stop(workspace, { importId: state.id });
    showToast(result.ok ? 'Stops after the rows it is at. What is in can be undone.' : result.error.message, { tone: result.ok ? 'neutral' : 'risk' });
  });
  const label = state.status === 'uploading' ? 'Receiving the file' : state.status === 'undoing' ? 'Taking the import back' : state.dryRun ? 'Trying' : 'Importing';
  // A file that is still being sent has nothing else to go on with.
  const line = state.status === 'uploading' ? 'It needs the page that sends the file. If that page was closed or the server stopped, cancel, and upload the file again.' : 'It goes on when you leave this page.';
  return (
    <Card title={label} line={line} actions={state.status !== 'undoing' && <Button onClick={cancel} disabled={stopping}>{stopping ? 'Stopping…' : 'Cancel'}</Button>}>
      <Progress label={state.filename} value={state.status === 'undoing' ? 0 : state.rowsDone} max={Math.max(1, state.totalRows ?? 1)} text={state.status === 'undoing' ? 'latest rows first' : progressWords(state)} />
      <p className="text-dense text-muted" aria-live="polite">{state.rowsDone > 0 && resultWords(state)}</p>
    </Card>
  );
}
