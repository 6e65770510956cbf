'use client';

import { Area, AreaChart, Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { formatDate, formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { DayPartsModel } from './day-parts';
import { cursor, grid, margin, PlotFrame, shares, xAxis, yAxis } from './plot-frame';
import { seriesOf } from './series-key';

type Row = { time: number; at: string; note: string | undefined; values: readonly number[] } & Record<`p${number}`, number>;

/** The drawing; reached only through DayParts, which loads it lazily. Counts are bars, shares are steps that hold until the next. */
export function DayPartsPlot({ model: { parts, rows, look, measure }, summary, habits }: { model: DayPartsModel; summary: string; habits: ReadingHabits }) {
  const utc = { ...habits, timeZone: 'UTC' };
  const drawn = rows.map(({ at, values, note }) => ({ time: Date.parse(at), at, note, values, ...Object.fromEntries(values.map((value, index) => [`p${index}`, value])) }) as Row);
  const tooltip = <Tooltip content={({ active, payload }) => <PartsText row={active ? (payload[0]?.payload as Row | undefined) : undefined} parts={parts} look={look} habits={habits} />} cursor={look === 'share' ? cursor : { fill: 'var(--panel-sunken)' }} isAnimationActive={false} />;
  return (
    <PlotFrame summary={summary} measure={look === 'share' ? `${measure}, %` : measure} height={192}>
      {look === 'count' ? (
        <BarChart data={drawn} margin={margin()} accessibilityLayer={false}>
          <CartesianGrid vertical={false} {...grid} />
          <XAxis dataKey="at" tickFormatter={(at: string) => formatDate(at, 'day', utc)} minTickGap={32} {...xAxis} />
          <YAxis allowDecimals={false} {...yAxis} width={40} />
          {tooltip}
          {parts.map(({ key }, index) => <Bar key={key} dataKey={`p${index}`} stackId="all" fill={seriesOf(index)} stroke="var(--panel)" strokeWidth={1} maxBarSize={40} isAnimationActive={false} />)}
        </BarChart>
      ) : (
        <AreaChart data={drawn} margin={margin()} accessibilityLayer={false}>
          <CartesianGrid vertical={false} {...grid} />
          <XAxis dataKey="time" type="number" scale="time" domain={['dataMin', 'dataMax']} tickFormatter={(time: number) => formatDate(new Date(time).toISOString(), 'day', habits)} minTickGap={48} {...xAxis} />
          <YAxis {...shares} {...yAxis} />
          {tooltip}
          {parts.map(({ key }, index) => <Area key={key} dataKey={`p${index}`} stackId="all" type="stepAfter" fill={seriesOf(index)} fillOpacity={0.8} stroke="var(--panel)" strokeWidth={1} isAnimationActive={false} activeDot={false} />)}
        </AreaChart>
      )}
    </PlotFrame>
  );
}

function PartsText({ row, parts, look, habits }: { row: Row | undefined; parts: DayPartsModel['parts']; look: DayPartsModel['look']; habits: ReadingHabits }) {
  if (!row) return null;
  return (
    <div className="chart-tip">
      <p className="text-muted">{row.at.length === 10 ? formatDate(row.at, 'day-year', { ...habits, timeZone: 'UTC' }) : formatDate(row.at, 'minute', habits)}</p>
      {parts.map(({ key, name }, index) => (
        <p key={key}>{name}: <span className="font-medium">{look === 'share' ? formatPercent(row.values[index] ?? 0, habits, 1) : formatNumber(row.values[index] ?? 0, habits)}</span></p>
      ))}
      {row.note && <p className="max-w-56 text-muted">{row.note}</p>}
    </div>
  );
}
