'use client';

import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import type { ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import type { NewExperimentInput } from '@/lib/experiments/schema';
import type { Choices } from './choices';
import { DesignStep } from './design-step';
import { fromTemplate, toSend, type Draft } from './draft';
import { problemsOf, STEPS, stepOf, type Problem, type StepKey } from './draft-problems';
import { IdeaStep } from './idea-step';
import { keepDraft, keptDraft } from './kept-draft';
import { MetricsStep } from './metrics-step';
import { ReviewStep } from './review-step';
import { VariantsStep } from './variants-step';
import { WhoStep } from './who-step';

export type Then = 'keep' | 'start' | 'schedule';
export type SaveExperiment = PageAction<{ id?: string; version?: number; design: NewExperimentInput; then: Then }, { id: string; problem: string | null }>;

export interface ExperimentFormProps {
  workspace: string;
  /** /w/<slug>/experiments */
  path: string;
  choices: Choices;
  /** The draft that is changed; absent: a new one. */
  existing?: { id: string; version: number; draft: Draft } | undefined;
  save: SaveExperiment;
  /** What the traffic here allows for a design. */
  planner: (draft: Draft, onUse: (patch: Partial<Draft>) => void, brief: boolean) => ReactNode;
  habits: ReadingHabits;
}

const SAID: Record<Then, string> = { keep: 'Saved as a draft', start: 'It runs: from now on units get their variant', schedule: 'It starts by itself at its time' };

/** An experiment, step by step. The step is in the address and the design is kept in this browser, so that back and reload lose nothing. */
export function ExperimentForm({ workspace, path, choices, existing, save, planner, habits }: ExperimentFormProps) {
  const router = useRouter();
  const keptAs = existing ? `${existing.id} ${existing.version}` : 'new';
  const [kept] = useState(() => keptDraft(workspace, keptAs));
  const [draft, setDraft] = useState<Draft>(() => kept ?? existing?.draft ?? fromTemplate(choices.rules.length > 0 ? 'rule' : 'order', choices));
  const [fresh, setFresh] = useState(kept === null && !existing);
  const [seen, setSeen] = useState<ReadonlySet<StepKey>>(new Set());
  const given = useSearchParams().get('step');
  const step = STEPS.find(({ key }) => key === given)?.key ?? 'idea';
  const at = STEPS.findIndex(({ key }) => key === step);
  const action = useAction(save, workspace);
  const [refused, setRefused] = useState<{ draft: Draft; said: unknown; problems: Problem[] } | null>(null);
  const [opened] = useState(() => Date.now());
  const head = useRef<HTMLHeadingElement>(null);

  const found = useMemo(() => problemsOf(draft, new Date()), [draft]);
  // What the server refused stands at its field until the design is another one.
  const all = refused?.draft === draft ? [...found, ...refused.problems] : found;
  const shown = all.filter(({ path: field }) => seen.has(stepOf(field)) || step === 'review' || existing !== undefined || refused?.draft === draft);

  useEffect(() => {
    if (!fresh) keepDraft(workspace, keptAs, draft);
  }, [workspace, keptAs, draft, fresh]);

  const replace = (next: Draft) => {
    setDraft(next);
    setFresh(false);
  };
  const change = (patch: Partial<Draft>) => replace({ ...draft, ...patch });
  const go = (to: StepKey) => {
    setSeen(new Set([...seen, step]));
    window.history.pushState(null, '', `?step=${to}`);
    requestAnimationFrame(() => { head.current?.focus({ preventScroll: true }); window.scrollTo({ top: 0 }); });
  };

  const send = async (then: Then) => {
    if (found.length > 0 && then !== 'keep') return go('review');
    if (found.length > 0) {
      setSeen(new Set(STEPS.map(({ key }) => key)));
      return go(stepOf(found[0]!.path));
    }
    const made = await action.run({ ...(existing ? { id: existing.id, version: existing.version } : {}), design: toSend(draft), then });
    if (!made) return;
    keepDraft(workspace, keptAs, null);
    showToast(made.problem ?? SAID[then], { tone: made.problem ? 'risk' : 'opportunity' });
    router.push(`${path}/${made.id}`);
    router.refresh();
  };
  // The action keeps what the server said; it is put beside the design it was said of.
  const fields = action.fields;
  if (fields.length > 0 && refused?.said !== fields) setRefused({ draft, said: fields, problems: fields.map(({ path: field, message }) => ({ path: field.replace(/^design\./, ''), message })) });

  const startsLater = draft.startAt !== null && Date.parse(draft.startAt) > opened;
  const step_ = { draft, change, replace, choices, problems: shown };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[12rem_minmax(0,1fr)]">
      <StepList at={at} problems={all} seen={seen} go={go} />
      <form className="flex min-w-0 max-w-4xl flex-col gap-4" noValidate action={() => undefined} onSubmit={(event) => { event.preventDefault(); if (step !== 'review') go(STEPS[at + 1]!.key); }}>
        <div>
          <h2 ref={head} tabIndex={-1} className="text-base font-semibold outline-none">{STEPS[at]!.title}</h2>
          <p className="text-dense text-muted">{STEPS[at]!.line}</p>
        </div>
        {action.problem && <Notice tone="risk" title={action.problem} alert />}
        {step === 'idea' && <IdeaStep {...step_} fresh={fresh && !existing} onTemplate={() => { setFresh(false); setSeen(new Set()); go('variants'); }} />}
        {step === 'variants' && <VariantsStep {...step_} workspace={workspace} />}
        {step === 'who' && <WhoStep {...step_} />}
        {step === 'metrics' && <MetricsStep {...step_} />}
        {step === 'design' && <DesignStep {...step_} planner={planner(draft, change, false)} />}
        {step === 'review' && <ReviewStep draft={draft} choices={choices} problems={all} habits={habits} go={go} planner={planner(draft, change, true)} />}
        <div className="flex flex-wrap items-center gap-2 border-t border-hairline pt-4">
          {at > 0 && <Button onClick={() => go(STEPS[at - 1]!.key)}><ArrowLeft aria-hidden />Back</Button>}
          <span className="flex-1" />
          <SubmitButton type="button" variant="outline" pending={action.pending} pendingText="Saving" onClick={() => void send('keep')}>Save as draft</SubmitButton>
          {step === 'review' ? (
            <SubmitButton type="button" pending={action.pending} pendingText={startsLater ? 'Scheduling' : 'Starting'} disabled={found.length > 0} onClick={() => void send(startsLater ? 'schedule' : 'start')}>{startsLater ? 'Schedule' : 'Start now'}</SubmitButton>
          ) : (
            <>
              {at < STEPS.length - 2 && <Button onClick={() => go('review')}>Review</Button>}
              <Button type="submit" variant="primary">Continue<ArrowRight aria-hidden /></Button>
            </>
          )}
        </div>
      </form>
    </div>
  );
}

function StepList({ at, problems, seen, go }: { at: number; problems: readonly Problem[]; seen: ReadonlySet<StepKey>; go: (step: StepKey) => void }) {
  const current = useRef<HTMLButtonElement>(null);
  // On a phone the steps are wider than the page. (What scrolling answers is no business of the effect: in new browsers it is a promise.)
  useEffect(() => {
    void current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [at]);
  return (
    <nav aria-label="Steps" className="max-lg:overflow-x-auto lg:sticky lg:top-4">
      <ol className="flex gap-1 lg:flex-col">
        {STEPS.map(({ key, title }, index) => {
          const wrong = seen.has(key) && problems.some(({ path }) => stepOf(path) === key);
          return (
            <li key={key}>
              <button
                ref={index === at ? current : undefined} type="button" aria-current={index === at ? 'step' : undefined} onClick={() => go(key)}
                className={cx('flex w-full cursor-pointer items-center gap-2 rounded-box px-2 py-1.5 text-start text-dense whitespace-nowrap', index === at ? 'bg-surface-secondary font-medium' : 'text-muted hover:text-foreground')}
              >
                <span className={cx('grid size-5 shrink-0 place-items-center rounded-full border text-xs', index === at ? 'border-accent text-action' : wrong ? 'border-caution-mark text-caution' : 'border-hairline-strong')}>{wrong ? '!' : index + 1}</span>
                {title}
                {wrong && <span className="sr-only"> (something is missing)</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
