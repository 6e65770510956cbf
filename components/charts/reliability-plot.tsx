'use client';

import { CartesianGrid, ComposedChart, ErrorBar, ReferenceLine, Scatter, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { grid, margin, PlotFrame, reach, shares, tick, xAxis, yAxis } from './plot-frame';
import type { ReliabilityPoint } from './reliability';

type Drawn = ReliabilityPoint & { reach: [number, number] };

/** The drawing; reached only through Reliability, which loads it lazily. */
export function ReliabilityPlot({ points, happened, summary, habits }: { points: readonly ReliabilityPoint[]; happened: string; summary: string; habits: ReadingHabits }) {
  const drawn: Drawn[] = points.map((p) => ({ ...p, reach: [p.happened - p.low, p.high - p.happened] }));
  const most = Math.max(...points.map((p) => p.n));
  return (
    <PlotFrame summary={summary} measure={`${happened.charAt(0).toUpperCase()}${happened.slice(1)}, % of the forecasts`} height={256}>
      <ComposedChart data={drawn} margin={margin({ bottom: 16 })} accessibilityLayer={false}>
        <CartesianGrid {...grid} />
        <XAxis {...shares} {...xAxis} dataKey="said" type="number" label={{ value: 'Probability that was said, %', position: 'bottom', offset: 0, ...tick }} />
        <YAxis {...shares} {...yAxis} dataKey="happened" type="number" />
        <ReferenceLine segment={[{ x: 0, y: 0 }, { x: 1, y: 1 }]} stroke="var(--chart-axis)" strokeDasharray="4 4" label={{ value: 'as said', position: 'insideBottomRight', ...tick }} />
        <Tooltip content={({ active, payload }) => <PointText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} happened={happened} habits={habits} />} cursor={false} isAnimationActive={false} />
        <Scatter dataKey="happened" isAnimationActive={false} shape={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Drawn }) => <circle cx={cx} cy={cy} r={3 + 4 * Math.sqrt((payload?.n ?? 0) / most)} fill="var(--series-1)" stroke="var(--panel)" />}>
          <ErrorBar {...reach} />
        </Scatter>
      </ComposedChart>
    </PlotFrame>
  );
}

function PointText({ point, happened, habits }: { point: Drawn | undefined; happened: string; habits: ReadingHabits }) {
  if (!point) return null;
  return (
    <div className="chart-tip">
      <p className="font-medium">
        Said {formatPercent(point.said, habits)}, {formatPercent(point.happened, habits)} {happened} <span className="font-normal text-muted">({formatPercent(point.low, habits)} to {formatPercent(point.high, habits)})</span>
      </p>
      <p className="text-muted">{formatNumber(point.n, habits)} forecasts</p>
    </div>
  );
}
