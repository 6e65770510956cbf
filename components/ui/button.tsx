import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cx } from './cx';

export interface ButtonLook {
  /** At most one `primary` on a page. */
  variant?: 'primary' | 'outline' | 'ghost' | 'danger';
  size?: 'sm' | 'md' | 'lg';
  /** A square for one icon; give it an aria-label. */
  iconOnly?: boolean;
}

/** Class names of HeroUI's button, for the few elements that are neither a button nor a link (a file label, a summary). */
export function buttonClass({ variant = 'outline', size = 'md', iconOnly = false }: ButtonLook, className?: string): string {
  return cx('button', `button--${variant}`, `button--${size}`, iconOnly && 'button--icon-only', className);
}

/** A button without client code of its own: it works in a server component's form and takes handlers in a client one. */
export function Button({ variant, size, iconOnly, className, type = 'button', ...rest }: ComponentProps<'button'> & ButtonLook) {
  return <button type={type} className={buttonClass({ variant, size, iconOnly }, className)} {...rest} />;
}

/** A link that looks like a button: for what goes somewhere rather than does something. */
export function LinkButton({ variant, size, iconOnly, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={buttonClass({ variant, size, iconOnly }, className)} {...rest} />;
}
