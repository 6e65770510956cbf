import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import { cx } from './cx';

export interface StageTick {
  key: string;
  label: string;
  status: 'waiting' | 'running' | 'done' | 'failed';
  /** What it found, or why it failed. */
  found?: string | null;
  /** Milliseconds it took. */
  ms?: number | null;
}

const looks = {
  waiting: { Icon: Circle, word: 'waiting', className: 'text-muted' },
  running: { Icon: LoaderCircle, word: 'running', className: 'text-action motion-safe:animate-spin' },
  done: { Icon: Check, word: 'done', className: 'text-opportunity' },
  failed: { Icon: X, word: 'failed', className: 'text-risk' },
} as const;

/** Stages of work ticking off in place, each with what it found. Announced politely as they change. */
export function StageTicks({ label, stages }: { label: string; stages: readonly StageTick[] }) {
  return (
    <ol aria-label={label} aria-live="polite" className="flex flex-col gap-2 text-dense">
      {stages.map(({ key, label: name, status, found, ms }) => {
        const { Icon, word, className } = looks[status];
        return (
          <li key={key} className="flex items-start gap-2">
            <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', className)} />
            <span className={cx('w-24 shrink-0', status === 'waiting' ? 'text-muted' : 'font-medium')}>
              {name}
              <span className="sr-only">, {word}</span>
            </span>
            <span className={cx('min-w-0 flex-1', status === 'failed' ? 'text-risk' : 'text-muted')}>{found}</span>
            {ms != null && <span className="shrink-0 text-xs leading-5 text-muted">{Math.round(ms)} ms</span>}
          </li>
        );
      })}
    </ol>
  );
}
