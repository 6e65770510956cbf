'use client';

import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatMoney, type ReadingHabits } from '@/components/ui/format';
import type { ForecastBar } from './forecast-months';
import { tick } from './plot-frame';

interface PlotProps {
  rows: readonly ForecastBar[];
  currency: string;
  /** The text alternative. */
  summary: string;
  habits: ReadingHabits;
}

/** The drawing of the forecast; reached only through ForecastMonths, which loads it lazily. */
export function ForecastMonthsPlot({ rows, currency, summary, habits }: PlotProps) {
  const money = (minor: number) => formatMoney(minor, currency, habits, true);
  const short = (minor: number) => money(minor).slice(0, -currency.length).trim();
  const drawn = rows.map((row) => ({ ...row, reach: [row.expected - row.low, row.high - row.expected], said: row.count === 0 ? '' : short(row.expected) }));
  return (
    <div role="img" aria-label={summary}>
      <p aria-hidden className="pb-1 text-xs text-muted">
        Expected value, {currency}
      </p>
      <ResponsiveContainer width="100%" height={232} initialDimension={{ width: 600, height: 232 }}>
        <BarChart data={drawn} margin={{ top: 16, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis dataKey="label" tickLine={false} axisLine={{ stroke: 'var(--chart-grid)' }} height={44} interval={0} tick={<MonthTick said={drawn.map(({ said }) => said)} />} />
          <YAxis domain={[0, 'auto']} tickFormatter={short} width={56} tickLine={false} axisLine={false} tick={tick} />
          <Tooltip content={({ active, payload }) => <BarText bar={active ? (payload[0]?.payload as ForecastBar | undefined) : undefined} money={money} />} cursor={{ fill: 'var(--panel-sunken)' }} isAnimationActive={false} />
          <Bar dataKey="expected" fill="var(--series-1)" radius={[4, 4, 0, 0]} maxBarSize={56} isAnimationActive={false}>
            <ErrorBar dataKey="reach" stroke="var(--ink)" strokeWidth={1.5} width={8} isAnimationActive={false} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

interface TickProps { x?: number; y?: number; index?: number; payload?: { value: string }; width?: number; visibleTicksCount?: number; said: readonly string[] }

/** The month, and under it what its bar says: beside the interval there is no room. On a phone the month alone; the table below says the rest. */
function MonthTick({ x = 0, y = 0, index = 0, payload, width = 0, visibleTicksCount = 1, said }: TickProps) {
  const narrow = width / visibleTicksCount < 64;
  const month = payload?.value.replace(' or later', '+') ?? '';
  return (
    <text x={x} y={y} textAnchor="middle" fontSize={12}>
      <tspan x={x} dy={10} fill="var(--chart-axis)">{narrow ? month.replace(/ \d{4}/, '').replace('Overdue', 'Late') : month}</tspan>
      {!narrow && <tspan x={x} dy={16} fill="var(--ink)" fontWeight={600}>{said[index]}</tspan>}
    </text>
  );
}

function BarText({ bar, money }: { bar: ForecastBar | undefined; money: (minor: number) => string }) {
  if (!bar) return null;
  return (
    <div className="chart-tip">
      <p className="font-medium">{bar.label}: {money(bar.expected)}</p>
      <p className="text-muted">{money(bar.low)} to {money(bar.high)}</p>
      <p className="text-muted">{bar.count} open deals, {money(bar.minor)} if all were won</p>
    </div>
  );
}
