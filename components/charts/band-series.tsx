'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatDate, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { writeBand } from './band-scale';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';
import { SeriesKey } from './series-key';

export interface BandLine {
  key: string;
  name: string;
  /** In order of time; `day` is YYYY-MM-DD (UTC). */
  points: readonly { day: string; value: number; low: number; high: number; n: number }[];
}

export interface BandSeriesModel {
  /** The finding. */
  title: string;
  line?: string;
  lines: readonly BandLine[];
  /** "Difference to the control, points" */
  measure: string;
  /** What `n` counts: "Deals". */
  counted: string;
  /** How a value is written, without its unit. */
  write: 'points' | 'number';
  /** What the zero line means: "no difference". */
  zero: string;
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./band-series-plot').then((module) => module.BandSeriesPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** Figures over time, each a line in its interval as a band, and the line of no difference: when a band leaves it, the figure has left it. */
export function BandSeries({ model, habits = defaultHabits, level = 3 }: { model: BandSeriesModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, lines, measure, counted, write, empty, fileName } = model;
  const several = lines.length > 1;
  const utc = { ...habits, timeZone: 'UTC' };
  const table = {
    head: ['Day', ...(several ? ['Variant'] : []), measure, 'Low', 'High', counted],
    rows: lines.flatMap(({ name, points }) => points.map((p) => [formatDate(p.day, 'day-year', utc), ...(several ? [name] : []), writeBand(p.value, write), writeBand(p.low, write), writeBand(p.high, write), p.n])),
  };
  const drawn = lines.filter(({ points }) => points.length > 0);
  const last = (one: BandLine) => one.points.at(-1)!;
  const summary = `${title}. ${drawn.map((one) => `${one.name}: ${writeBand(last(one).value, write)}, ${writeBand(last(one).low, write)} to ${writeBand(last(one).high, write)} on ${formatDate(last(one).day, 'day-year', utc)}`).join('; ')}.`;
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {drawn.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : (
        <>
          {several && <SeriesKey names={lines.map(({ name }) => name)} />}
          <Plot model={model} summary={summary} habits={habits} />
        </>
      )}
    </ChartFrame>
  );
}
