import { ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/button';
import type { ReadingHabits } from '@/components/ui/format';
import { SidePanel } from '@/components/ui/side-panel';
import { AskAdvice } from '@/components/insights/ask-advice';
import { SEVERITY_WORDS, TYPE_TONES, TYPE_WORDS } from '@/components/insights/insight-words';
import type { Stage } from '@/lib/deals/schema';
import type { OpenedDeal } from '@/lib/insights/open-deal';
import { DealFacts } from './deal-facts';
import { Drivers } from './drivers';
import { MoveStage, type MoveAction } from './move-stage';
import { NoteForm, type NoteAction } from './note-form';
import { ScoreHead, SignalNotice } from './score-block';

export interface DealPanelProps extends OpenedDeal {
  workspace: string;
  stages: readonly Stage[];
  /** The list without the panel. */
  closeHref: string;
  /** The deals before and after this one in the list. */
  previousHref: string | null;
  nextHref: string | null;
  now: string;
  habits: ReadingHabits;
  /** Null for someone who may only look. */
  actions: { move: MoveAction; note: NoteAction } | null;
}

const MOST = 4;

/** A deal beside its list: the score, what was advised, and what is done most often. */
export function DealPanel({ deal, converted, score, insights, usualInStage, workspace, stages, closeHref, previousHref, nextHref, now, habits, actions }: DealPanelProps) {
  const page = `/w/${workspace}/deals/${deal.id}`;
  const top = insights.data.filter((insight) => insight.disposition === 'open').slice(0, MOST);
  return (
    <SidePanel
      title={deal.name}
      line={deal.account?.name}
      closeHref={closeHref}
      previousHref={previousHref}
      nextHref={nextHref}
      footer={
        <LinkButton href={page} variant="primary">
          Open full page
          <ArrowUpRight aria-hidden />
        </LinkButton>
      }
    >
      {/* Another deal begins at its top, with fields of its own. */}
      <div key={deal.id} className="flex flex-col gap-5">
        <DealFacts deal={deal} converted={converted} workspace={workspace} usual={usualInStage} now={now} habits={habits} />
        {score && (
          <section aria-label="Chance to win" className="flex flex-col gap-3 border-t border-hairline pt-4">
            <ScoreHead score={score} />
            <SignalNotice score={score} />
            <Drivers drivers={score.drivers} />
          </section>
        )}
        <section aria-label="Advice" className="flex flex-col gap-2 border-t border-hairline pt-4">
          <h3 className="text-dense font-semibold">Advice</h3>
          {top.length === 0 && <p className="text-dense text-muted">{insights.run ? 'Nothing is open.' : deal.status === 'open' ? 'Nobody has looked at this deal yet.' : 'None was asked for while it was open.'}</p>}
          <ul className="flex flex-col gap-2">
            {top.map((insight) => (
              <li key={insight.id} className="flex items-start gap-2 text-dense">
                <Badge tone={TYPE_TONES[insight.type]}>{TYPE_WORDS[insight.type]}</Badge>
                <Link href={`${page}?insight=${insight.id}`} prefetch={false} className="min-w-0 flex-1 underline-offset-3 wrap-anywhere hover:underline">
                  {insight.title}
                </Link>
                {insight.type !== 'forecast' && <span className="text-xs leading-5 text-muted">{SEVERITY_WORDS[insight.severity]}</span>}
              </li>
            ))}
          </ul>
          {actions && deal.status === 'open' && insights.data.length === 0 && <AskAdvice workspace={workspace} dealId={deal.id} />}
        </section>
        {actions && (
          <section aria-label="Quick actions" className="flex flex-col gap-4 border-t border-hairline pt-4">
            <div className="flex flex-wrap items-center gap-1.5">
              <MoveStage workspace={workspace} deal={deal} stages={stages} move={actions.move} />
            </div>
            <NoteForm workspace={workspace} dealId={deal.id} add={actions.note} />
          </section>
        )}
      </div>
    </SidePanel>
  );
}
