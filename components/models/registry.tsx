import { DataTable, type Column } from '@/components/ui/data-table';
import { Card } from '@/components/ui/card';
import { DateText, RelativeTime } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Row, RowList } from '@/components/ui/row-list';
import type { ModelOverview } from '@/lib/models/life/schema';
import { DriftBadge, SignalBadge } from './badges';
import { count, progressWords, score, scoreRange, shareRange, subjectOf } from './model-words';

interface Props { models: readonly ModelOverview[]; /** /w/<slug>/models */ path: string; now: string; habits: ReadingHabits }

/** What is at work on a model now, in a line; null when nothing is. */
export function atWorkWords({ model, openTraining, challenger, shadow }: Pick<ModelOverview, 'model' | 'openTraining' | 'challenger' | 'shadow'>, habits: ReadingHabits): string | null {
  const subject = subjectOf(model);
  if (openTraining) return `Being trained: ${progressWords(openTraining, habits)}`;
  const outcomes = (n: number) => `${count(n, subject.one, habits, subject.many)} ended so far`;
  if (challenger) return `${challenger.version} on trial for ${formatPercent(challenger.aliases.find(({ alias }) => alias === 'challenger')?.share ?? 0, habits)} of ${subject.many}, ${outcomes(challenger.live.resolved)}`;
  return shadow ? `${shadow.version} in shadow, ${outcomes(shadow.live.resolved)}` : null;
}

/** The models in use: how good each is, how it drifts, what is at work on it. */
export function ModelsInUse({ models, path, now, habits }: Props) {
  const columns: Column<ModelOverview>[] = [
    {
      key: 'model', header: 'Model', card: 'col-span-2', cell: ({ label }) => label,
      under: (model) => (
        <span className="block max-w-80 text-xs font-normal whitespace-normal text-muted">
          {model.predicts}
          {atWorkWords(model, habits) && <span className="block text-action">{atWorkWords(model, habits)}</span>}
        </span>
      ),
    },
    {
      key: 'champion', header: 'In use', card: 'col-span-2', cell: ({ champion, learnsFrom }) => champion && (
        <>
          <code className="font-mono text-xs">{champion.version}</code>
          <span className="block text-xs text-muted">since <DateText iso={champion.aliases.find(({ alias }) => alias === 'champion')?.since ?? champion.createdAt} habits={habits} />, {formatNumber(champion.trainedOn, habits)} {learnsFrom}</span>
        </>
      ),
    },
    { key: 'signal', header: 'Finds', card: '', cell: ({ champion }) => champion && <SignalBadge signal={champion.signal} plain />, explanation: 'Whether it beats saying the same of every record' },
    {
      key: 'brier', header: 'Error (Brier)', align: 'end', from: 'sm', explanation: 'On outcomes later than what it learned from, with 95% interval; lower is better', card: 'max-sm:hidden',
      cell: ({ champion }) => (champion?.metrics ? <>{score(champion.metrics.brier.value)} <span className="block text-xs whitespace-nowrap text-muted">{scoreRange(champion.metrics.brier)}; n = {formatNumber(champion.metrics.n, habits)}</span></> : <span className="text-muted">not measured</span>),
    },
    {
      key: 'auc', header: 'AUC', align: 'end', from: 'md', explanation: 'How often it ranks one that came true above one that did not; 50% is a coin', card: 'max-sm:hidden',
      cell: ({ champion }) => (champion?.metrics ? <>{formatPercent(champion.metrics.auc.value, habits)} <span className="block text-xs whitespace-nowrap text-muted">{shareRange(champion.metrics.auc, habits)}</span></> : <span className="text-muted">–</span>),
    },
    {
      key: 'drift', header: 'Drift', card: '', cell: ({ lastDrift }) => (lastDrift ? <><DriftBadge status={lastDrift.status} plain /><span className="block text-xs text-muted"><RelativeTime iso={lastDrift.at} now={now} habits={habits} /></span></> : <span className="text-muted">not checked yet</span>),
    },
    { key: 'next', header: 'Next check', from: 'lg', cell: ({ schedule }) => (schedule.enabled ? <RelativeTime iso={schedule.nextCheckAt} now={now} habits={habits} /> : <span className="text-muted">only when asked</span>) },
  ];
  return (
    <DataTable
      caption="Models in use" columns={columns} rows={models} rowKey={({ model }) => model} rowHref={({ model }) => `${path}/${model}`} cards
      empty={<EmptyState title="No model is in use yet">A model is trained as soon as there is something to learn from: the win predictor with the first deals.</EmptyState>}
    />
  );
}

/** The models that cannot be trained yet, and what stands in the way. */
export function ModelsWaiting({ models, path, habits }: Omit<Props, 'now'>) {
  if (models.length === 0) return null;
  return (
    <Card title="Not trained yet" line="Each says what it lacks. Until then nothing is predicted in its place." flush>
      <RowList label="Models that are not trained yet">
        {models.map(({ model, label, predicts, samples, learnsFrom, openTraining }) => (
          <Row key={model} href={`${path}/${model}`} title={label}>
            <p className="text-muted">Will say {predicts}. {samples.why ?? `There are ${formatNumber(samples.now, habits)} ${learnsFrom} to learn from: it is trained at the next check.`}</p>
            {openTraining && <p className="text-action">Being trained: {progressWords(openTraining, habits)}</p>}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

/** The line of the page. */
export function registryLine(models: readonly ModelOverview[]): string {
  const used = models.filter(({ champion }) => champion);
  const drifting = used.filter(({ lastDrift }) => lastDrift && lastDrift.status !== 'no_drift');
  const training = models.filter(({ openTraining }) => openTraining);
  return [
    `${used.length} of ${models.length} models in use`,
    drifting.length > 0 ? `${drifting.map(({ label }) => label).join(', ')} ${drifting.length === 1 ? 'drifts' : 'drift'}` : used.some(({ lastDrift }) => lastDrift) ? 'none drifts' : null,
    training.length > 0 ? `${training.length} being trained` : null,
  ].filter(Boolean).join(', ');
}
