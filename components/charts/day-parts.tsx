'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatDate, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';
import { SeriesKey } from './series-key';

export interface DayPartsModel {
  title: string;
  line?: string;
  /** The parts, in the order in which they are stacked. */
  parts: readonly { key: string; name: string }[];
  /** In order; `at` is a day (YYYY-MM-DD) or a moment, `values` one for each part. */
  rows: readonly { at: string; values: readonly number[]; note?: string }[];
  /** Counts, or shares of 1 that add up to it. */
  look: 'count' | 'share';
  /** "Deals a day", "Share of new deals". */
  measure: string;
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./day-parts-plot').then((module) => module.DayPartsPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** What each of several parts had, by day or from a moment on: stacked from nought. */
export function DayParts({ model, habits = defaultHabits, level = 3 }: { model: DayPartsModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, parts, rows, look, measure, empty, fileName } = model;
  const when = (at: string) => (at.length === 10 ? formatDate(at, 'day-year', { ...habits, timeZone: 'UTC' }) : formatDate(at, 'minute', habits));
  const table = {
    head: [look === 'count' ? 'Day' : 'From', ...parts.map(({ name }) => (look === 'share' ? `${name}, %` : name)), ...(rows.some(({ note }) => note) ? ['Why'] : [])],
    rows: rows.map(({ at, values, note }) => [when(at), ...values.map((value) => (look === 'share' ? Math.round(value * 1000) / 10 : value)), ...(rows.some((row) => row.note) ? [note ?? ''] : [])]),
  };
  const nothing = rows.every(({ values }) => values.every((value) => value === 0));
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {nothing ? <ChartEmpty>{empty}</ChartEmpty> : (
        <>
          <SeriesKey names={parts.map(({ name }) => name)} blocks />
          <Plot model={model} summary={`${title}. ${measure}: ${parts.map(({ name }, index) => `${name} ${look === 'share' ? `${Math.round((rows.at(-1)?.values[index] ?? 0) * 100)}% now` : rows.reduce((sum, { values }) => sum + values[index]!, 0)}`).join(', ')}.`} habits={habits} />
        </>
      )}
    </ChartFrame>
  );
}
