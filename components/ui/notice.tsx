import type { ReactNode } from 'react';
import { cx } from './cx';
import { toneSoft, type Tone } from './tone';
import { ToneIcon } from './tone-icon';

/** Something to know before going on: what happened, why, and the next step. `alert` interrupts a screen reader; use it for what just failed. */
export function Notice({ tone, title, children, action, alert = false }: { tone: Tone; title: string; children?: ReactNode; action?: ReactNode; alert?: boolean }) {
  return (
    <div role={alert ? 'alert' : undefined} className={cx('flex items-start gap-2 rounded-box p-3 text-dense', toneSoft[tone])}>
      <span className="mt-0.5">
        <ToneIcon tone={tone} size={16} message />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children && <div className="text-foreground">{children}</div>}
      </div>
      {action}
    </div>
  );
}
