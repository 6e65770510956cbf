'use client';

import type { ReactNode } from 'react';
import { Button } from './button';
import { closeModal, Modal } from './modal';

export interface QuestionProps {
  /** "Remove Ann?" */
  title: string;
  /** What will be done, as a verb: "Remove". */
  confirm: string;
  pending: boolean;
  onConfirm: () => void;
  onClose: () => void;
  /** What will happen, and whether it can be taken back. */
  children: ReactNode;
}

/** A question before something that is hard to take back, asked by a menu or button that stands elsewhere. Mount it to ask. */
export function Question({ title, confirm, pending, onConfirm, onClose, children }: QuestionProps) {
  return (
    <Modal
      placement="center"
      role="alertdialog"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <Button variant="danger" aria-disabled={pending} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <p className="text-dense text-muted">{children}</p>
    </Modal>
  );
}
