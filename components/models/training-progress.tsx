'use client';

import { useChange, type PageAction } from '@/components/settings/use-change';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { ReadingHabits } from '@/components/ui/format';
import { Progress } from '@/components/ui/progress';
import { MODELS, type Training } from '@/lib/models/life/schema';
import { isAtWork, progressWords, reasonWords } from './model-words';

const EVERY = 1_500;

/** A training at work: how far it is and for what; the page can be left and returned to. The version in use goes on judging meanwhile. */
export function TrainingProgress({ workspace, training, cancel, habits }: { workspace: string; training: Training; /** For those who may stop it. */ cancel: PageAction<{ id: string }, unknown> | null; habits: ReadingHabits }) {
  const { change, pending } = useChange(cancel ?? (() => Promise.reject(new Error('Only operators stop a training'))), workspace);
  const stop = () => void change({ id: training.id }, 'Stops after the step it is at. The version in use stays as it is.');
  return (
    <Card
      title={`${MODELS[training.model].label}: being trained`} line={`${reasonWords(training)}${training.why ? `: “${training.why}”` : ''}. It goes on when you leave this page, and nothing changes before the new version has been tried.`.replace(/^./, (first) => first.toUpperCase())}
      actions={cancel && <Button onClick={stop} aria-disabled={pending}>{pending ? 'Stopping…' : 'Cancel training'}</Button>}
    >
      <RefreshWhile active={isAtWork(training)} every={EVERY} />
      <Progress label={training.status === 'queued' ? 'Queued' : 'At work'} value={training.done} max={Math.max(1, training.total)} text={progressWords(training, habits)} />
    </Card>
  );
}
