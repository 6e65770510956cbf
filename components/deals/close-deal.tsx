'use client';

import { useRouter } from 'next/navigation';
import { useRef, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { closeModal, Modal } from '@/components/ui/modal';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextArea, TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import type { Deal, Stage } from '@/lib/deals/schema';
import type { MoveAction } from './move-stage';

interface CloseDealProps {
  workspace: string;
  deal: Pick<Deal, 'id' | 'name' | 'amount' | 'currency'>;
  stage: Stage;
  move: MoveAction;
  onClose: () => void;
}

/** Closes a deal as won or lost: the reason is asked for, because every later deal learns from it. */
export function CloseDeal({ workspace, deal, stage, move, onClose }: CloseDealProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const action = useAction(move, workspace);
  const won = stage.kind === 'won';

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const amount = String(data.get('amount') ?? '').trim();
    const closed = await action.run({ id: deal.id, stageId: stage.id, reason: String(data.get('reason') ?? ''), amount: won && amount !== '' ? Number(amount) : null });
    if (!closed) return;
    if (form.current) closeModal(form.current);
    router.refresh();
    showToast(`Closed as ${stage.kind}. What was said about it is now held against that.`, { tone: won ? 'opportunity' : 'neutral' });
  };

  return (
    <Modal placement="center" title={`Close as ${stage.kind}`} line={deal.name} onClose={onClose}>
      <form ref={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        {action.problem && action.errorOf('reason').length === 0 && <Notice tone="risk" title={action.problem} alert />}
        <TextArea label={won ? 'What made them say yes?' : 'Why was it lost?'} name="reason" maxLength={500} error={action.errorOf('reason')} hint="A few words. The next deals learn from it." />
        {won && <TextInput label={`Amount won, ${deal.currency}`} name="amount" type="number" min={0} step="any" inputMode="decimal" optional defaultValue={deal.amount ?? ''} error={action.errorOf('amount')} />}
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <SubmitButton pending={action.pending} pendingText="Closing">
            Close as {stage.kind}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  );
}
