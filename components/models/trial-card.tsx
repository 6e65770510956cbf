import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Progress } from '@/components/ui/progress';
import type { ModelName, VersionSummary } from '@/lib/models/life/schema';
import type { TrialStanding } from '@/lib/models/life/trial-standing';
import { score, sentenceCase, subjectOf } from './model-words';
import { nextWords, stepOf, trialTitle, whatItDoes } from './trial-words';

/** A version on its way into use (or the one that it replaced, watched from behind): what it does now, what is known of it so far, and what happens next. */
export function TrialCard({ model, version, alias, standing, champion, path, actions, habits }: {
  model: ModelName; version: VersionSummary; alias: 'shadow' | 'challenger'; /** Null: another one is looked at before it. */ standing: TrialStanding | null;
  champion: Pick<VersionSummary, 'version'>; /** Of the model's page. */ path: string; actions?: ReactNode; habits: ReadingHabits;
}) {
  const subject = subjectOf(model);
  const since = version.aliases.find((one) => one.alias === alias)?.since;
  const { live } = version;
  const step = standing && stepOf(standing);
  return (
    <Card title={trialTitle(version, alias, standing?.guard ?? false, model, habits)} actions={actions} line={<>{whatItDoes(alias, standing?.guard ?? false, champion.version, subject)}{since && <> Since <DateText iso={since} look="minute" habits={habits} />.</>}</>}>
      {step && (
        <Progress
          label={`${sentenceCase(subject.many)} that both judged and that have ended${standing.alias === 'challenger' ? ' since the last step' : ''}`} value={Math.min(step.done, step.needed)} max={step.needed}
          text={`${formatNumber(step.done, habits)} of ${formatNumber(step.needed, habits)}; ${formatNumber(live.predictions, habits)} judged${live.brier ? `, its error so far ${score(live.brier.value)} (Brier)` : ''}`}
        />
      )}
      <p className="max-w-prose text-dense text-muted">
        {standing ? nextWords(standing, champion.version, model, habits) : 'Its turn comes when the other trial has ended.'}{' '}
        <Link className="link" prefetch={false} href={`${path}?tab=compare&a=${version.version}&b=${champion.version}`}>Set it beside the one in use</Link>
      </p>
    </Card>
  );
}
