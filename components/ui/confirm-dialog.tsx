'use client';

import { useState, type ReactNode } from 'react';
import { Button, type ButtonLook } from './button';
import { closeModal, Modal } from './modal';
import { SubmitButton } from './submit-button';

export interface ConfirmDialogProps extends ButtonLook {
  /** What the button that asks says. */
  trigger: ReactNode;
  /** The question: "Undo this import?" */
  title: string;
  /** What will happen, to how much, and whether it can be taken back. */
  children: ReactNode;
  /** What will be done, as a verb: "Undo import". Never "OK". */
  confirm: string;
  pendingText: string;
  /** The server action; the dialog closes when it has finished without throwing. */
  action: (form: FormData) => void | Promise<void>;
  /** Sent with the action. */
  fields?: Readonly<Record<string, string>>;
  danger?: boolean;
}

/** Asks before something that is hard to take back. What can be undone needs no question: do it, and offer undo in a toast. */
export function ConfirmDialog({ trigger, title, children, confirm, pendingText, action, fields = {}, danger = false, ...look }: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  const run = async (form: FormData) => {
    await action(form);
    setOpen(false);
  };
  return (
    <>
      <Button {...look} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {trigger}
      </Button>
      {open && (
        <Modal placement="center" role="alertdialog" title={title} onClose={() => setOpen(false)}>
          <div className="text-dense text-muted">{children}</div>
          <form action={run} className="mt-4 flex justify-end gap-2">
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
            <SubmitButton variant={danger ? 'danger' : 'primary'} pendingText={pendingText}>
              {confirm}
            </SubmitButton>
          </form>
        </Modal>
      )}
    </>
  );
}
