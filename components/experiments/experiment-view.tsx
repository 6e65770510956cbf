import type { ReadingHabits } from '@/components/ui/format';
import type { Results } from '@/lib/experiments/results-schema';
import type { Decision, Experiment } from '@/lib/experiments/schema';
import { FactorsTable, SegmentsTable, SetAsideCard } from './breakdowns';
import { DecisionLog } from './decision-log';
import { DesignCard } from './design-card';
import type { PayloadLabels, SubjectNames } from './experiment-words';
import { LearningsCard } from './learnings-card';
import { MetricTabs } from './metric-tabs';
import { ReadingHelp } from './reading-help';
import { CumulativeCard, TrafficCard } from './result-charts';
import { VariantsTable } from './variants-table';
import { HealthCard, VerdictCard } from './verdict-card';

interface Props {
  experiment: Experiment;
  results: Results;
  decisions: readonly Decision[];
  names: SubjectNames;
  labels: PayloadLabels;
  /** Key of the metric that is looked at; the deciding one unless said. */
  metricKey: string | null;
  path: string;
  now: string;
  habits: ReadingHabits;
}

/** An experiment that has begun: what may be said, on which figures, and whether to trust them. */
export function ExperimentView({ experiment, results, decisions, names, labels, metricKey, path, now, habits }: Props) {
  const primary = results.metrics.find(({ role }) => role === 'primary') ?? results.metrics[0];
  const metric = results.metrics.find(({ key }) => key === metricKey) ?? primary;
  return (
    <div className="flex flex-col gap-4">
      <LearningsCard experiment={experiment} />
      <VerdictCard verdict={results.verdict} />
      {metric && (
        <section aria-label="Variants" className="flex min-w-0 flex-col gap-3">
          {results.metrics.length > 1 && <MetricTabs metrics={results.metrics} current={metric.key} path={path} />}
          <VariantsTable metric={metric} experiment={experiment} habits={habits} />
          <ReadingHelp />
        </section>
      )}
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <CumulativeCard experiment={experiment} results={results} habits={habits} />
        <TrafficCard experiment={experiment} results={results} habits={habits} now={now} />
      </div>
      <HealthCard health={results.health} />
      {primary && <SegmentsTable experiment={experiment} metric={primary} results={results} habits={habits} />}
      {primary && <FactorsTable experiment={experiment} metric={primary} results={results} habits={habits} />}
      <SetAsideCard experiment={experiment} results={results} habits={habits} />
      <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
        <DecisionLog decisions={decisions} habits={habits} />
        <DesignCard experiment={experiment} names={names} labels={labels} habits={habits} />
      </div>
    </div>
  );
}
