'use client';

import { CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { roundTicks } from './band-scale';
import type { CheckPoint, CheckSeriesModel } from './check-series';
import { cursor, grid, margin, PlotFrame, tick, xAxis, yAxis } from './plot-frame';

type Drawn = CheckPoint & { time: number; drawn: number };
const COLOURS: Record<CheckPoint['tone'], string> = {
  risk: 'var(--risk-mark)', caution: 'var(--caution-mark)', opportunity: 'var(--opportunity-mark)', action: 'var(--action-mark)', forecast: 'var(--forecast-mark)', neutral: 'var(--chart-axis)',
};
const DAY = 86_400_000;

/** The drawing; reached only through CheckSeries, which loads it lazily. */
export function CheckSeriesPlot({ model: { points, measure, levels }, summary, habits }: { model: CheckSeriesModel; summary: string; habits: ReadingHabits }) {
  const drawn: Drawn[] = points.map((point) => ({ ...point, time: Date.parse(point.at), drawn: point.value ?? 0 }));
  const top = Math.max((levels.at(-1)?.value ?? 0) * 1.5, ...drawn.map((point) => point.drawn * 1.1));
  const [first, last] = [drawn[0]!.time, drawn.at(-1)!.time];
  // A lone check stands in the middle of its days.
  const reach: [number, number] = first === last ? [first - 3 * DAY, last + 3 * DAY] : [first - (last - first) * 0.03, last + (last - first) * 0.03];
  return (
    <PlotFrame summary={summary} measure={measure} height={208}>
      <ComposedChart data={drawn} margin={margin({ right: 60 })} accessibilityLayer={false}>
        <CartesianGrid vertical={false} {...grid} />
        <XAxis dataKey="time" type="number" scale="time" domain={reach} tickFormatter={(time: number) => formatDate(new Date(time).toISOString(), 'day', habits)} minTickGap={48} {...xAxis} />
        <YAxis domain={[0, top]} ticks={roundTicks([0, top])} tickFormatter={(value: number) => formatNumber(value, habits, 2)} {...yAxis} width={40} />
        {levels.map(({ value, text }) => <ReferenceLine key={text} y={value} stroke="var(--chart-axis)" strokeDasharray="4 4" label={{ value: text, position: 'right', ...tick }} />)}
        <Tooltip content={({ active, payload }) => <CheckText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} measure={measure} habits={habits} />} cursor={cursor} isAnimationActive={false} />
        <Line dataKey="drawn" type="linear" stroke="var(--chart-axis)" strokeWidth={1} isAnimationActive={false} activeDot={false} dot={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Drawn }) => <Mark key={payload?.key} x={cx ?? 0} y={cy ?? 0} point={payload} />} />
      </ComposedChart>
    </PlotFrame>
  );
}

/** Told apart without colour: a ring where there is no score, a dot where all is well, a triangle and a square where it is not. */
function Mark({ x, y, point }: { x: number; y: number; point: Drawn | undefined }) {
  if (!point) return null;
  const colour = COLOURS[point.tone];
  if (point.value === null) return <circle cx={x} cy={y} r={4} fill="var(--panel)" stroke={colour} strokeWidth={1.5} />;
  if (point.tone === 'caution') return <path d={`M${x} ${y - 6} L${x + 6} ${y + 4.5} L${x - 6} ${y + 4.5} Z`} fill={colour} stroke="var(--panel)" />;
  if (point.tone === 'risk') return <rect x={x - 5} y={y - 5} width={10} height={10} fill={colour} stroke="var(--panel)" />;
  return <circle cx={x} cy={y} r={4.5} fill={colour} stroke="var(--panel)" />;
}

function CheckText({ point, measure, habits }: { point: Drawn | undefined; measure: string; habits: ReadingHabits }) {
  if (!point) return null;
  return (
    <div className="chart-tip">
      <p className="text-muted">{formatDate(point.at, 'minute', habits)}</p>
      <p className="font-medium">{point.word}{point.value !== null && `, ${measure.toLowerCase()} ${formatNumber(point.value, habits, 2)}`}</p>
      <p className="max-w-64">{point.said}</p>
    </div>
  );
}
