/** Does what is measured stay the same from day to day: the effect on early and on late units, and the day on which something changed. */
import { changePoint, unitsForRate, type ChangePoint, type Reading } from '@/lib/stats/change-point';
import { cupedEffect } from '@/lib/stats/cuped';
import { normalBeyond } from '@/lib/stats/distributions';
import { effectOf, type Effect } from '@/lib/stats/effect';
import { holm } from '@/lib/stats/false-discovery';
import type { Maybe } from '@/lib/stats/not-available';
import { armOf } from '@/lib/stats/sums';
import { grouped, sumsOf, totalsOf, type MetricRows, type Totals } from './cohorts';
import type { Design } from './design';
import type { CohortRow } from '../results-schema';
import type { Metric } from '../schema';
import { number, percent } from './words';

/** Units that each arm needs in a half, and a mean on a side of a change. */
const LEAST_IN_HALF = 100;
const LEAST_DAYS = 4;

export type Halves = { name: string; early: string; late: string; fading: boolean; /** Corrected for the number of treatments. */ pValue: number };

/** The effect of each treatment on units of the first half of days against that on those of the second, by a z test. */
export function novelty(design: Design, { metric, over }: MetricRows, adjusted: boolean): Halves[] {
  const days = [...new Set(over.flatMap((rows) => rows.map(({ day }) => day)))].sort();
  if (days.length < LEAST_DAYS) return [];
  const middle = days[Math.floor(days.length / 2)]!;
  const halves = [(row: CohortRow) => row.day < middle, (row: CohortRow) => row.day >= middle].map((inHalf) => over.map((rows) => totalsOf(rows.filter(inHalf))));
  const found = design.treatments.flatMap(({ name }, i) => {
    const [early, late] = halves.map((arms) => (Math.min(arms[0]!.n, arms[i + 1]!.n) < LEAST_IN_HALF ? null : effectIn(metric, arms[0]!, arms[i + 1]!, adjusted)));
    if (!early?.available || !late?.available) return [];
    const z = (late.effect - early.effect) / Math.hypot(early.standardError, late.standardError);
    return [{ name, early: difference(metric, early.effect), late: difference(metric, late.effect), fading: Math.abs(late.effect) < Math.abs(early.effect), p: normalBeyond(z) }];
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map(({ p: _, ...one }, i) => ({ ...one, pValue: corrected[i]! }));
}

function effectIn(metric: Metric, control: Totals, treatment: Totals, adjusted: boolean): Maybe<Effect> {
  const [a, b] = [sumsOf(metric.kind, control, adjusted), sumsOf(metric.kind, treatment, adjusted)];
  return a.metric === 'cuped' && b.metric === 'cuped' ? cupedEffect(a, b) : effectOf(a, b, 'absolute');
}

const figure = ({ kind }: Metric, value: number): string => (kind === 'binomial' ? percent(value) : number(value));
const difference = ({ kind }: Metric, value: number): string => `${value > 0 ? '+' : ''}${kind === 'binomial' ? `${number(Math.round(value * 1e5) / 1e3)} points` : number(value)}`;

export type Changed = { what: string; day: string; before: string; after: string; /** Corrected for the number of series. */ pValue: number };

/**
 * The likeliest day of a change: of each variant's mean where the weights follow it, of each treatment's difference from the control where they do not (what moves all alike moves no
 * difference). Null where no series has days and units enough. The same days looked at again every day want `CHANGE_BELOW`.
 */
export function changes(design: Pick<Design, 'variants' | 'treatments' | 'adaptive'>, { metric, over }: MetricRows): Changed | null {
  const means = over.map((rows) => meansByDay(metric, rows)), least = leastFor(metric, over);
  const series = design.adaptive
    ? design.variants.map(({ name }, i) => ({ what: `${metric.name} of ${name}`, say: (value: number) => figure(metric, value), readings: means[i]! }))
    : design.treatments.map(({ name }, i) => ({ what: `The effect of ${name}`, say: (value: number) => difference(metric, value), readings: differences(means[0]!, means[i + 1]!) }));
  const found = series.flatMap(({ what, say, readings }) => {
    const change = changeIn(readings, least);
    return change ? [{ what, day: readings[change.at]!.day, before: say(change.before), after: say(change.after), pValue: change.pValue }] : [];
  });
  const corrected = holm(found.map(({ pValue }) => pValue));
  return found.map((one, i) => ({ ...one, pValue: corrected[i]! })).sort((a, b) => a.pValue - b.pValue)[0] ?? null;
}

type DayReading = Reading & { day: string };
const changeIn = (readings: readonly DayReading[], least: number): ChangePoint | null => (readings.length < LEAST_DAYS ? null : changePoint(readings, { least }));

/** Units on a side of a change that make a mean normal: of a rate, as many as have each answer ten times. */
function leastFor({ kind }: Metric, over: MetricRows['over']): number {
  if (kind !== 'binomial') return LEAST_IN_HALF;
  const { n, sum } = totalsOf(over.flat());
  return n > 0 ? unitsForRate(sum / n) : Infinity;
}

/** What a variant's units of a day did on average, with the spread of all of its days. Empty where there is no spread. */
function meansByDay({ kind }: Metric, rows: readonly CohortRow[]): DayReading[] {
  const whole = armOf(sumsOf(kind, totalsOf(rows)));
  if (!whole.available || !(whole.variance > 0)) return [];
  return [...grouped(rows, ({ day }) => day)].flatMap(([day, own]) => {
    const { n, sum, denSum } = totalsOf(own), divisor = kind === 'ratio' ? denSum : n;
    return n === 0 || divisor === 0 ? [] : [{ day, units: n, value: sum / divisor, variance: whole.variance / n }];
  });
}

/** Of days on which both had units. */
function differences(control: readonly DayReading[], treatment: readonly DayReading[]): DayReading[] {
  const of = new Map(control.map((reading) => [reading.day, reading]));
  return treatment.flatMap(({ day, units, value, variance }) => {
    const base = of.get(day);
    return base ? [{ day, units: Math.min(units, base.units), value: value - base.value, variance: variance + base.variance }] : [];
  });
}
