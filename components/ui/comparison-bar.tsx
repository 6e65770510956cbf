import { toneFill, type Tone } from './tone';

export interface ComparisonBarProps {
  value: number;
  /** What is usual; drawn as the tick. */
  usual: number;
  /** In words, with the unit: "23 days, usual 11". */
  label: string;
  tone?: Tone;
  width?: number;
}

/** A value against what is usual: bar and tick, on a scale that ends at twice the usual. Longer than that touches the end. */
export function ComparisonBar({ value, usual, label, tone = 'neutral', width = 40 }: ComparisonBarProps) {
  const scale = Math.max(usual * 2, Number.EPSILON);
  const x = (amount: number) => Math.min(1, Math.max(0, amount / scale)) * width;
  return (
    <svg role="img" width={width} height={8} viewBox={`0 0 ${width} 8`} className="shrink-0">
      <title>{label}</title>
      <rect x={0} y={2} width={width} height={4} rx={2} className="fill-surface-tertiary" />
      <rect x={0} y={2} width={Math.max(2, x(value))} height={4} rx={2} className={toneFill[tone]} />
      <rect x={x(usual) - 0.75} y={0} width={1.5} height={8} className="fill-foreground" />
    </svg>
  );
}
