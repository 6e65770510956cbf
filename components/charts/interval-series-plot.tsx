'use client';

import { CartesianGrid, ComposedChart, ErrorBar, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { roundTicks } from './band-scale';
import { cursor, grid, margin, PlotFrame, reach, xAxis, yAxis } from './plot-frame';
import type { IntervalPoint, IntervalSeriesModel } from './interval-series';
import { writeValue, type Look } from './write-value';

/** Round marks: quarters of a whole axis, fives or tens of points of a shorter one. */
function ticksOf([from, to]: readonly [number, number]): number[] {
  const step = to - from > 0.6 ? 0.25 : to - from > 0.25 ? 0.1 : 0.05;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

type Drawn = IntervalPoint & { reach: [number, number] };

/** The drawing; reached only through IntervalSeries, which loads it lazily. */
export function IntervalSeriesPlot({ model: { points, measure, counted, domain = [0, 1], write = 'share', against }, summary, habits }: { model: IntervalSeriesModel; summary: string; habits: ReadingHabits }) {
  const drawn: Drawn[] = points.map((p) => ({ ...p, reach: [p.value - p.low, p.high - p.value] }));
  return (
    <PlotFrame summary={summary} measure={`${measure}${write === 'share' ? ', %' : ''}${against ? ` (dashed line: ${against.text})` : ''}`}>
      <ComposedChart data={drawn} margin={margin()} accessibilityLayer={false}>
        <CartesianGrid vertical={false} {...grid} />
        <XAxis dataKey="label" padding={{ left: 24, right: 24 }} minTickGap={12} {...xAxis} />
        <YAxis domain={[...domain]} allowDataOverflow tickFormatter={(value: number) => (write === 'share' ? formatNumber(value * 100, habits) : formatNumber(value, habits, 3))} ticks={write === 'share' ? ticksOf(domain) : roundTicks([...domain])} {...yAxis} width={write === 'share' ? yAxis.width : 44} />
        {against && <ReferenceLine y={against.value} stroke="var(--chart-axis)" strokeDasharray="4 4" />}
        <Tooltip content={({ active, payload }) => <PointText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} counted={counted} write={write} habits={habits} />} cursor={cursor} isAnimationActive={false} />
        <Line dataKey="value" type="linear" stroke="var(--series-1)" strokeWidth={1.5} dot={{ r: 3.5, fill: 'var(--series-1)', stroke: 'var(--panel)', strokeWidth: 1.5 }} isAnimationActive={false} activeDot={{ r: 4.5, fill: 'var(--series-1)', stroke: 'var(--panel)' }}>
          <ErrorBar {...reach} />
        </Line>
      </ComposedChart>
    </PlotFrame>
  );
}

function PointText({ point, counted, write, habits }: { point: Drawn | undefined; counted: string | undefined; write: Look; habits: ReadingHabits }) {
  if (!point) return null;
  return (
    <div className="chart-tip">
      <p className="font-medium">
        {writeValue(point.value, write, habits)} <span className="font-normal text-muted">({writeValue(point.low, write, habits)} to {writeValue(point.high, write, habits)})</span>
      </p>
      <p className="text-muted">
        {point.label}
        {counted && point.n !== null && `, ${formatNumber(point.n, habits)} ${counted.toLowerCase()}`}
      </p>
    </div>
  );
}
