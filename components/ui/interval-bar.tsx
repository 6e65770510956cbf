import { cx } from './cx';
import { formatPercent } from './format';
import { toneFill, type Tone } from './tone';

export interface IntervalBarProps {
  /** All between 0 and 1. */
  point: number;
  low: number;
  high: number;
  tone?: Tone;
  /** Pixels. 40 in a table row. */
  width?: number;
  /** What the numbers are, for the text alternative. */
  label?: string;
}

/** A probability with its interval on a line from 0 to 1: track, interval, point. Drawn in SVG so that it needs neither style nor script. */
export function IntervalBar({ point, low, high, tone = 'action', width = 40, label = 'probability' }: IntervalBarProps) {
  const x = (share: number) => 1 + Math.min(1, Math.max(0, share)) * (width - 2);
  const text = `${label} ${formatPercent(point)}, between ${formatPercent(low)} and ${formatPercent(high)}`;
  return (
    <svg role="img" width={width} height={12} viewBox={`0 0 ${width} 12`} className="shrink-0">
      <title>{text}</title>
      <rect x={0} y={5} width={width} height={2} rx={1} className="fill-hairline-strong" />
      <rect x={x(low)} y={2} width={Math.max(2, x(high) - x(low))} height={8} rx={2} className={cx(toneFill[tone], 'opacity-40')} />
      <rect x={x(point) - 1} y={0} width={2} height={12} rx={1} className={toneFill[tone]} />
    </svg>
  );
}
