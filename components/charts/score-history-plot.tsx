'use client';

import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { clusterCauses } from './cause-clusters';
import type { ScorePoint } from './score-history';

interface PlotProps {
  points: readonly ScorePoint[];
  measure: string;
  until: string;
  /** The text alternative. */
  summary: string;
  habits: ReadingHabits;
}

const tick = { fontSize: 12, fill: 'var(--chart-axis)' };

interface Drawn extends ScorePoint {
  time: number;
  band: [number, number];
}

/** The drawing of a score's history; reached only through ScoreHistory, which loads it lazily. */
export function ScoreHistoryPlot({ points, until, measure, summary, habits }: PlotProps) {
  const drawn: Drawn[] = points.map((point) => ({ ...point, time: Date.parse(point.at), band: [point.low, point.high] }));
  const causes = clusterCauses(points, until).map((cluster) => cluster.points.at(-1)!);
  const last = drawn.at(-1);
  // A score holds until the next one, so the last one is drawn up to the present.
  const held = last ? [...drawn, { ...last, time: Math.max(last.time, Date.parse(until)), cause: null }] : drawn;
  const end = held.at(-1);
  const day = (time: number) => formatDate(new Date(time).toISOString(), 'day', habits);
  return (
    <div role="img" aria-label={summary}>
      <p aria-hidden className="pb-1 text-xs text-muted">
        {measure}, %
      </p>
      <ResponsiveContainer width="100%" height={208} initialDimension={{ width: 600, height: 208 }}>
        <ComposedChart data={held} margin={{ top: 12, right: 44, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis dataKey="time" type="number" scale="time" domain={['dataMin', 'dataMax']} tickFormatter={day} minTickGap={48} tickLine={false} axisLine={{ stroke: 'var(--chart-grid)' }} tick={tick} />
          <YAxis domain={[0, 1]} ticks={[0, 0.25, 0.5, 0.75, 1]} tickFormatter={(share: number) => String(share * 100)} width={32} tickLine={false} axisLine={false} tick={tick} />
          <Tooltip content={({ active, payload }) => <PointText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} habits={habits} />} cursor={{ stroke: 'var(--chart-axis)', strokeDasharray: '2 2' }} isAnimationActive={false} />
          <Area dataKey="band" type="stepAfter" stroke="none" fill="var(--series-1)" fillOpacity={0.14} isAnimationActive={false} activeDot={false} />
          <Line dataKey="value" type="stepAfter" stroke="var(--series-1)" strokeWidth={2} dot={false} isAnimationActive={false} activeDot={{ r: 3, fill: 'var(--series-1)', stroke: 'var(--panel)' }} />
          {causes.map((point, index) => (
            <ReferenceDot key={point.at} x={Date.parse(point.at)} y={point.value} r={9} fill="var(--panel)" stroke="var(--series-1)" label={{ value: index + 1, fill: 'var(--ink)', fontSize: 12, position: 'center' }} />
          ))}
          {end && <ReferenceDot x={end.time} y={end.value} r={0} label={{ value: formatPercent(end.value, habits), fill: 'var(--ink)', fontSize: 13, fontWeight: 600, position: 'right', offset: 12 }} />}
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
        {formatPercent(point.value, habits)} <span className="font-normal text-muted">({formatPercent(point.low, habits)} to {formatPercent(point.high, habits)})</span>
      </p>
      <p className="text-muted">{formatDate(point.at, 'minute', habits)}</p>
      {point.cause && <p className="max-w-56">{point.cause}</p>}
    </div>
  );
}
