'use client';

import { useEffect, useRef, type ReactNode, type SubmitEvent } from 'react';
import { Button } from './button';
import { closeModal, Modal } from './modal';
import { Notice } from './notice';
import { SubmitButton } from './submit-button';
import { useAction, type Outcome, type RunningAction } from './use-action';

export type ErrorOf = RunningAction<never, never>['errorOf'];

export interface FormDialogProps<I, R> {
  title: string;
  line?: ReactNode;
  workspace: string;
  /** The server action. */
  save: (workspace: string, input: I) => Promise<Outcome<R>>;
  /** What the fields hold; null when there is nothing to save. */
  read: (data: FormData) => I | null;
  /** The button: "Create account". */
  submit: string;
  pendingText: string;
  /** What it does is hard to take back. */
  danger?: boolean;
  fields: (errorOf: ErrorOf) => ReactNode;
  /** Called after saving, before the dialog closes. */
  onSaved: (result: R) => void;
  onClose: () => void;
}

/** A record's fields in a dialog: what is wrong stands at its field, and what was typed stays until it is saved. */
export function FormDialog<I, R>({ title, line, workspace, save, read, submit, pendingText, danger = false, fields, onSaved, onClose }: FormDialogProps<I, R>) {
  const action = useAction(save, workspace);
  const form = useRef<HTMLFormElement>(null);
  // The browser begins at the first control, which closes the dialog; a person begins at the first field.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);

  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const input = read(new FormData(element));
    if (input === null) return closeModal(element);
    const result = await action.run(input);
    if (result === null) {
      // The first field that is wrong is where the person goes on.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    onSaved(result);
    closeModal(element);
  };

  return (
    <Modal placement="center" title={title} line={line} onClose={onClose}>
      <form ref={form} onSubmit={(event) => void send(event)} className="flex flex-col gap-4" noValidate>
        {action.problem && <Notice tone="risk" title={action.problem} alert />}
        {fields(action.errorOf)}
        <div className="flex justify-end gap-2">
          <Button onClick={(event) => closeModal(event.currentTarget)}>Cancel</Button>
          <SubmitButton variant={danger ? 'danger' : 'primary'} pending={action.pending} pendingText={pendingText}>
            {submit}
          </SubmitButton>
        </div>
      </form>
    </Modal>
  );
}

/** The text of a field, trimmed; null when it is empty. */
export const textField = (data: FormData, name: string): string | null => String(data.get(name) ?? '').trim() || null;

export const numberField = (data: FormData, name: string): number | null => {
  const text = textField(data, name);
  return text === null ? null : Number(text);
};

/** What `now` says otherwise than `before`, or null when it says the same: only that is sent, so that nobody's change is overwritten by a field left alone. */
export function changedFields<T extends object>(before: T, now: T): Partial<T> | null {
  const changed = Object.entries(now).filter(([name, value]) => value !== before[name as keyof T]);
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<T>);
}
