import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { DateText, RelativeTime } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import type { PlanItem } from '@/lib/plans/schema';
import { DecideButtons, type PlanActions } from './decide-buttons';
import { DiffLines } from './diff-lines';
import { Effects } from './effects';
import { isScheduled, STATUS_TONES, STATUS_WORDS } from './plan-words';

export interface PlanItemViewProps {
  workspace: string;
  item: PlanItem;
  /** ISO: the moment of the page. */
  now: string;
  habits: ReadingHabits;
  /** Null for who may only read. */
  actions: PlanActions | null;
  /** On its own page: everything is open and the title is the page's. */
  alone?: boolean;
  /** What stands below the change itself: the texts of two prompt versions, compared. */
  texts?: ReactNode;
}

/** A change as in a code review: what changes, what is expected, what could go wrong, why, and how it is measured and taken back. */
export function PlanItemView({ workspace, item, now, habits, actions, alone = false, texts }: PlanItemViewProps) {
  const buttons = actions && <DecideButtons workspace={workspace} item={item} actions={actions} primary={alone} zone={habits.timeZone} />;
  return (
    <article data-plan-item tabIndex={alone ? undefined : 0} aria-label={item.title} className="card card--default flex min-w-0 flex-col gap-3 p-4">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          {!alone && (
            <h2 className="text-sm font-semibold">
              <Link href={`/w/${workspace}/plans/${item.id}`} className="wrap-anywhere hover:underline">{item.title}</Link>
            </h2>
          )}
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
            <Badge tone={STATUS_TONES[item.status]} plain>{isScheduled(item, now) ? 'Scheduled' : STATUS_WORDS[item.status]}</Badge>
            <span>proposed by {item.proposedBy} <RelativeTime iso={item.createdAt} now={now} habits={habits} /></span>
            {item.status === 'proposed' && <span>expires <RelativeTime iso={item.expiresAt} now={now} habits={habits} /></span>}
            {item.decidedBy && item.decidedAt && <span>{item.status === 'rejected' ? 'rejected' : 'approved'} by {item.decidedBy} <RelativeTime iso={item.decidedAt} now={now} habits={habits} /></span>}
            {item.applyAt && isScheduled(item, now) && <span>to be applied on <DateText iso={item.applyAt} habits={habits} /></span>}
            {item.appliedAt && <span>applied <RelativeTime iso={item.appliedAt} now={now} habits={habits} /></span>}
            {item.revertedAt && <span>taken back <RelativeTime iso={item.revertedAt} now={now} habits={habits} /></span>}
          </p>
        </div>
        {buttons && <div className="flex flex-wrap items-center gap-2">{buttons}</div>}
      </header>
      {item.error && <Notice tone="risk" title={item.error}>Nothing was changed.</Notice>}
      {item.note && <Notice tone="neutral" title={item.note}>{item.decidedBy}</Notice>}
      <DiffLines lines={item.diff} />
      {texts}
      <Effects item={item} habits={habits} />
      <p className="text-dense"><span className="text-muted">Risk: </span>{item.risk}</p>
      {!alone && <p className="line-clamp-3 text-dense wrap-anywhere whitespace-pre-line"><span className="text-muted">Why: </span>{item.rationale}</p>}
      {alone ? <Why workspace={workspace} item={item} /> : (
        <details className="text-dense">
          <summary className="cursor-pointer text-muted hover:text-foreground">Evidence, how it is measured, and the way back</summary>
          <div className="pt-3"><Why workspace={workspace} item={item} said /></div>
        </details>
      )}
    </article>
  );
}

/** `said`: the reason stands above already, unless it was too long for it. */
function Why({ workspace, item, said = false }: { workspace: string; item: PlanItem; said?: boolean }) {
  return (
    <dl className="grid gap-x-4 gap-y-2 text-dense sm:grid-cols-[9rem_minmax(0,1fr)] [&_dt]:text-muted">
      {(!said || item.rationale.length > 200) && (
        <>
          <dt>Why</dt>
          <dd className="max-w-prose wrap-anywhere whitespace-pre-line">{item.rationale}</dd>
        </>
      )}
      <dt>Evidence</dt>
      <dd>
        {item.evidence.length === 0 && item.hidden === 0 && <span className="text-muted">none given</span>}
        <ul className="flex max-w-prose flex-col gap-1">
          {item.evidence.map(({ text, path }) => (
            <li key={`${path} ${text}`} className="wrap-anywhere">
              {path ? <Link href={`/w/${workspace}${path}`} prefetch={false} className="link">{text}</Link> : text}
            </li>
          ))}
          {item.hidden > 0 && <li className="text-muted">{item.hidden} more on deals out of your sight</li>}
        </ul>
      </dd>
      <dt>How it is measured</dt>
      <dd className="max-w-prose">{item.measuring}</dd>
      <dt>The way back</dt>
      <dd className="max-w-prose">{item.reverting}</dd>
    </dl>
  );
}
