import { BandSeries } from '@/components/charts/band-series';
import { DayParts } from '@/components/charts/day-parts';
import { Card } from '@/components/ui/card';
import type { ReadingHabits } from '@/components/ui/format';
import type { Results } from '@/lib/experiments/results-schema';
import type { Experiment } from '@/lib/experiments/schema';
import { sideOf } from './effect-axis';
import { differenceWords, lookIn, UNIT_WORDS } from './experiment-words';

interface Props {
  experiment: Experiment;
  results: Results;
  habits: ReadingHabits;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The difference as it became surer: by day of first exposure, in the confidence sequence. */
export function CumulativeCard({ experiment, results: { cumulative, metrics }, habits }: Props) {
  const metric = metrics.find(({ role }) => role === 'primary');
  const kind = metric ? lookIn(experiment, metric) : 'mean';
  const many = UNIT_WORDS[experiment.unit].many;
  const lines = experiment.variants.slice(1).map(({ id, name }) => ({ key: id, name, points: cumulative.filter(({ variantId }) => variantId === id).map(({ day, value, low, high, n }) => ({ day, value, low, high, n })) }));
  const drawn = lines.filter(({ points }) => points.length > 0);
  const settled = drawn.filter(({ points }) => sideOf(points.at(-1)!, metric?.better ?? 'higher') !== 'open');
  const title = drawn.length === 0 ? `${metric?.name ?? 'The primary metric'} over time`
    : settled.length > 0 ? `${settled.map(({ name }) => name).join(' and ')} ${settled.length > 1 ? 'have' : 'has'} left the line of no difference: ${differenceWords(settled[0]!.points.at(-1)!, kind, habits)}`
    : `The interval still holds the line of no difference${drawn.length === 1 ? `: ${differenceWords(drawn[0]!.points.at(-1)!, kind, habits)}` : ''}`;
  const points = kind === 'binomial';
  return (
    <Card>
      <BandSeries
        level={2} habits={habits}
        model={{
          title, lines, fileName: 'cumulative', write: points ? 'points' : 'number', counted: capital(many), zero: 'no difference',
          line: `${metric?.name ?? 'Primary metric'} against ${experiment.variants[0]?.name ?? 'the control'}, over all ${many} exposed up to each day. The band may be looked at any day: it is wrong in at most ${Math.round((1 - experiment.plan.confidence) * 100)} of 100 experiments, however often one looks.`,
          measure: points ? 'Difference, points' : 'Difference',
          empty: `A line with its interval, once ${many} of each variant have had the days in which an outcome counts.`,
        }}
      />
    </Card>
  );
}

/** Who came in: by day, or, where a bandit moves traffic, how it has moved it. */
export function TrafficCard({ experiment, results, habits, now }: Props & { now: string }) {
  const parts = experiment.variants.map(({ id, name }) => ({ key: id, name }));
  const many = UNIT_WORDS[experiment.unit].many;
  const bandit = experiment.type === 'MULTI_ARMED_BANDIT';
  return (
    <Card>
      {bandit ? <DayParts level={2} habits={habits} model={{ ...allocationOf(experiment, results, now), parts, look: 'share', measure: `Share of new ${many}`, fileName: 'allocation', empty: 'How traffic moves, from the first update on.' }} /> : (
        <DayParts level={2} habits={habits} model={{ ...exposuresOf(experiment, results), parts, look: 'count', measure: `New ${many} a day`, fileName: 'exposures', empty: `A bar a day, once ${many} come by.` }} />
      )}
    </Card>
  );
}

function exposuresOf({ variants, unit }: Experiment, { exposures, sampleRatio, units }: Results) {
  const days = [...new Set(exposures.map(({ day }) => day))].sort();
  const at = new Map(exposures.map(({ day, variantId, n }) => [`${day} ${variantId}`, n]));
  const rows = allDays(days).map((day) => ({ at: day, values: variants.map(({ id }) => at.get(`${day} ${id}`) ?? 0) }));
  const shares = sampleRatio.observed.map((n) => `${Math.round((1000 * n) / Math.max(1, units)) / 10}%`).join(' / ');
  return {
    rows,
    title: units === 0 ? 'Nobody has been exposed yet' : `${sampleRatio.pValue !== null && sampleRatio.pValue < 0.001 ? 'Not split as intended' : 'Split as intended'}: ${shares}`,
    line: `${UNIT_WORDS[unit].many} by the day on which they were first exposed (UTC)${sampleRatio.pValue === null ? '' : `; chance of a split at least this uneven: ${sampleRatio.pValue < 0.001 ? 'below 0.1%' : `${Math.round(sampleRatio.pValue * 1000) / 10}%`}`}.`,
  };
}

function allocationOf({ variants }: Experiment, { allocation }: Results, now: string) {
  const rows = allocation.map(({ at, weights, reason }) => ({ at, values: variants.map(({ id }) => weights[id] ?? 0), note: reason }));
  const last = rows.at(-1);
  // The weights hold until the next update, so the last ones are drawn up to the present.
  const held = last && last.at < now ? [...rows, { ...last, at: now, note: 'now' }] : rows;
  const most = last ? last.values.indexOf(Math.max(...last.values)) : -1;
  const share = last ? Math.round((last.values[most] ?? 0) * 100) : 0;
  return {
    rows: held,
    title: !last ? 'Traffic has not moved yet' : rows.length === 1 ? 'Traffic is where it began' : `${variants[most]?.name ?? ''} gets most of the traffic now: ${share}%`,
    line: `Weights since the start, ${rows.length} ${rows.length === 1 ? 'setting' : 'settings'}; a new unit is drawn by the weights of its moment and keeps its variant.`,
  };
}

/** Every day from the first to the last, at most the last 120: a day on which nobody came is a gap that is seen. */
function allDays(days: readonly string[]): string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const all: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += 86_400_000) all.push(new Date(at).toISOString().slice(0, 10));
  return all.slice(-120);
}
