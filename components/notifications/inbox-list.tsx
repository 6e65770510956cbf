'use client';

import { BriefcaseBusiness, CircleX, FileDown, FlaskConical, Gauge, GitPullRequestArrow, GitPullRequestCreate, GraduationCap, Lightbulb, Mail, MailOpen, TriangleAlert, Upload, UserPlus, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useOptimistic, useRef, useTransition } from 'react';
import { useSetWaiting } from '@/components/shell/waiting';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { formatDate, type ReadingHabits } from '@/components/ui/format';
import { showToast } from '@/components/ui/toast-queue';
import type { Tone } from '@/components/ui/tone';
import { Tooltip } from '@/components/ui/tooltip';
import type { Outcome } from '@/components/ui/use-action';
import type { Notification, NotificationKind, NotificationSeverity } from '@/lib/notifications/schema';
import { byDay } from './days';

const ICONS: Record<NotificationKind, LucideIcon> = {
  deal_attention: TriangleAlert, deal_assigned: BriefcaseBusiness, lead_assigned: UserPlus, advice_ready: Lightbulb, plan_waiting: GitPullRequestCreate, plan_decided: GitPullRequestArrow,
  import_ended: Upload, export_ended: FileDown, update_ended: GraduationCap, experiment_news: FlaskConical, model_news: Gauge, job_failed: CircleX,
};
const SEVERITY: Record<NotificationSeverity, { tone: Tone; word: string }> = {
  high: { tone: 'risk', word: 'High' }, medium: { tone: 'caution', word: 'Medium' }, low: { tone: 'forecast', word: 'Low' },
};
const typing = 'input, select, textarea, [contenteditable="true"], dialog, [role="menu"]';

export interface InboxListProps {
  workspace: string;
  notifications: readonly Notification[];
  /** ISO: the moment of the page. */
  now: string;
  habits: ReadingHabits;
  mark: (workspace: string, input: { id: string; read: boolean }) => Promise<Outcome<{ unread: number }>>;
}

/** Notifications by day. J and K move, Enter opens, E marks as read or unread; opening marks as read. */
export function InboxList({ workspace, notifications, now, habits, mark }: InboxListProps) {
  const router = useRouter();
  const { set } = useSetWaiting(workspace);
  const box = useRef<HTMLDivElement>(null);
  const [, start] = useTransition();
  const [shown, show] = useOptimistic(notifications, (items: readonly Notification[], changed: { id: string; read: boolean }) => items.map((one) => (one.id === changed.id ? { ...one, read: changed.read } : one)));

  const setRead = (id: string, read: boolean, stay = true) => start(async () => {
    show({ id, read });
    const outcome = await mark(workspace, { id, read }).catch(() => null);
    if (outcome?.ok) set('inbox', outcome.data.unread);
    else if (stay) showToast(outcome?.error.message ?? 'The server could not be reached. Try again.', { tone: 'risk' });
    if (stay) router.refresh();
  });

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (!['j', 'k', 'e'].includes(key) || event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest(typing)) return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-notification]') ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (key === 'e') {
        rows[at]?.querySelector<HTMLElement>('button')?.click();
        return;
      }
      const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (key === 'j' ? 1 : -1)))];
      next?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  return (
    <div ref={box} className="flex flex-col gap-4">
      {byDay(shown, now, habits).map(({ day, items }) => (
        <section key={day} aria-label={day}>
          <h2 className="pb-2 text-sm font-semibold">{day}</h2>
          <ul className="overflow-clip rounded-card border border-hairline bg-surface">
            {items.map((item) => (
              <Item key={item.id} workspace={workspace} item={item} habits={habits} onRead={(read, stay) => setRead(item.id, read, stay)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Item({ workspace, item, habits, onRead }: { workspace: string; item: Notification; habits: ReadingHabits; onRead: (read: boolean, stay: boolean) => void }) {
  const Icon = ICONS[item.kind];
  const { tone, word } = SEVERITY[item.severity];
  const other = item.read ? 'Mark as unread' : 'Mark as read';
  return (
    <li data-notification className="relative flex items-start gap-3 px-4 py-3 text-dense not-first:border-t not-first:border-hairline focus-within:bg-surface-secondary hover:bg-surface-secondary">
      <span className={cx('mt-0.5 shrink-0', item.read ? 'text-muted' : 'text-action')}>
        <Icon size={16} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <Link
          href={`/w/${workspace}${item.path === '/' ? '' : item.path}`} prefetch={false} onClick={() => !item.read && onRead(true, false)}
          className={cx('wrap-anywhere after:absolute after:inset-0 hover:underline', !item.read && 'font-semibold')}
        >
          {!item.read && <span className="sr-only">Unread: </span>}
          {item.title}
        </Link>
        {item.body && <p className="line-clamp-2 wrap-anywhere text-muted">{item.body}</p>}
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
          <Badge tone={tone} plain>{word}</Badge>
          <time dateTime={item.createdAt} title={item.createdAt} suppressHydrationWarning>{formatDate(item.createdAt, 'minute', habits).split(', ').at(-1)}</time>
        </p>
      </div>
      <span className="relative z-1">
        <Tooltip text={`${other} (E)`}>
          <Button variant="ghost" size="sm" iconOnly aria-label={`${other}: ${item.title}`} aria-keyshortcuts="E" onClick={() => onRead(!item.read, true)}>
            {item.read ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
          </Button>
        </Tooltip>
      </span>
    </li>
  );
}
