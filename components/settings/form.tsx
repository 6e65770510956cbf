'use client';

import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';

/**
 * A form that keeps what was typed when the answer is a refusal. (A form with an action is emptied by React; the action is here only
 * so that a form sent before the page is alive waits for it.)
 */
export function Form({ onSend, problem, className, children }: { onSend: (data: FormData) => void; problem?: string | null; className?: string; children: ReactNode }) {
  return (
    <form
      action={onSend}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(new FormData(event.currentTarget));
      }}
      className={cx('flex flex-col gap-4', className)}
    >
      {problem && <Notice tone="risk" title={problem} alert />}
      {children}
    </form>
  );
}

/** The problem of an action, unless it stands under one of these fields already. */
export const unplaced = (action: { problem: string | null; errorOf: (field: string) => string[] }, fields: readonly string[]): string | null =>
  fields.some((field) => action.errorOf(field).length > 0) ? null : action.problem;

export const textOf = (data: FormData, name: string): string => String(data.get(name) ?? '');
/** '' is no choice. */
export const choiceOf = (data: FormData, name: string): string | null => textOf(data, name) || null;
