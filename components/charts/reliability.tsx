'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';

/** Forecasts that were about as sure of it. All shares of 1. */
export interface ReliabilityPoint {
  /** Ends of the bin, where bins are of the same breadth everywhere. */
  from?: number;
  to?: number;
  said: number;
  happened: number;
  low: number;
  high: number;
  n: number;
}

export interface ReliabilityModel {
  title: string;
  line?: string;
  points: readonly ReliabilityPoint[];
  /** What was forecast: "won" unless said. */
  happened?: string;
  empty: string;
  fileName: string;
}

const Plot = dynamic(() => import('./reliability-plot').then((module) => module.ReliabilityPlot), { ssr: false, loading: () => <ChartSkeleton /> });

const tenth = (share: number) => Math.round(share * 1000) / 10;

/** What was said against what happened: on the diagonal a probability means what it says. */
export function Reliability({ model: { title, line, points, happened = 'won', empty, fileName }, habits = defaultHabits, level = 3 }: { model: ReliabilityModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const binned = points.every(({ from, to }) => from !== undefined && to !== undefined);
  const table = {
    head: [...(binned ? ['Said, from %', 'to %'] : []), 'Mean said, %', `${happened.charAt(0).toUpperCase()}${happened.slice(1)}, %`, 'Low, %', 'High, %', 'Forecasts'],
    rows: points.map((p) => [...(binned ? [tenth(p.from!), tenth(p.to!)] : []), tenth(p.said), tenth(p.happened), tenth(p.low), tenth(p.high), p.n]),
  };
  const summary = `${title}. ${points.map((p) => `Said ${formatPercent(p.said, habits)}: ${formatPercent(p.happened, habits)} ${happened}`).join('; ')}.`;
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {points.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : <Plot points={points} happened={happened} summary={summary} habits={habits} />}
    </ChartFrame>
  );
}
