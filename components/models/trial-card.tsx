import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Progress } from '@/components/ui/progress';
import type { ModelName, VersionSummary } from '@/lib/models/life/schema';
import { LEAST_PAIRS } from '@/lib/models/life/paired';
import { ALIAS_WORDS, score, sentenceCase, subjectOf } from './model-words';

/** A version on its way into use (or the one that it replaced, watched from behind): what it does now, what is known of it so far, and what happens next. */
export function TrialCard({ model, version, alias, champion, path, actions, habits }: {
  model: ModelName; version: VersionSummary; alias: 'shadow' | 'challenger'; champion: Pick<VersionSummary, 'version'>; /** Of the model's page. */ path: string; actions?: ReactNode; habits: ReadingHabits;
}) {
  const subject = subjectOf(model);
  const standing = version.aliases.find((one) => one.alias === alias);
  const { live } = version;
  return (
    <Card
      title={`${version.version} ${alias === 'shadow' ? 'is tried in shadow' : `is on trial for ${formatPercent(standing?.share ?? 0, habits)} of ${subject.many}`}`} actions={actions}
      line={<>{ALIAS_WORDS[alias].what} {standing && <>Since <DateText iso={standing.since} look="minute" habits={habits} />.</>}</>}
    >
      <Progress
        label={`${sentenceCase(subject.many)} that it judged and that have ended`} value={Math.min(live.resolved, LEAST_PAIRS)} max={LEAST_PAIRS}
        text={`${formatNumber(live.resolved, habits)} of ${formatNumber(LEAST_PAIRS, habits)}; ${formatNumber(live.predictions, habits)} judged${live.brier ? `, error so far ${score(live.brier.value)} (Brier)` : ''}`}
      />
      <p className="text-dense text-muted">
        <Link className="link" prefetch={false} href={`${path}?tab=compare&a=${version.version}&b=${champion.version}`}>What it would have said</Link>
      </p>
    </Card>
  );
}
