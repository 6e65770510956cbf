'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';
import { cellOf, writeValue, type Look } from './write-value';

export interface IntervalPoint {
  /** What stands under it: "Mar 2026", "120". */
  label: string;
  /** A share of 1, or a score. */
  value: number;
  low: number;
  high: number;
  /** How many it is counted from. */
  n: number | null;
}

export interface IntervalSeriesModel {
  /** The finding. */
  title: string;
  line?: string;
  /** In order. */
  points: readonly IntervalPoint[];
  /** "Right of resolved insights" */
  measure: string;
  /** What the points are: "Month", "Labels". */
  across: string;
  /** What `n` counts: "Insights". */
  counted?: string;
  /** How a value is written: as a percentage unless said, or as it is with three decimals (a Brier score). */
  write?: Look;
  /** Ends of the vertical axis; 0 to 1 unless said. */
  domain?: readonly [number, number];
  /** A value that means something, drawn across. */
  against?: { value: number; text: string };
  /** What is missing while there are no points. */
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./interval-series-plot').then((module) => module.IntervalSeriesPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** A share in a row of groups, each with its interval as a whisker. */
export function IntervalSeries({ model, habits = defaultHabits, level = 3 }: { model: IntervalSeriesModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, points, measure, across, counted, fileName, empty, write = 'share', against } = model;
  const unit = write === 'share' ? ', %' : '';
  const table = {
    head: [across, `${measure}${unit}`, `Low${unit}`, `High${unit}`, ...(counted ? [counted] : [])],
    rows: points.map((p) => [p.label, cellOf(p.value, write), cellOf(p.low, write), cellOf(p.high, write), ...(counted ? [p.n] : [])]),
  };
  const summary = `${title}. ${points.map((p) => `${p.label}: ${writeValue(p.value, write, habits)}, ${writeValue(p.low, write, habits)} to ${writeValue(p.high, write, habits)}`).join('; ')}.${against ? ` ${against.text}: ${writeValue(against.value, write, habits)}.` : ''}`;
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {points.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : <Plot model={model} summary={summary} habits={habits} />}
    </ChartFrame>
  );
}
