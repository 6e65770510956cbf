'use client';

import { Pencil } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { formatPercent } from '@/components/ui/format';
import { closeModal, Modal } from '@/components/ui/modal';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import type { Deal, DealForm, DealFormPatch } from '@/lib/deals/schema';
import { changedFields, DealFields, focusFirst, readDealFields, type DealFieldChoices } from './deal-fields';
import type { Changed } from './move-stage';

export interface EditDealProps {
  workspace: string;
  deal: Deal;
  choices: DealFieldChoices;
  mayAssign: boolean;
  change: (workspace: string, input: { id: string; patch: DealFormPatch }) => Promise<Outcome<Changed>>;
}

/** Changes a deal; what somebody else changed meanwhile is not overwritten. The score looks again at once. */
export function EditDeal(props: EditDealProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" className="h-7.5" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Pencil aria-hidden />
        Edit
      </Button>
      {open && <EditDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function EditDialog({ workspace, deal, choices, mayAssign, change, onClose }: EditDealProps & { onClose: () => void }) {
  const router = useRouter();
  const action = useAction(change, workspace);
  const form = useRef<HTMLFormElement>(null);
  // What the fields held when they appeared, and of which version that was.
  const before = useRef<{ fields: DealForm; version: number } | null>(null);
  const remember = (element: HTMLFormElement | null) => {
    form.current = element;
    focusFirst(element);
    if (element && !before.current) before.current = { fields: readDealFields(new FormData(element)), version: deal.version };
  };

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const started = before.current;
    if (!started) return;
    const patch = changedFields(started.fields, readDealFields(new FormData(element)));
    if (Object.keys(patch).length === 0) return closeModal(element);
    const changed = await action.run({ id: deal.id, patch: { ...patch, version: started.version } });
    if (!changed) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    closeModal(element);
    router.refresh();
    const [was, is] = [deal.probability, changed.probability];
    showToast(was === null || is === null || Math.round(was * 100) === Math.round(is * 100) ? 'Saved' : `Saved: ${formatPercent(was)} before, now ${formatPercent(is)}`, { tone: 'opportunity' });
  };

  return (
    <Modal placement="center" title="Edit deal" onClose={onClose}>
      <form ref={remember} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        {action.problem && <Notice tone="risk" title={action.problem} alert />}
        <DealFields choices={choices} deal={deal} ownId="" mayAssign={mayAssign} errorOf={action.errorOf} />
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <SubmitButton pending={action.pending} pendingText="Saving">
            Save
          </SubmitButton>
        </div>
      </form>
    </Modal>
  );
}
