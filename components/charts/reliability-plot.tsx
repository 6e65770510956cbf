'use client';

import { CartesianGrid, ComposedChart, ErrorBar, ReferenceLine, ResponsiveContainer, Scatter, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { ReliabilityPoint } from './reliability';

const tick = { fontSize: 12, fill: 'var(--chart-axis)' };
const axis = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormatter: (share: number) => String(share * 100), tickLine: false, tick };
type Drawn = ReliabilityPoint & { reach: [number, number] };

/** The drawing; reached only through Reliability, which loads it lazily. */
export function ReliabilityPlot({ points, summary, habits }: { points: readonly ReliabilityPoint[]; summary: string; habits: ReadingHabits }) {
  const drawn: Drawn[] = points.map((p) => ({ ...p, reach: [p.happened - p.low, p.high - p.happened] }));
  const most = Math.max(...points.map((p) => p.n));
  return (
    <div role="img" aria-label={summary}>
      <p aria-hidden className="pb-1 text-xs text-muted">
        Won, % of the forecasts
      </p>
      <ResponsiveContainer width="100%" height={256} initialDimension={{ width: 600, height: 256 }}>
        <ComposedChart data={drawn} margin={{ top: 12, right: 16, bottom: 16, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--chart-grid)" />
          <XAxis {...axis} dataKey="said" type="number" axisLine={{ stroke: 'var(--chart-grid)' }} label={{ value: 'Probability that was said, %', position: 'bottom', offset: 0, fontSize: 12, fill: 'var(--chart-axis)' }} />
          <YAxis {...axis} dataKey="happened" type="number" width={32} axisLine={false} />
          <ReferenceLine segment={[{ x: 0, y: 0 }, { x: 1, y: 1 }]} stroke="var(--chart-axis)" strokeDasharray="4 4" label={{ value: 'as said', position: 'insideBottomRight', fontSize: 12, fill: 'var(--chart-axis)' }} />
          <Tooltip content={({ active, payload }) => <PointText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} habits={habits} />} cursor={false} isAnimationActive={false} />
          <Scatter dataKey="happened" isAnimationActive={false} shape={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Drawn }) => <circle cx={cx} cy={cy} r={3 + 4 * Math.sqrt((payload?.n ?? 0) / most)} fill="var(--series-1)" stroke="var(--panel)" />}>
            <ErrorBar dataKey="reach" width={5} strokeWidth={1.5} stroke="var(--series-1)" opacity={0.55} direction="y" />
          </Scatter>
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function PointText({ point, habits }: { point: Drawn | undefined; habits: ReadingHabits }) {
  if (!point) return null;
  return (
    <div className="chart-tip">
      <p className="font-medium">
        Said {formatPercent(point.said, habits)}, {formatPercent(point.happened, habits)} won <span className="font-normal text-muted">({formatPercent(point.low, habits)} to {formatPercent(point.high, habits)})</span>
      </p>
      <p className="text-muted">{formatNumber(point.n, habits)} forecasts</p>
    </div>
  );
}
