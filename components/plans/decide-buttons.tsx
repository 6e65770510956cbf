'use client';

import { CalendarClock, Check, Pencil, Undo2, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange, type PageAction } from '@/components/settings/use-change';
import { useSetWaiting } from '@/components/shell/waiting';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { FormDialog } from '@/components/ui/form-dialog';
import { TextArea, TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { Tooltip } from '@/components/ui/tooltip';
import { LONGEST_AHEAD_DAYS, type Decision, type PlanItem, type RuleState } from '@/lib/plans/schema';

export interface PlanActions {
  decide: PageAction<{ id: string; decision: Decision; changeHash: string; note?: string; applyOn?: string }, unknown>;
  edit: PageAction<{ id: string; changeHash: string; after: RuleState }, unknown>;
  revert: PageAction<{ id: string; note?: string }, unknown>;
}

type Shown = Pick<PlanItem, 'applyAt' | 'id' | 'title' | 'status' | 'changeHash' | 'edit' | 'needsAnother' | 'reverting'>;

/** What a reviewer can do with a change. The approval is of exactly the change on the screen: its hash goes with it. */
export function DecideButtons({ workspace, item, actions, primary, zone }: { workspace: string; item: Shown; actions: PlanActions; primary: boolean; zone: string }) {
  const router = useRouter();
  const { askAnew } = useSetWaiting(workspace);
  const [open, setOpen] = useState<'edit' | 'reject' | 'revert' | 'schedule' | null>(null);
  const approving = useChange(actions.decide, workspace);
  const { id, changeHash } = item;
  const close = () => setOpen(null);
  const done = (words: string) => {
    showToast(words, { tone: 'opportunity' });
    askAnew();
    router.refresh();
  };
  const approve = () => void approving.change({ id, decision: 'approve', changeHash }, 'Approved: it is being applied').then(askAnew);

  if (item.status === 'applied') {
    return (
      <>
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen('revert')}>
          <Undo2 aria-hidden />
          Revert
        </Button>
        {open === 'revert' && (
          <FormDialog
            title={`Take back: ${item.title}`} line={item.reverting} workspace={workspace} save={actions.revert} submit="Revert" pendingText="Taking back" onClose={close} onSaved={() => done('Taken back')}
            read={(data) => ({ id, note: String(data.get('note') ?? '') })}
            fields={(errorOf) => <TextArea label="Why" name="note" optional maxLength={1000} error={errorOf('note')} />}
          />
        )}
      </>
    );
  }
  // Also after its day: its run may have been cancelled.
  const scheduled = item.status === 'approved' && item.applyAt !== null;
  if (item.status !== 'proposed' && !scheduled) return null;
  const size = primary ? 'md' : 'sm';
  return (
    <>
      {scheduled ? null : item.needsAnother ? (
        <p className="text-xs text-muted">You proposed this: somebody else approves it.</p>
      ) : (
        <>
          <Tooltip text="Approve (A)">
            <Button variant={primary ? 'primary' : 'outline'} size={size} data-do="a" aria-keyshortcuts="A" aria-disabled={approving.pending} onClick={approve}>
              <Check aria-hidden />
              Approve
            </Button>
          </Tooltip>
          <Tooltip text="Approve it for a later day">
            <Button size={size} aria-haspopup="dialog" onClick={() => setOpen('schedule')}>
              <CalendarClock aria-hidden />
              Schedule
            </Button>
          </Tooltip>
        </>
      )}
      {item.edit && (
        <Tooltip text="Edit the values (E)">
          <Button size={size} data-do="e" aria-keyshortcuts="E" aria-haspopup="dialog" onClick={() => setOpen('edit')}>
            <Pencil aria-hidden />
            Edit
          </Button>
        </Tooltip>
      )}
      <Tooltip text="Reject, with a reason (R)">
        <Button size={size} data-do="r" aria-keyshortcuts="R" aria-haspopup="dialog" onClick={() => setOpen('reject')}>
          <X aria-hidden />
          Reject
        </Button>
      </Tooltip>
      {open === 'schedule' && (
        <FormDialog
          title={`Approve for a day: ${item.title}`} line="It is applied then if what it changes still stands as it does now, and you may still approve it. Until then it can be rejected." workspace={workspace}
          save={actions.decide} submit="Approve for this day" pendingText="Approving" onClose={close} onSaved={() => done('Approved: it is applied on its day')}
          read={(data) => ({ id, decision: 'approve' as const, changeHash, applyOn: String(data.get('applyOn') ?? '') })}
          fields={(errorOf) => <TextInput label="Apply on" name="applyOn" type="date" hint={`From midnight, ${zone} time; within ${LONGEST_AHEAD_DAYS} days`} error={errorOf('applyOn')} />}
        />
      )}
      {open === 'reject' && (
        <FormDialog
          title={`Reject: ${item.title}`} line="Nothing changes. Who proposed it reads the reason, and the same change is not proposed again for 30 days unless something new speaks for it." workspace={workspace}
          save={actions.decide} submit="Reject" pendingText="Rejecting" onClose={close} onSaved={() => done('Rejected')}
          read={(data) => ({ id, decision: 'reject' as const, changeHash, note: String(data.get('note') ?? '') })}
          fields={(errorOf) => <TextArea label="Reason" name="note" maxLength={1000} error={errorOf('note')} />}
        />
      )}
      {open === 'edit' && item.edit && (
        <FormDialog
          title={`Edit: ${item.title}`} line="An approval is then of these values. The effect expected of the values before is not kept for them." workspace={workspace}
          save={actions.edit} submit="Save values" pendingText="Saving" onClose={close} onSaved={() => done('Edited: it waits with the new values')}
          read={(data) => ({ id, changeHash, after: { enabled: data.get('enabled') !== null, settings: Object.fromEntries(item.edit!.numbers.map(({ key }) => [key, Number(data.get(`number.${key}`))])) } })}
          fields={(errorOf) => (
            <>
              {item.edit!.numbers.map(({ key, label, unit, value, min, max }) => (
                <TextInput key={key} label={label} name={`number.${key}`} type="number" inputMode="decimal" step="any" min={min} max={max} defaultValue={value} hint={`${unit}, ${min} to ${max}`} error={errorOf(key)} />
              ))}
              <Checkbox label="The rule speaks" name="enabled" defaultChecked={item.edit!.enabled} />
            </>
          )}
        />
      )}
    </>
  );
}
