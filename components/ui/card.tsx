import type { ReactNode } from 'react';
import { cx } from './cx';

export interface CardProps {
  /** Omit for a bare panel. A card with a title is a section named by it. */
  title?: string;
  /** What is true of it now, in one line. */
  line?: ReactNode;
  actions?: ReactNode;
  /** Level of the title under the page's h1. */
  level?: 2 | 3;
  /** Without inner space, for a table or list that draws its own. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A panel with a hairline: the one container of the product. Never a card in a card. */
export function Card({ title, line, actions, level = 2, flush = false, className, children }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const Box = title ? 'section' : 'div';
  return (
    <Box aria-label={title} className={cx('card card--default min-w-0', flush && 'gap-0 overflow-clip p-0', className)}>
      {(title || actions) && (
        <div className={cx('flex flex-wrap items-start justify-between gap-x-4 gap-y-2', flush && 'p-4 pb-3')}>
          <div className="min-w-0">
            {title && <Heading className="text-sm font-semibold">{title}</Heading>}
            {line && <p className="text-dense text-muted">{line}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </Box>
  );
}
