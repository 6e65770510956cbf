import { DotIntervals } from '@/components/charts/dot-intervals';
import { IntervalSeries } from '@/components/charts/interval-series';
import { Reliability } from '@/components/charts/reliability';
import { roundTicks } from '@/components/charts/band-scale';
import { Card } from '@/components/ui/card';
import type { ReadingHabits } from '@/components/ui/format';
import type { ModelName, VersionSummary } from '@/lib/models/life/schema';
import { curveModel, reliabilityModel } from './chart-models';
import { importanceTitle, signedRange, signedScore, subjectOf } from './model-words';

interface Props { model: ModelName; version: Pick<VersionSummary, 'version' | 'metrics' | 'features'>; habits: ReadingHabits }

const SHOWN = 10;

/** Whether its probabilities mean what they say, and what more outcomes would bring. */
export function VersionCharts({ model, version: { version, metrics }, habits }: Props) {
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
      <Card><Reliability level={2} habits={habits} model={reliabilityModel(metrics, model, version, habits)} /></Card>
      <Card><IntervalSeries level={2} habits={habits} model={curveModel(metrics, model, version, habits)} /></Card>
    </div>
  );
}

/** How much worse it gets without each fact it looks at. */
export function ImportanceCard({ model, version: { version, metrics, features } }: Omit<Props, 'habits'>) {
  const facts = (metrics?.importance ?? []).toSorted((a, b) => b.value - a.value);
  const shown = facts.slice(0, SHOWN);
  const reach: [number, number] = [Math.min(0, ...shown.map(({ low }) => low)), Math.max(0.001, ...shown.map(({ high }) => high))];
  const rest = facts.length - shown.length;
  return (
    <Card>
      <DotIntervals
        level={2}
        model={{
          title: importanceTitle(facts),
          line: `How much its error (Brier) grows when a fact is shuffled between ${subjectOf(model).many}, with 95% intervals. An interval that reaches 0 may be chance.${rest > 0 ? ` The ${SHOWN} that matter most of ${facts.length}; the table has all.` : ''}`,
          domain: reach, zero: 0, marks: roundTicks(reach).filter((_, index, all) => all.length < 5 || index % 2 === 0).map((at) => ({ at, text: signedScore(at) })),
          rows: shown.map(({ feature, label, value, low, high }) => ({
            key: feature, label, dots: [{ name: `${label}: ${signedScore(value)} (${signedRange({ value, low, high })})`, value, low, high, series: 1 }],
            words: <>{signedScore(value)} ({signedRange({ value, low, high })}){low <= 0 && ', may be chance'}</>,
          })),
          table: { head: ['Fact', 'Error without it, more', 'Low', 'High'], rows: facts.map(({ label, value, low, high }) => [label, ...[value, low, high].map((one) => Math.round(one * 10_000) / 10_000)]) },
          empty: features.length > 0 ? `It looks at ${features.length} facts; how much each one helps is measured of versions trained from now on.` : `It looks at nothing yet: it says the ${subjectOf(model).rate} of every ${subjectOf(model).one}.`,
          fileName: `importance-${version}`,
        }}
      />
    </Card>
  );
}
