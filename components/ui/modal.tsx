'use client';

import { X } from 'lucide-react';
import { useEffect, useId, useRef, type MouseEvent, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from './button';
import { cx } from './cx';

export interface ModalProps {
  title: string;
  /** One line under the title. */
  line?: ReactNode;
  /** `side` slides in beside the list, `center` asks, `bottom` is a sheet on a phone. */
  placement: 'side' | 'center' | 'bottom';
  /** Called once, after it has closed, however it was closed. */
  onClose: () => void;
  /** `alertdialog` for a question that must be answered. */
  role?: 'dialog' | 'alertdialog';
  footer?: ReactNode;
  /** In the head, before the button that closes. */
  tools?: ReactNode;
  children?: ReactNode;
}

/**
 * The browser's own modal dialog: focus moves in and stays, the page behind is inert, Esc and a click on the backdrop close it, and
 * focus returns to where it was. Mount it to open it. Buttons in it close it with `form method="dialog"` or `closeModal`.
 */
export function Modal({ title, line, placement, onClose, role = 'dialog', footer, tools, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);

  // A development build mounts twice, and the first close arrives after the second opening: only a dialog that is shut has closed.
  const closed = (event: SyntheticEvent<HTMLDialogElement>) => {
    if (event.target === event.currentTarget && !event.currentTarget.open) onClose();
  };

  const closeOnBackdrop = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target === event.currentTarget) event.currentTarget.close();
  };

  return (
    <dialog
      ref={dialog}
      role={role}
      aria-labelledby={titleId}
      onClose={closed}
      onClick={closeOnBackdrop}
      className={cx('modal-box text-start', `modal-box--${placement}`)}
    >
      <div className="flex max-h-full min-h-0 flex-1 flex-col">
        <header className={cx('flex gap-3 p-4 pb-3', line ? 'items-start' : 'items-center')}>
          <div className="min-w-0 flex-1">
            <h2 id={titleId} className="text-base font-semibold">
              {title}
            </h2>
            {line && <div className="text-dense text-muted">{line}</div>}
          </div>
          {tools}
          <Button variant="ghost" size="sm" iconOnly aria-label="Close" onClick={(event) => closeModal(event.currentTarget)}>
            <X aria-hidden />
          </Button>
        </header>
        {children && <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-4">{children}</div>}
        {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-hairline p-4">{footer}</footer>}
      </div>
    </dialog>
  );
}

/** Closes the dialog that an element is in. */
export function closeModal(inside: Element): void {
  inside.closest('dialog')?.close();
}
