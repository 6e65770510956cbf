'use client';

import type { SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { closeModal, Modal } from '@/components/ui/modal';
import { TextArea, TextInput } from '@/components/ui/text-input';
import type { FeedbackAnswer } from '@/lib/feedback/schema';
import type { SuggestedAction } from '@/lib/insights/schema';

export interface ActedDialogProps {
  action: Pick<SuggestedAction, 'type' | 'title'>;
  onSave: (acted: NonNullable<FeedbackAnswer['actedOn']>) => void;
  onClose: () => void;
}

/** What was really done: the suggestion is a start, the words are the rep's. */
export function ActedDialog({ action, onSave, onClose }: ActedDialogProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const done = String(data.get('action') ?? '').trim();
    if (done === '') return;
    onSave({ action: done, type: action.type, note: String(data.get('note') ?? '').trim() || null });
    closeModal(event.currentTarget);
  };
  return (
    <Modal placement="center" title="I did this" line="What you did is held against how the deal ends: that is how we learn which action works." onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextInput label="What did you do?" name="action" maxLength={200} defaultValue={action.title} />
        <TextArea label="Note" name="note" optional maxLength={2000} hint="How it went, what they said." />
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
