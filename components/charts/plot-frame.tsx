'use client';

import type { ReactElement, ReactNode } from 'react';
import { ResponsiveContainer, type XAxisProps, type YAxisProps } from 'recharts';

/** Marks along an axis. */
export const tick = { fontSize: 12, fill: 'var(--chart-axis)' };
/** Lines behind the drawing: across only, where x is time or a category. */
export const grid = { stroke: 'var(--chart-grid)' };
export const xAxis = { tickLine: false, axisLine: { stroke: 'var(--chart-grid)' }, tick } satisfies XAxisProps;
export const yAxis = { width: 32, tickLine: false, axisLine: false, tick } satisfies YAxisProps;
/** An axis of shares, written in percent without the sign. */
export const shares = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormatter: (share: number) => String(share * 100) } satisfies YAxisProps;
/** Where the pointer is. */
export const cursor = { stroke: 'var(--chart-axis)', strokeDasharray: '2 2' };
/** An interval around a point. */
export const reach = { dataKey: 'reach', width: 5, strokeWidth: 1.5, stroke: 'var(--series-1)', opacity: 0.55, direction: 'y', isAnimationActive: false } as const;
export const margin = (given: { right?: number; bottom?: number } = {}) => ({ top: 12, right: 16, bottom: 0, left: 0, ...given });

/** What every drawing stands in: its text alternative, what is measured above it, and a size that follows the page's width. */
export function PlotFrame({ summary, measure, height = 208, children }: { summary: string; measure: ReactNode; height?: number; children: ReactElement }) {
  return (
    <div role="img" aria-label={summary}>
      <p aria-hidden className="pb-1 text-xs text-muted">
        {measure}
      </p>
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
        {children}
      </ResponsiveContainer>
    </div>
  );
}
