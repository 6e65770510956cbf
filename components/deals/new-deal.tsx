'use client';

import { useRouter } from 'next/navigation';
import { useRef, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { closeModal, Modal } from '@/components/ui/modal';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import type { DealForm } from '@/lib/deals/schema';
import { DealFields, focusFirst, readDealFields, type DealFieldChoices } from './deal-fields';
import type { Changed } from './move-stage';

export interface NewDealProps {
  workspace: string;
  choices: DealFieldChoices;
  ownId: string;
  /** The list without the form. */
  closeHref: string;
  create: (workspace: string, input: DealForm) => Promise<Outcome<Changed>>;
}

/** A new deal; the address opens and closes the form. It leads to the deal's page, where the first score is already there. */
export function NewDeal({ workspace, choices, ownId, closeHref, create }: NewDealProps) {
  const router = useRouter();
  const made = useRef<string | null>(null);
  const action = useAction(create, workspace);
  const form = useRef<HTMLFormElement>(null);
  const remember = (element: HTMLFormElement | null) => {
    form.current = element;
    focusFirst(element);
  };
  const listed = action.errorOf('name').length > 0;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const deal = await action.run(readDealFields(new FormData(event.currentTarget)));
    if (!deal) {
      // The first field that is wrong is where the person goes on.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    made.current = deal.id;
    showToast('Deal created and scored', { tone: 'opportunity' });
    if (form.current) closeModal(form.current);
  };

  return (
    <Modal placement="center" title="New deal" onClose={() => router.push(made.current ? `/w/${workspace}/deals/${made.current}` : closeHref, { scroll: false })}>
      <form ref={remember} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        {action.problem && !listed && <Notice tone="risk" title={action.problem} alert />}
        <DealFields choices={choices} ownId={ownId} mayAssign={choices.owners.length > 1} errorOf={action.errorOf} />
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <SubmitButton pending={action.pending} pendingText="Creating">
            Create deal
          </SubmitButton>
        </div>
      </form>
    </Modal>
  );
}
