'use client';

import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from './button';

/** The button of a form: while its action (or what `pending` tells of) runs, it says what is happening and cannot be pressed twice. */
export function SubmitButton({ children, pendingText, variant = 'primary', pending: told = false, ...rest }: ComponentProps<typeof Button> & { pendingText: string; pending?: boolean }) {
  const pending = useFormStatus().pending || told;
  return (
    <Button type="submit" variant={variant} aria-disabled={pending} onClick={(event) => pending && event.preventDefault()} {...rest}>
      {pending && <LoaderCircle className="motion-safe:animate-spin" aria-hidden />}
      <span aria-live="polite">{pending ? pendingText : children}</span>
    </Button>
  );
}
