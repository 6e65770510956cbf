'use client';

import { ChevronRight, LoaderCircle, RefreshCw, Scale, Sparkles } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/date-text';
import { formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { showToast } from '@/components/ui/toast-queue';
import type { EvidenceDetails } from '@/lib/insights/evidence-details';
import type { DealInsights } from '@/lib/insights/schema';
import { InsightCard } from './insight-card';
import { isActive, useDealInsights, useFollowPage, useRequestInsights } from './queries';
import { answeredWords, Fallbacks, RunStages } from './run-progress';
import { useSelection } from './selection';

export interface AdviceProps {
  workspace: string;
  dealId: string;
  initial: DealInsights;
  evidence: EvidenceDetails;
  status: 'open' | 'won' | 'lost';
  mayGenerate: boolean;
  mayAnswer: boolean;
  now: string;
  habits: ReadingHabits;
}

const isDismissed = ({ disposition, answer }: DealInsights['data'][number]) => disposition === 'dismissed' || Boolean(answer?.dismissed);

/** The advice on a deal: asked for, watched while it is made, answered, and looked at again. */
export function Advice({ workspace, dealId, initial, evidence, status, mayGenerate, mayAnswer, now, habits }: AdviceProps) {
  const router = useRouter();
  const { insight: chosen } = useSelection();
  const { data } = useDealInsights(workspace, dealId, initial);
  useFollowPage(workspace, dealId, initial);
  const request = useRequestInsights(workspace, dealId);
  const [showDismissed, setShowDismissed] = useState(false);
  const { run } = data;
  const active = isActive(run) || request.isPending;
  const { heldOut } = data;
  const canAsk = mayGenerate && status === 'open' && !heldOut;

  // When a run has ended, what the page holds of it (opened evidence, the score) follows.
  const seen = useRef(run?.id && !isActive(run) ? run.id : null);
  useEffect(() => {
    if (!run || isActive(run) || seen.current === run.id) return;
    seen.current = run.id;
    router.refresh();
  }, [run, router]);

  const ask = () => {
    if (!active) request.mutate(undefined, { onError: (error) => showToast(error.message, { tone: 'risk' }) });
  };

  const standing = data.data.filter((insight) => !isDismissed(insight));
  const dismissed = data.data.filter(isDismissed);
  const shown = showDismissed ? [...standing, ...dismissed] : standing;
  const current = shown.find((insight) => insight.id === chosen) ?? shown[0];
  const asking = (label: string, primary: boolean) => (
    <Button variant={primary ? 'primary' : 'outline'} onClick={ask} aria-disabled={active}>
      {active ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : primary ? <Sparkles aria-hidden /> : <RefreshCw aria-hidden />}
      {active ? 'Looking' : label}
    </Button>
  );

  return (
    <section aria-label="Advice" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 className="text-base font-semibold">Advice</h2>
          {run?.finishedAt && run.status === 'completed' && !active && (
            <p className="text-xs text-muted">
              {heldOut ? 'Kept to itself' : data.data.length === 0 ? 'Nothing to say' : `${data.data.length} ${data.data.length === 1 ? 'insight' : 'insights'}`}, <RelativeTime iso={run.finishedAt} now={now > run.finishedAt ? now : run.finishedAt} habits={habits} /> {answeredWords(run)}
            </p>
          )}
        </div>
        {canAsk && data.data.length > 0 && asking('Look again', false)}
      </div>

      {run && active && (
        <Card title="Looking at the deal" level={3} line="You can leave this page; it goes on.">
          <RunStages run={run} />
        </Card>
      )}
      {run?.status === 'failed' && !active && (
        <Card>
          <Notice tone="risk" title="The advice could not be made" alert action={canAsk ? <Button size="sm" onClick={ask}>Try again</Button> : undefined}>
            {run.error ? `${run.error.charAt(0).toUpperCase()}${run.error.slice(1)}.` : 'The run ended without a reason.'} What was advised before stays as it is.
          </Notice>
          <RunStages run={run} />
        </Card>
      )}

      {heldOut && !active && (
        <div className="card card--default p-0">
          <EmptyState icon={<Scale />} title="This deal is in the comparison group">
            {formatPercent(heldOut.share, habits)} of deals here go without advice, so that what advice changes can be measured; chance decided it when advice was first asked for. Its score and what needs attention stay in
            sight. An operator changes the share under Settings, Learning; this deal stays as it was drawn.
          </EmptyState>
        </div>
      )}
      {data.data.length === 0 && !heldOut && !active && run?.status !== 'failed' && (
        <div className="card card--default p-0">
          <EmptyState
            icon={<Sparkles />}
            title={status !== 'open' ? 'No advice was asked for while it was open' : run ? 'Nothing stands out on this deal' : 'Nobody has looked at this deal yet'}
            action={canAsk ? asking(run ? 'Look again' : 'Get advice', true) : undefined}
          >
            {status !== 'open'
              ? 'A closed deal needs none; it now teaches the model.'
              : run
                ? 'None of the conditions that mattered for past deals here holds. Add a note or move the deal on, then look again.'
                : 'Advice compares it with similar closed deals, checks the conditions that mattered here before, and says what to do next, each point with its evidence. It takes a second or two.'}
          </EmptyState>
        </div>
      )}

      {run && !active && <Fallbacks run={run} />}
      {shown.map((insight) => (
        <InsightCard key={insight.id} insight={insight} evidence={evidence} workspace={workspace} habits={habits} mayAnswer={mayAnswer} open={status === 'open'} current={insight.id === current?.id} wording={data.presentation.wording} />
      ))}
      {dismissed.length > 0 && (
        <Button variant="ghost" size="sm" className="self-start" aria-expanded={showDismissed} onClick={() => setShowDismissed(!showDismissed)}>
          {showDismissed ? 'Hide dismissed' : `Show dismissed (${dismissed.length})`}
        </Button>
      )}
      {run && run.status === 'completed' && !active && data.data.length > 0 && (
        <details className="group text-dense">
          <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-box text-muted hover:text-foreground [&::-webkit-details-marker]:hidden">
            <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
            How this was made
          </summary>
          <div className="mt-2 ps-5">
            <RunStages run={run} />
          </div>
        </details>
      )}
    </section>
  );
}
