'use client';

import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { clusterCauses } from './cause-clusters';
import { cursor, grid, margin, PlotFrame, shares, xAxis, yAxis } from './plot-frame';
import type { ScorePoint } from './score-history';

interface PlotProps {
  points: readonly ScorePoint[];
  measure: string;
  until: string;
  /** The text alternative. */
  summary: string;
  habits: ReadingHabits;
}

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
    <PlotFrame summary={summary} measure={`${measure}, %`}>
      <ComposedChart data={held} margin={margin({ right: 44 })} accessibilityLayer={false}>
        <CartesianGrid vertical={false} {...grid} />
        <XAxis dataKey="time" type="number" scale="time" domain={['dataMin', 'dataMax']} tickFormatter={day} minTickGap={48} {...xAxis} />
        <YAxis {...shares} {...yAxis} />
        <Tooltip content={({ active, payload }) => <PointText point={active ? (payload[0]?.payload as Drawn | undefined) : undefined} habits={habits} />} cursor={cursor} isAnimationActive={false} />
        <Area dataKey="band" type="stepAfter" stroke="none" fill="var(--series-1)" fillOpacity={0.14} isAnimationActive={false} activeDot={false} />
        <Line dataKey="value" type="stepAfter" stroke="var(--series-1)" strokeWidth={2} dot={false} isAnimationActive={false} activeDot={{ r: 3, fill: 'var(--series-1)', stroke: 'var(--panel)' }} />
        {causes.map((point, index) => (
          <ReferenceDot key={point.at} x={Date.parse(point.at)} y={point.value} r={9} fill="var(--panel)" stroke="var(--series-1)" label={{ value: index + 1, fill: 'var(--ink)', fontSize: 12, position: 'center' }} />
        ))}
        {end && <ReferenceDot x={end.time} y={end.value} r={0} label={{ value: formatPercent(end.value, habits), fill: 'var(--ink)', fontSize: 13, fontWeight: 600, position: 'right', offset: 12 }} />}
      </ComposedChart>
    </PlotFrame>
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
