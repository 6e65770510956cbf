'use client';

import type { ReactNode, SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { closeModal, Modal } from '@/components/ui/modal';

export interface AnswerDialogProps {
  title: string;
  line: string;
  /** What was filled in; false when there is still something to fill in, and the dialog stays. */
  onSave: (data: FormData) => boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A longer answer to an insight. It is taken at once, as every answer is: the dialog does not wait for the server. */
export function AnswerDialog({ title, line, onSave, onClose, children }: AnswerDialogProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (onSave(new FormData(event.currentTarget))) closeModal(event.currentTarget);
  };
  return (
    <Modal placement="center" title={title} line={line} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {children}
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
