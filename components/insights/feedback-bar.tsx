'use client';

import { Ellipsis, ThumbsDown, ThumbsUp, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/components/ui/cx';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast-queue';
import type { FeedbackAnswer, FeedbackKind } from '@/lib/feedback/schema';
import type { DealInsights } from '@/lib/insights/schema';
import { ACCURACY_WORDS, answerWords, KIND_WORDS } from './insight-words';
import { answerOf, useAnswer } from './queries';
import { SayMore } from './say-more';

const ICONS: Record<FeedbackKind, LucideIcon> = { helpful: ThumbsUp, not_helpful: ThumbsDown, incorrect: X };
const PRESSED: Record<FeedbackKind, string> = { helpful: 'bg-opportunity-soft text-opportunity', not_helpful: 'bg-caution-soft text-caution', incorrect: 'bg-risk-soft text-risk' };
const KINDS = Object.keys(KIND_WORDS) as FeedbackKind[];

/** What a person does with an insight: their answer changes at once and can be taken back in the toast. */
export function useAnswering(workspace: string, dealId: string, insightId: string) {
  const { mutate, current } = useAnswer(workspace, dealId, insightId);
  const put = (next: FeedbackAnswer, onStored?: () => void) => {
    const before = current();
    mutate(next, {
      onSuccess: () => onStored?.(),
      onError: (error) => showToast(`Not stored: ${error.message}`, { tone: 'risk' }),
    });
    showToast(answerWords(before, next), { tone: 'opportunity', undo: () => put(before, onStored) });
  };
  /** Changes some of it. What stands already is left alone, so that a double click is one click. */
  return (part: FeedbackAnswer, onStored?: () => void) => {
    const before = current();
    const next = { ...before, ...part };
    if (JSON.stringify(next) !== JSON.stringify(before)) put(next, onStored);
  };
}

/** Helpful, Not helpful, Incorrect: always in sight, pressed when given. Behind the dots: stars and words, dismiss, withdraw. */
export function FeedbackBar({ insight, workspace, dealId }: { insight: DealInsights['data'][number]; workspace: string; dealId: string }) {
  const answer = useAnswering(workspace, dealId, insight.id);
  const [saying, setSaying] = useState(false);
  const own = answerOf(insight);
  const given = Boolean(own.kind ?? own.accuracy ?? own.stars ?? own.text);
  return (
    <div className="flex flex-wrap items-center gap-1">
      <div role="group" aria-label="Your answer" className="flex flex-wrap items-center gap-1">
        {KINDS.map((kind) => {
          const Icon = ICONS[kind];
          const pressed = own.kind === kind;
          return (
            <button
              key={kind}
              type="button"
              aria-pressed={pressed}
              onClick={() => answer({ kind })}
              className={cx(
                'flex h-7 cursor-pointer items-center gap-1.5 rounded-box px-2 text-xs transition-colors pointer-coarse:h-10 pointer-coarse:px-3',
                pressed ? cx('font-medium', PRESSED[kind]) : 'text-muted hover:bg-surface-secondary hover:text-foreground',
              )}
            >
              <Icon size={14} aria-hidden />
              {KIND_WORDS[kind]}
            </button>
          );
        })}
      </div>
      <Menu
        size="sm"
        variant="ghost"
        iconOnly
        label="More answers"
        trigger={<Ellipsis aria-hidden />}
        groups={[
          {
            key: 'answers',
            entries: [
              { key: 'say', label: own.accuracy || own.stars || own.text ? 'Change what you said' : 'Accurate? Stars, words', onSelect: () => setSaying(true) },
              own.dismissed
                ? { key: 'restore', label: 'Bring it back', onSelect: () => answer({ dismissed: false }) }
                : { key: 'dismiss', label: 'Dismiss', onSelect: () => answer({ dismissed: true }) },
              ...(given ? [{ key: 'withdraw', label: 'Withdraw your answer', onSelect: () => answer({ kind: null, accuracy: null, stars: null, text: null }) }] : []),
            ],
          },
        ]}
      />
      {own.stars != null && <span className="text-xs text-muted" aria-label={`You gave ${own.stars} of 5 stars`}>{'★'.repeat(own.stars)}{'☆'.repeat(5 - own.stars)}</span>}
      {own.accuracy && <span className="text-xs text-muted">{ACCURACY_WORDS[own.accuracy]}</span>}
      {saying && <SayMore title={insight.title} accuracy={own.accuracy ?? null} stars={own.stars ?? null} text={own.text ?? ''} onSave={(more) => answer(more)} onClose={() => setSaying(false)} />}
    </div>
  );
}
