'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { tick } from './plot-frame';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';

interface PlotProps {
  days: readonly { day: string; value: number }[];
  measure: string;
  summary: string;
  habits: ReadingHabits;
}

/** The drawing; reached only through DayBars, which loads it lazily. */
export function DayBarsPlot({ days, measure, summary, habits }: PlotProps) {
  // A day is a day of UTC, whatever zone its reader is in.
  const utc = { ...habits, timeZone: 'UTC' };
  return (
    <div role="img" aria-label={summary}>
      <p aria-hidden className="pb-1 text-xs text-muted">
        {measure}
      </p>
      <ResponsiveContainer width="100%" height={176} initialDimension={{ width: 600, height: 176 }}>
        <BarChart data={[...days]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis dataKey="day" tickFormatter={(day: string) => formatDate(day, 'day', utc)} minTickGap={32} tickLine={false} axisLine={{ stroke: 'var(--chart-grid)' }} tick={tick} />
          <YAxis allowDecimals={false} width={32} tickLine={false} axisLine={false} tick={tick} />
          <Tooltip
            cursor={{ fill: 'var(--panel-sunken)' }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point = active ? (payload[0]?.payload as PlotProps['days'][number] | undefined) : undefined;
              return point ? (
                <div className="chart-tip">
                  <p className="font-medium">{formatNumber(point.value, habits)} {measure.toLowerCase()}</p>
                  <p className="text-muted">{formatDate(point.day, 'day-year', utc)}</p>
                </div>
              ) : null;
            }}
          />
          <Bar dataKey="value" fill="var(--series-1)" radius={[2, 2, 0, 0]} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
