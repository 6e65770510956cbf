'use client';

import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { ChartEmpty } from './chart-empty';
import { ChartFrame } from './chart-frame';
import type { CsvTable } from './csv';

export interface DotInterval {
  /** "taken" */
  name: string;
  value: number;
  low: number;
  high: number;
  /** The first series is filled, the second hollow: they are told apart without colour. */
  series: 1 | 2;
}

export interface DotIntervalsModel {
  title: string;
  line?: ReactNode;
  /** Ends of the common axis, and where its marks stand with their words. */
  domain: readonly [number, number];
  marks: readonly { at: number; text: string }[];
  /** A line that means something: no difference. */
  zero?: number;
  rows: readonly { key: string; label: string; dots: readonly DotInterval[]; /** What is read beside the drawing. */ words: ReactNode }[];
  /** What the filled and the hollow dots are. */
  legend?: readonly [string, string];
  /** What is missing while there are no rows. */
  empty: string;
  table: CsvTable;
  fileName: string;
}

const WIDTH = 240;
const x = (value: number, [from, to]: readonly [number, number]) => 6 + ((Math.min(to, Math.max(from, value)) - from) / (to - from || 1)) * (WIDTH - 12);

/** Figures with their intervals on one axis, a row each: dot and line, the words beside it. Drawn without script. */
export function DotIntervals({ model: { title, line, domain, marks, zero, rows, legend, empty, table, fileName }, level = 3 }: { model: DotIntervalsModel; level?: 2 | 3 }) {
  return (
    <ChartFrame title={title} line={line} table={table} fileName={fileName} level={level}>
      {rows.length === 0 ? <ChartEmpty>{empty}</ChartEmpty> : <div className="flex flex-col">
        {legend && (
          <p className="flex flex-wrap gap-x-4 gap-y-1 pb-1 text-xs text-muted">
            {legend.map((name, index) => (
              <span key={name} className="flex items-center gap-1.5">
                <svg aria-hidden width={10} height={10} viewBox="0 0 10 10">
                  <circle cx={5} cy={5} r={3.5} strokeWidth={1.5} className={dotClass(index === 0 ? 1 : 2)} />
                </svg>
                {name}
              </span>
            ))}
          </p>
        )}
        <ul>
          {rows.map(({ key, label, dots, words }) => (
            <li key={key} className="grid items-center gap-x-4 gap-y-1 border-t border-hairline py-2 text-dense sm:grid-cols-[minmax(8rem,12rem)_15rem_1fr]">
              <span className="font-medium">{label}</span>
              <svg role="img" viewBox={`0 0 ${WIDTH} ${dots.length > 1 ? 26 : 16}`} className="w-full max-w-60">
                <title>{dots.map((dot) => dot.name).join('; ') || 'nothing to draw yet'}</title>
                <line x1={6} x2={WIDTH - 6} y1={dots.length > 1 ? 13 : 8} y2={dots.length > 1 ? 13 : 8} strokeWidth={1} className="stroke-hairline" />
                {zero !== undefined && <line x1={x(zero, domain)} x2={x(zero, domain)} y1={0} y2={26} strokeWidth={1} strokeDasharray="3 2" className="stroke-muted" />}
                {dots.map((dot, index) => {
                  const y = dots.length > 1 ? 7 + index * 12 : 8;
                  return (
                    <g key={dot.name}>
                      <line x1={x(dot.low, domain)} x2={x(dot.high, domain)} y1={y} y2={y} strokeWidth={2} strokeLinecap="round" className={cx(dot.series === 1 ? 'stroke-series-1' : 'stroke-muted', 'opacity-50')} />
                      <circle cx={x(dot.value, domain)} cy={y} r={3.5} strokeWidth={1.5} className={dotClass(dot.series)} />
                    </g>
                  );
                })}
              </svg>
              <span className="min-w-0 text-muted">{words}</span>
            </li>
          ))}
        </ul>
        <div aria-hidden className="grid gap-x-4 border-t border-hairline pt-1 text-xs text-muted sm:grid-cols-[minmax(8rem,12rem)_15rem_1fr]">
          <span className="max-sm:hidden" />
          <svg viewBox={`0 0 ${WIDTH} 14`} className="w-full max-w-60">
            {marks.map(({ at, text }) => (
              <text key={text} x={x(at, domain)} y={11} fontSize={11} textAnchor={at === domain[0] ? 'start' : at === domain[1] ? 'end' : 'middle'} className="fill-muted">
                {text}
              </text>
            ))}
          </svg>
        </div>
      </div>}
    </ChartFrame>
  );
}

const dotClass = (series: 1 | 2) => (series === 1 ? 'fill-series-1 stroke-series-1' : 'fill-surface stroke-muted');
