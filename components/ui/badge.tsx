import type { ReactNode } from 'react';
import { cx } from './cx';
import { toneSoft, toneText, type Tone } from './tone';
import { ToneIcon } from './tone-icon';

/** A meaning: word, icon and colour together. `plain` drops the ground, for use inside a table row. */
export function Badge({ tone, children, plain = false, icon = true }: { tone: Tone; children: ReactNode; plain?: boolean; icon?: boolean }) {
  return (
    <span className={cx('chip', plain ? cx('bg-transparent px-0', toneText[tone]) : toneSoft[tone])}>
      {icon && tone !== 'neutral' && <ToneIcon tone={tone} size={12} />}
      {children}
    </span>
  );
}

/** A quiet label without meaning of its own: a kind, a source, a count. */
export function Chip({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className="chip chip--default max-w-full truncate bg-default font-normal text-foreground" title={title}>
      {children}
    </span>
  );
}
