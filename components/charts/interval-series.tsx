'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';

export interface IntervalPoint {
  /** What stands under it: "Mar 2026", "120". */
  label: string;
  /** Shares of 1. */
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
  /** Ends of the vertical axis; 0 to 1 unless said. */
  domain?: readonly [number, number];
  /** What is missing while there are no points. */
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./interval-series-plot').then((module) => module.IntervalSeriesPlot), { ssr: false, loading: () => <ChartSkeleton /> });

const tenth = (share: number) => Math.round(share * 1000) / 10;

/** A share in a row of groups, each with its interval as a whisker. */
export function IntervalSeries({ model, habits = defaultHabits, level = 3 }: { model: IntervalSeriesModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, points, measure, across, counted, fileName, empty } = model;
  const table = {
    head: [across, `${measure}, %`, 'Low, %', 'High, %', ...(counted ? [counted] : [])],
    rows: points.map((p) => [p.label, tenth(p.value), tenth(p.low), tenth(p.high), ...(counted ? [p.n] : [])]),
  };
  const summary = `${title}. ${points.map((p) => `${p.label}: ${formatPercent(p.value, habits)}, ${formatPercent(p.low, habits)} to ${formatPercent(p.high, habits)}`).join('; ')}.`;
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {points.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : <Plot model={model} summary={summary} habits={habits} />}
    </ChartFrame>
  );
}
