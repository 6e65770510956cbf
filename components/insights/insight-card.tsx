'use client';

import { ArrowRight, Check, Paperclip } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { formatDate, type ReadingHabits } from '@/components/ui/format';
import type { EvidenceDetails } from '@/lib/insights/evidence-details';
import { firstSentence } from '@/lib/insights/present';
import type { DealInsights, SuggestedAction } from '@/lib/insights/schema';
import { ActedDialog } from './acted-dialog';
import { EvidenceList } from './evidence-list';
import { FeedbackBar, useAnswering } from './feedback-bar';
import { citationKey, dueDay, evidenceGroups, providerWords, SEVERITY_WORDS, timeToAction, TYPE_TONES, TYPE_WORDS } from './insight-words';
import { ResolutionBadge } from './resolution-badge';
import { useSelection } from './selection';
import { signal, useSeen } from './use-signals';

export interface InsightCardProps {
  insight: DealInsights['data'][number];
  evidence: EvidenceDetails;
  workspace: string;
  habits: ReadingHabits;
  /** May the caller answer, and is there still something to do? */
  mayAnswer: boolean;
  open: boolean;
  /** Its evidence stands in the panel. */
  current: boolean;
  /** How much of it is said at first sight. */
  wording: DealInsights['presentation']['wording'];
}

/** One insight: what it says, on what, what to do, and what would prove it wrong. */
export function InsightCard({ insight, evidence, workspace, habits, mayAnswer, open, current, wording }: InsightCardProps) {
  const { select, insight: chosen, item } = useSelection();
  const { dealId, prediction, resolution } = insight;
  const resolved = resolution !== 'pending';
  const card = useRef<HTMLElement>(null);
  // Only who may answer is counted as a reader; on a closed deal there is nothing left to advise.
  const counts = mayAnswer && open && !resolved;
  useSeen(card, workspace, insight.id, counts);
  const noted = (kind: 'expanded' | 'copied') => { if (counts) signal(workspace, insight.id, kind); };
  const openEvidence = (key: string) => {
    noted('expanded');
    select(insight.id, key);
  };
  return (
    <article ref={card} onCopy={() => noted('copied')} aria-label={insight.title} data-insight={insight.id} className={cx('card card--default gap-2', current && 'lg:border-accent')}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <Badge tone={TYPE_TONES[insight.type]}>{TYPE_WORDS[insight.type]}</Badge>
        <h3 className="min-w-0 flex-1 text-sm font-semibold wrap-anywhere max-sm:order-last max-sm:basis-full">{insight.title}</h3>
        {resolved ? (
          <ResolutionBadge {...insight} />
        ) : (
          <span className="text-xs leading-5 text-muted max-sm:ms-auto">
            {insight.type === 'forecast' ? `${Math.round(insight.confidence * 100)}% sure` : SEVERITY_WORDS[insight.severity]}
          </span>
        )}
      </div>
      <Body insight={insight} brief={wording === 'brief'} onMore={() => noted('expanded')} />
      {resolved && insight.resolutionReason && <p className="max-w-prose text-dense text-muted">{insight.resolutionReason}</p>}
      {!resolved && !open && insight.shownAt === null && <p className="text-dense text-muted">Nobody had seen this when the deal was closed, so it is not held to account.</p>}
      <ul aria-label="Evidence" className="flex flex-wrap gap-1.5">
        {evidenceGroups(insight.evidence).map(({ label, items }) => {
          const key = citationKey(items[0]!);
          const shown = chosen === insight.id && items.some((cited) => citationKey(cited) === item);
          return (
            <li key={key}>
              <button
                type="button"
                aria-pressed={shown}
                onClick={() => openEvidence(key)}
                className={cx(
                  'flex h-6 cursor-pointer items-center gap-1 rounded-[6px] border px-1.5 text-xs pointer-coarse:h-9 pointer-coarse:px-2.5',
                  shown ? 'border-accent bg-action-soft text-action' : 'border-hairline-strong text-muted hover:bg-surface-secondary hover:text-foreground',
                )}
              >
                <Paperclip size={12} aria-hidden />
                <span className="max-w-56 truncate">{label}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {chosen === insight.id && (
        <div className="border-y border-hairline py-1 lg:hidden">
          <EvidenceList insight={insight} evidence={evidence} workspace={workspace} habits={habits} />
        </div>
      )}
      {insight.actions.length > 0 && (
        <Actions insight={insight} workspace={workspace} habits={habits} mayAct={mayAnswer} open={open} onMore={() => noted('expanded')} />
      )}
      {prediction.claim !== 'none' && (
        <p className="text-xs text-muted wrap-anywhere" title={prediction.statement}>
          Right if {rightWords(prediction, habits)}
        </p>
      )}
      <div className="-mx-2 -mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-hairline px-2 pt-2">
        {mayAnswer ? <FeedbackBar insight={insight} workspace={workspace} dealId={dealId} /> : <span />}
        <span className="text-xs text-muted">{providerWords(insight)}</span>
      </div>
    </article>
  );
}

/** What it says: all of it, or the first sentence and the rest on asking. The words are the same. */
function Body({ insight: { body, title }, brief, onMore }: { insight: InsightCardProps['insight']; brief: boolean; onMore: () => void }) {
  const [all, setAll] = useState(false);
  const { first, rest } = firstSentence(body);
  if (!brief || rest === '') return <p className="max-w-prose text-sm whitespace-pre-line wrap-anywhere">{body}</p>;
  return (
    <p className="max-w-prose text-sm whitespace-pre-line wrap-anywhere">
      {all ? body : first}{' '}
      <button type="button" aria-expanded={all} onClick={() => { if (!all) onMore(); setAll(!all); }} className="cursor-pointer rounded-[4px] text-xs text-muted underline decoration-dotted underline-offset-3 hover:text-foreground">
        {all ? 'less' : 'more'}
        <span className="sr-only"> of what “{title}” says</span>
      </button>
    </p>
  );
}

const lowered = (sentence: string): string => sentence.replace(/\.$/, '').replace(/^(The|It|No) /, (word) => word.toLowerCase());

/** The test of the prediction with its day, unless the test names one itself. */
function rightWords({ rightIf, by }: InsightCardProps['insight']['prediction'], habits: ReadingHabits): string {
  const test = lowered(rightIf);
  return /\bby \d/.test(test) ? test : `${test}, by ${formatDate(`${by}T12:00:00Z`, 'day-year', habits)}`;
}

function Actions({ insight, workspace, habits, mayAct, open, onMore }: { insight: InsightCardProps['insight']; workspace: string; habits: ReadingHabits; mayAct: boolean; open: boolean; onMore: () => void }) {
  const router = useRouter();
  const answer = useAnswering(workspace, insight.dealId, insight.id);
  const [doing, setDoing] = useState<SuggestedAction | null>(null);
  const [all, setAll] = useState(false);
  const acted = insight.answer?.actedOn;
  const rescored = () => router.refresh();
  const { actions } = insight;
  // Where the insight is the action itself, its title has been read already.
  const named = (action: SuggestedAction) => insight.type !== 'next_action' || action.title !== insight.title;
  const reasoned = actions.some((action) => !insight.body.includes(action.why));
  const toggle = [reasoned ? 'why' : null, actions.length > 1 ? `${actions.length - 1} more` : null].filter(Boolean).join(', and ');
  return (
    <>
      <ul aria-label="What to do" className="flex flex-col gap-1.5">
        {(all ? actions : actions.slice(0, 1)).map((action, index) => (
          <li key={action.id} className="flex items-start gap-2">
            <ArrowRight size={16} aria-hidden className="mt-1.5 shrink-0 text-action" />
            <div className="min-w-0 flex-1 py-1">
              <p className="text-sm wrap-anywhere">
                {named(action) && <span className="font-medium">{action.title} </span>}
                <span className="text-muted">
                  {named(action) ? 'by' : open ? 'Do it by' : 'By'} {formatDate(dueDay(insight.createdAt, action.dueInDays), 'day', habits)}
                  {action.owner && `, ${action.owner}`}
                </span>
                {index === 0 && toggle && (
                  <button type="button" aria-expanded={all} onClick={() => { if (!all) onMore(); setAll(!all); }} className="ms-2 cursor-pointer rounded-[4px] text-xs text-muted underline decoration-dotted underline-offset-3 hover:text-foreground">
                    {all ? 'less' : toggle}
                    <span className="sr-only"> about what to do</span>
                  </button>
                )}
              </p>
              {all && !insight.body.includes(action.why) && <p className="text-xs text-muted wrap-anywhere">{action.why}</p>}
            </div>
            {mayAct && !acted && (
              <Button size="sm" aria-haspopup="dialog" aria-label={`I did this: ${action.title}`} onClick={() => setDoing(action)}>
                I did this
              </Button>
            )}
          </li>
        ))}
      </ul>
      {acted && (
        <p className="flex items-start gap-2 rounded-box bg-opportunity-soft px-2 py-1.5 text-dense">
          <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-opportunity" />
          <span className="min-w-0 flex-1 wrap-anywhere">
            <span className="font-medium">You did:</span> {acted.action}
            {insight.shownAt && acted.at && <span className="text-muted">, {timeToAction(insight.shownAt, acted.at)}</span>}
            {acted.note && <span className="block text-muted">{acted.note}</span>}
          </span>
          <Button size="sm" variant="ghost" onClick={() => answer({ actedOn: null }, rescored)}>
            Take back
          </Button>
        </p>
      )}
      {!acted && insight.disposition === 'acted_on' && <p className="text-dense text-muted">A colleague has acted on this.</p>}
      {doing && <ActedDialog action={doing} since={insight.createdAt} onSave={(actedOn) => answer({ actedOn }, rescored)} onClose={() => setDoing(null)} />}
    </>
  );
}
