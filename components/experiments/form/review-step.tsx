'use client';

import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { formatPercent, type ReadingHabits } from '@/components/ui/format';
import { metricWords, whoWords } from '../design-card';
import { ALLOCATION_WORDS, count, payloadWords, subjectWords, TYPE_WORDS, UNIT_WORDS } from '../experiment-words';
import type { Choices } from './choices';
import type { Draft } from './draft';
import { STEPS, stepOf, type Problem, type StepKey } from './draft-problems';

interface Props {
  draft: Draft;
  choices: Choices;
  problems: readonly Problem[];
  habits: ReadingHabits;
  go: (step: StepKey) => void;
  /** What the traffic here allows. */
  planner: ReactNode;
}

/** Everything at a glance, with what is missing and what is worth another thought. */
export function ReviewStep({ draft, choices, problems, habits, go, planner }: Props) {
  const names = Object.fromEntries([...choices.rules.map(({ key, name }) => [`rule:${key}`, name] as const), ...choices.prompts.map(({ task, title }) => [`prompt:${task}`, title] as const)]);
  const rule = draft.subject.kind === 'rule' ? choices.rules.find(({ key }) => draft.subject.kind === 'rule' && key === draft.subject.ruleKey) : undefined;
  const labels = {
    settings: Object.fromEntries((rule?.settings ?? []).map(({ key, label, unit }) => [key, { label, unit }])),
    versions: Object.fromEntries(choices.prompts.flatMap(({ versions }) => versions).map(({ id, version }) => [id, `Version ${version}`])),
  };
  const many = UNIT_WORDS[draft.unit].many;
  const thoughts = thoughtsOn(draft);
  return (
    <>
      <Card title="Checklist" line={problems.length === 0 ? 'Nothing is missing.' : 'What is missing stands on these steps.'}>
        <ul className="flex flex-col gap-2 text-dense">
          {STEPS.filter(({ key }) => key !== 'review').map(({ key, title }) => {
            const wrong = problems.filter(({ path }) => stepOf(path) === key);
            return (
              <li key={key} className="flex items-start gap-2">
                {wrong.length === 0 ? <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-opportunity" /> : <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-caution" />}
                <span>
                  <button type="button" className="link font-medium" onClick={() => go(key)}>{title}</button>
                  <span className="sr-only">{wrong.length === 0 ? ': complete' : ': not complete'}</span>
                  {wrong.map(({ path, message }) => <span key={path + message} className="block text-muted">{message}</span>)}
                </span>
              </li>
            );
          })}
          {thoughts.map((text) => (
            <li key={text} className="flex items-start gap-2 text-muted">
              <Info size={16} aria-hidden className="mt-0.5 shrink-0" />
              {text}
            </li>
          ))}
        </ul>
      </Card>
      {planner}
      <Card title={draft.name || 'Without a name'} line={draft.hypothesis || 'No hypothesis was written down.'}>
        <dl className="grid gap-x-4 gap-y-2 text-dense sm:grid-cols-[9rem_1fr]">
          <dt className="text-muted">What differs</dt>
          <dd>{subjectWords(draft.subject, names)}</dd>
          <dt className="text-muted">Variants</dt>
          <dd>
            <ul className="flex flex-col gap-1">
              {draft.variants.map((variant, index) => <li key={index}><span className="font-medium">{variant.name || 'without a name'}</span>{index === 0 && ' (control)'} <span className="text-muted">{payloadWords(variant.payload, labels)}</span></li>)}
            </ul>
          </dd>
          <dt className="text-muted">Who</dt>
          <dd>{whoWords(draft, habits)} It runs {draft.startAt ? `from ${draft.startAt.slice(0, 16).replace('T', ' ')} UTC` : 'as soon as it is started'}{draft.stopAt ? ` until ${draft.stopAt.slice(0, 16).replace('T', ' ')} UTC` : ''}</dd>
          <dt className="text-muted">Judged by</dt>
          <dd><ul className="flex flex-col gap-1">{draft.metrics.map((metric, index) => <li key={index}><span className="font-medium">{metric.name || 'without a name'}</span> <span className="text-muted">{metricWords(metric, habits)}</span></li>)}</ul></dd>
          <dt className="text-muted">Run as</dt>
          <dd>{TYPE_WORDS[draft.type].name}, {ALLOCATION_WORDS[draft.allocation].toLowerCase()}; decided from {count(draft.minSampleSize || 0, UNIT_WORDS[draft.unit].one, habits, many)} a variant on, {formatPercent(draft.confidence || 0, habits, 1)} sure, {formatPercent(draft.minEffect || 0, habits, 1)} better or more{draft.autoWinner ? ', by itself' : ', by a person'}</dd>
        </dl>
      </Card>
    </>
  );
}

/** What is allowed and still worth another thought. */
export function thoughtsOn(draft: Draft): string[] {
  const found: string[] = [];
  if (!draft.hypothesis.trim()) found.push('No hypothesis: without one every result can be explained afterwards.');
  if (!draft.metrics.some(({ role }) => role === 'guardrail')) found.push('No guardrail: a winner could harm something that nobody looks at.');
  if (draft.variants.length > 4 && draft.type !== 'MULTIVARIATE') found.push(`${draft.variants.length} variants: each needs its own units, so it takes longer to see anything.`);
  if (draft.type === 'AB_TEST') found.push('An A/B test is decided once, at the end: choose sequential if somebody will look before.');
  if (draft.autoWinner) found.push('The winner is chosen without asking. Making it the standard still waits for an approval under Plans.');
  if (draft.metrics.some(({ role, windowDays }) => role === 'primary' && windowDays === null)) found.push('The deciding metric counts whenever it comes: late units look worse than early ones. Days give all the same chance.');
  return found;
}
