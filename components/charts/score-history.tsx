'use client';

import dynamic from 'next/dynamic';
import { defaultHabits, formatDate, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { clusterCauses, clusterWords } from './cause-clusters';
import { ChartFrame } from './chart-frame';

export interface ScorePoint {
  /** ISO moment of the score. */
  at: string;
  /** Probability and its interval, 0 to 1. */
  value: number;
  low: number;
  high: number;
  /** What changed the score at this moment, in words. */
  cause: string | null;
}

export interface ScoreHistoryModel {
  /** The finding: "Down 14 points since the close date moved". */
  title: string;
  line?: string;
  /** In order of time. */
  points: readonly ScorePoint[];
  /** ISO moment up to which the last score holds: now, or when the deal closed. */
  until: string;
  /** What the axis measures: "Probability of winning". */
  measure: string;
  fileName: string;
}

const Plot = dynamic(() => import('./score-history-plot').then((module) => module.ScoreHistoryPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** A score over time: line, interval as a band, and numbered marks where something caused a change. recharts comes only when it is shown. */
export function ScoreHistory({ model, habits = defaultHabits, level }: { model: ScoreHistoryModel; habits?: ReadingHabits; level?: 2 | 3 }) {
  const { title, line, points, until, measure, fileName } = model;
  const causes = clusterCauses(points, until);
  const table = {
    head: ['When', `${measure}, %`, 'Low, %', 'High, %', 'Cause'],
    rows: points.map((p) => [formatDate(p.at, 'minute', habits), ...[p.value, p.low, p.high].map((share) => Math.round(share * 1000) / 10), p.cause]),
  };
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      <Plot
        points={points}
        until={until}
        measure={measure}
        summary={`${title}. From ${summary(points[0], habits)} to ${summary(points.at(-1), habits)}.`}
        habits={habits}
      />
      {causes.length > 0 && (
        <ol aria-label="What changed the score" className="grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
          {causes.map((cluster, index) => {
            const [first, last] = [cluster.points[0]!, cluster.points.at(-1)!];
            const days = [...new Set([first, last].map(({ at }) => formatDate(at, 'day', habits)))];
            return (
              <li key={first.at} className="flex gap-2">
                <span className="chart-number">{index + 1}</span>
                <span className="w-14 shrink-0 text-muted">{days.join(' to ')}</span>
                <span className="min-w-0">{clusterWords(cluster)}</span>
              </li>
            );
          })}
        </ol>
      )}
    </ChartFrame>
  );
}

const summary = (point: ScorePoint | undefined, habits: ReadingHabits) =>
  point ? `${formatPercent(point.value, habits)} on ${formatDate(point.at, 'day-year', habits)}` : 'no score yet';
