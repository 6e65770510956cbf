'use client';

import { Archive, ArchiveRestore, CircleStop, Flag, Pause, Play } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { Button, LinkButton } from '@/components/ui/button';
import { FormDialog, textField } from '@/components/ui/form-dialog';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { TextArea } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import type { Verdict } from '@/lib/experiments/results-schema';
import type { Experiment } from '@/lib/experiments/schema';

type Reason = { id: string; reason: string };
export interface ExperimentActions {
  start: PageAction<{ id: string }, unknown>;
  pause: PageAction<Reason, unknown>;
  resume: PageAction<Reason, unknown>;
  stop: PageAction<Reason, unknown>;
  complete: PageAction<{ id: string; winnerId: string | null; learnings?: string }, unknown>;
  archive: PageAction<{ id: string; archived: boolean }, unknown>;
}

interface Props {
  workspace: string;
  /** /w/<slug>/experiments */
  path: string;
  experiment: Pick<Experiment, 'id' | 'name' | 'status' | 'variants' | 'archivedAt'>;
  verdict: Verdict | null;
  actions: ExperimentActions;
}

/** What an operator can do with an experiment: start, pause, resume, stop at once, decide, put away. */
export function ExperimentControls({ workspace, path, experiment: { id, name, status, variants, archivedAt }, verdict, actions }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<'stop' | 'complete' | null>(null);
  const starting = useChange(actions.start, workspace);
  const pausing = useChange(actions.pause, workspace);
  const resuming = useChange(actions.resume, workspace);
  const archiving = useChange(actions.archive, workspace);
  const live = status === 'running' || status === 'paused';
  const decides = live || status === 'stopped';
  const done = (words: string) => {
    showToast(words, { tone: 'opportunity' });
    router.refresh();
  };
  const put = (archived: boolean): Promise<unknown> => archiving.change({ id, archived }, archived ? 'Archived: it is found under Archive' : 'It stands in its list again', () => void put(!archived));
  return (
    <>
      {(status === 'draft' || status === 'scheduled') && <LinkButton href={`${path}/${id}/edit`}>Change</LinkButton>}
      {(status === 'draft' || status === 'scheduled') && (
        <Button variant="primary" aria-disabled={starting.pending} onClick={() => void starting.change({ id }, `${name} runs`)}>
          <Play aria-hidden />
          {status === 'scheduled' ? 'Start now' : 'Start'}
        </Button>
      )}
      {status === 'running' && (
        <Button aria-disabled={pausing.pending} onClick={() => void pausing.change({ id, reason: '' }, 'Paused: nobody new gets a variant until it is resumed', () => void resuming.change({ id, reason: '' }, `${name} runs again`))}>
          <Pause aria-hidden />
          Pause
        </Button>
      )}
      {status === 'paused' && (
        <Button aria-disabled={resuming.pending} onClick={() => void resuming.change({ id, reason: '' }, `${name} runs again`)}>
          <Play aria-hidden />
          Resume
        </Button>
      )}
      {decides && (
        <Button variant={verdict?.safeToStop || status === 'stopped' ? 'primary' : 'outline'} aria-haspopup="dialog" onClick={() => setOpen('complete')}>
          <Flag aria-hidden />
          Decide
        </Button>
      )}
      {live && (
        <Button variant="danger" aria-haspopup="dialog" onClick={() => setOpen('stop')}>
          <CircleStop aria-hidden />
          Stop
        </Button>
      )}
      {(status === 'stopped' || status === 'completed' || status === 'draft') && (
        <Button aria-disabled={archiving.pending} onClick={() => void put(archivedAt === null)}>
          {archivedAt === null ? <Archive aria-hidden /> : <ArchiveRestore aria-hidden />}
          {archivedAt === null ? 'Archive' : 'Take out of the archive'}
        </Button>
      )}
      {open === 'stop' && (
        <FormDialog
          danger title={`Stop ${name} now?`} line="At once: from the next request on nobody gets a variant, everything is as it was before the experiment. What was measured stays. It cannot be started again."
          workspace={workspace} save={actions.stop} submit="Stop now" pendingText="Stopping" onClose={() => setOpen(null)} onSaved={() => done('Stopped: nobody gets a variant any more')}
          read={(data) => ({ id, reason: textField(data, 'reason') ?? '' })}
          fields={(errorOf) => <TextArea label="Why" name="reason" maxLength={500} rows={2} hint="A few words; kept in the decision log." error={errorOf('reason')} />}
        />
      )}
      {open === 'complete' && (
        <FormDialog
          title={`Decide ${name}`} line={live ? 'It ends with this: nobody gets a variant any more. Making the winner the standard is a step of its own.' : 'The decision and the figures it rests on are kept in the log.'}
          workspace={workspace} save={actions.complete} submit="Decide" pendingText="Deciding" onClose={() => setOpen(null)} onSaved={() => done('Decided: it stands under Decided')}
          read={(data) => ({ id, winnerId: textField(data, 'winnerId'), learnings: textField(data, 'learnings') ?? '' })}
          fields={(errorOf) => (
            <>
              {verdict && <Notice tone={verdict.safeToStop ? 'opportunity' : 'caution'} title={verdict.safeToStop ? `Safe to stop: ${verdict.headline}` : 'The figures do not carry a decision yet'}>{verdict.safeToStop ? verdict.detail : `${verdict.headline} Whoever decides now decides on something else than these figures; say what under “Learned”.`}</Notice>}
              <Select
                label="Winner" name="winnerId" defaultValue={verdict?.variantId ?? ''} error={errorOf('winnerId')}
                options={[{ value: '', label: 'No winner: everything stays as it was' }, ...variants.map((v, index) => ({ value: v.id, label: index === 0 ? `${v.name} (control)` : v.name }))]}
              />
              <TextArea label="Learned" name="learnings" optional maxLength={2000} hint="What the next one who asks this should know. It is found in the archive." error={errorOf('learnings')} />
            </>
          )}
        />
      )}
    </>
  );
}
