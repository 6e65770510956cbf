'use client';

import dynamic from 'next/dynamic';
import { formatMoney, type ReadingHabits } from '@/components/ui/format';
import { ChartSkeleton } from '@/components/ui/skeletons';
import { toMajor } from '@/lib/deals/money';
import { ChartFrame } from './chart-frame';

export interface ForecastBar {
  bucket: string;
  /** Under the bar: "Nov 2026". */
  label: string;
  count: number;
  /** Minor units: if all were won, expected, and the interval of that. */
  minor: number;
  expected: number;
  low: number;
  high: number;
}

export interface ForecastMonthsModel {
  currency: string;
  rows: readonly ForecastBar[];
}

const Plot = dynamic(() => import('./forecast-months-plot').then((module) => module.ForecastMonthsPlot), { ssr: false, loading: () => <ChartSkeleton /> });

/** Expected value by month as bars with their interval. recharts comes only when it is shown. */
export function ForecastMonths({ title, line, model, habits }: { title: string; line: string; model: ForecastMonthsModel; habits: ReadingHabits }) {
  const { currency, rows } = model;
  const drawn = rows.filter((row) => row.count > 0 || /^\d{4}-\d{2}$/.test(row.bucket));
  const table = {
    head: ['Closes', 'Open deals', `If all are won, ${currency}`, `Expected, ${currency}`, `Low, ${currency}`, `High, ${currency}`],
    rows: drawn.map((row) => [row.label, row.count, ...[row.minor, row.expected, row.low, row.high].map((minor) => Math.round(toMajor(minor, currency)))]),
  };
  const summary = drawn.map((row) => `${row.label} ${formatMoney(row.expected, currency, habits, true)}`).join(', ');
  return (
    <ChartFrame title={title} line={line} table={table} fileName="forecast by month">
      <Plot rows={drawn} currency={currency} summary={`${title}. ${summary}.`} habits={habits} />
    </ChartFrame>
  );
}
