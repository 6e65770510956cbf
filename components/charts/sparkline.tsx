export interface SparklinePoint {
  /** Milliseconds or any increasing number. */
  at: number;
  /** 0 to 1 */
  value: number;
  low?: number;
  high?: number;
}

export interface SparklineProps {
  points: readonly SparklinePoint[];
  /** The text alternative: what it shows, from where to where. */
  label: string;
  width?: number;
  height?: number;
}

/** A small history without axes: line, optional band, last point. Server-rendered SVG; for anything to be read off, use a chart. */
export function Sparkline({ points, label, width = 120, height = 28 }: SparklineProps) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const span = last.at - first.at || 1;
  const x = (at: number) => round(2 + ((at - first.at) / span) * (width - 5));
  const y = (value: number) => round(2 + (1 - value) * (height - 4));
  const line = points.map((p) => `${x(p.at)},${y(p.value)}`).join(' ');
  const banded = points.filter((p) => p.low !== undefined && p.high !== undefined);
  const band = [...banded.map((p) => `${x(p.at)},${y(p.high ?? p.value)}`), ...banded.toReversed().map((p) => `${x(p.at)},${y(p.low ?? p.value)}`)].join(' ');
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="max-w-full shrink-0">
      <title>{label}</title>
      {banded.length > 1 && <polygon points={band} className="fill-series-1 opacity-15" />}
      <polyline points={line} fill="none" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round" className="stroke-series-1" />
      <circle cx={x(last.at)} cy={y(last.value)} r={2} className="fill-series-1" />
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
