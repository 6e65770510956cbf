'use client';

import { Area, CartesianGrid, ComposedChart, ErrorBar, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { reachOf, roundTicks, writeBand } from './band-scale';
import type { BandSeriesModel } from './band-series';
import { cursor, grid, margin, PlotFrame, reach, xAxis, yAxis } from './plot-frame';
import { dashOf, seriesOf } from './series-key';

type Row = { time: number; day: string } & Record<`v${number}` | `n${number}`, number> & Record<`b${number}`, [number, number]>;

/** The drawing; reached only through BandSeries, which loads it lazily. */
export function BandSeriesPlot({ model, summary, habits }: { model: BandSeriesModel; summary: string; habits: ReadingHabits }) {
  const { lines, write, measure, zero, counted } = model;
  const days = new Map<string, Row>();
  lines.forEach(({ points }, index) => {
    for (const { day, value, low, high, n } of points) {
      const row = days.get(day) ?? ({ time: Date.parse(day), day } as Row);
      days.set(day, Object.assign(row, { [`v${index}`]: writeBand(value, write), [`b${index}`]: [writeBand(low, write), writeBand(high, write)], [`n${index}`]: n, [`r${index}`]: [writeBand(value - low, write), writeBand(high - value, write)] }));
    }
  });
  const rows = [...days.values()].sort((a, b) => a.time - b.time);
  const domain = reachOf(model);
  const utc = { ...habits, timeZone: 'UTC' };
  return (
    <PlotFrame summary={summary} measure={`${measure} (dotted line: ${zero})`} height={232}>
      <ComposedChart data={rows} margin={margin()} accessibilityLayer={false}>
        <CartesianGrid vertical={false} {...grid} />
        <XAxis dataKey="time" type="number" scale="time" domain={['dataMin', 'dataMax']} tickFormatter={(time: number) => formatDate(new Date(time).toISOString(), 'day', utc)} minTickGap={48} {...xAxis} />
        <YAxis domain={domain} ticks={roundTicks(domain)} allowDataOverflow tickFormatter={(value: number) => formatNumber(value, habits, 2).replace('-', '\u2212')} {...yAxis} width={44} />
        <ReferenceLine y={0} stroke="var(--chart-axis)" strokeDasharray="2 3" />
        <Tooltip content={({ active, payload }) => <DayText row={active ? (payload[0]?.payload as Row | undefined) : undefined} lines={lines} counted={counted} habits={habits} />} cursor={cursor} isAnimationActive={false} />
        {lines.map(({ key }, index) => (
          <Area key={`${key} band`} dataKey={`b${index}`} type="linear" stroke="none" fill={seriesOf(index)} fillOpacity={0.14} isAnimationActive={false} activeDot={false} connectNulls />
        ))}
        {lines.map(({ key }, index) => (
          <Line key={key} dataKey={`v${index}`} type="linear" stroke={seriesOf(index)} strokeWidth={2} strokeDasharray={dashOf(index)} dot={rows.length === 1 ? { r: 3, fill: seriesOf(index) } : false} isAnimationActive={false} activeDot={{ r: 3, fill: seriesOf(index), stroke: 'var(--panel)' }} connectNulls>
            {/* One day has no breadth for a band. */}
            {rows.length === 1 && <ErrorBar {...reach} dataKey={`r${index}`} stroke={seriesOf(index)} />}
          </Line>
        ))}
      </ComposedChart>
    </PlotFrame>
  );
}

function DayText({ row, lines, counted, habits }: { row: Row | undefined; lines: BandSeriesModel['lines']; counted: string; habits: ReadingHabits }) {
  if (!row) return null;
  const number = (value: number) => formatNumber(value, habits, 2).replace('-', '\u2212');
  return (
    <div className="chart-tip">
      <p className="text-muted">{formatDate(row.day, 'day-year', { ...habits, timeZone: 'UTC' })}</p>
      {lines.map(({ key, name }, index) => {
        const band = row[`b${index}`];
        return band && (
          <p key={key}>
            <span className="font-medium">{name}: {number(row[`v${index}`]!)}</span> ({number(band[0])} to {number(band[1])}), {formatNumber(row[`n${index}`]!, habits)} {counted.toLowerCase()}
          </p>
        );
      })}
    </div>
  );
}
