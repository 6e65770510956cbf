'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatDate, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';

export interface DayBarsModel {
  title: string;
  line?: string;
  /** One a day without gaps, oldest first; `day` is YYYY-MM-DD. */
  days: readonly { day: string; value: number }[];
  /** What is counted: "People". */
  measure: string;
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./day-bars-plot').then((module) => module.DayBarsPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** A count a day, as bars from nought. */
export function DayBars({ model, habits = defaultHabits, level = 3 }: { model: DayBarsModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, days, measure, empty, fileName } = model;
  const table = { head: ['Day', measure], rows: days.map(({ day, value }) => [formatDate(day, 'day-year', { ...habits, timeZone: 'UTC' }), value]) };
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {days.every(({ value }) => value === 0) ? <ChartEmpty>{empty}</ChartEmpty> : <Plot days={days} measure={measure} summary={`${title}.`} habits={habits} />}
    </ChartFrame>
  );
}
