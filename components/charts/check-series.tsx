'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import type { Tone } from '@/components/ui/tone';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';

export interface CheckPoint {
  key: string;
  at: string;
  /** Null: looked at, and too little to say. */
  value: number | null;
  /** What was found, in a word, and what it means. */
  word: string;
  tone: Tone;
  /** In a sentence, for the tooltip and the table. */
  said: string;
}

export interface CheckSeriesModel {
  title: string;
  line?: string;
  /** In order of time. */
  points: readonly CheckPoint[];
  /** "Drift score" */
  measure: string;
  /** From here on it means something, lowest first. */
  levels: readonly { value: number; text: string }[];
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./check-series-plot').then((module) => module.CheckSeriesPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** What repeated checks found: a dot each, its meaning in word and shape, and the lines from which on it means something. */
export function CheckSeries({ model, habits = defaultHabits, level = 3 }: { model: CheckSeriesModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, points, measure, empty, fileName } = model;
  const table = {
    head: ['Checked', measure, 'Found', 'In words'],
    rows: points.map(({ at, value, word, said }) => [formatDate(at, 'minute', habits), value === null ? null : Math.round(value * 1000) / 1000, word, said]),
  };
  const summary = `${title}. ${points.map(({ at, value, word }) => `${formatDate(at, 'day-year', habits)}: ${value === null ? 'no score' : formatNumber(value, habits, 2)}, ${word.toLowerCase()}`).join('; ')}.`;
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {points.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : <Plot model={model} summary={summary} habits={habits} />}
    </ChartFrame>
  );
}
