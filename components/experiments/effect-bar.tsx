import { cx } from '@/components/ui/cx';
import type { IntervalFigure } from '@/lib/experiments/results-schema';
import { sideOf } from './effect-axis';

const WIDTH = 176;
const FILLS = { better: 'fill-opportunity-mark', worse: 'fill-risk-mark', open: 'fill-forecast-mark' } as const;

/** A difference in its interval on the axis that all variants share, with the line of no difference. What it says stands beside it in words. */
export function EffectBar({ effect, domain: [from, to], better }: { effect: IntervalFigure | null; domain: readonly [number, number]; better: 'higher' | 'lower' }) {
  const x = (value: number) => 4 + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (WIDTH - 8);
  const fill = effect && FILLS[sideOf(effect, better)];
  return (
    <svg width={WIDTH} height={18} viewBox={`0 0 ${WIDTH} 18`} aria-hidden className="max-w-full shrink-0">
      <line x1={0} x2={WIDTH} y1={9} y2={9} className="stroke-hairline" />
      <line x1={x(0)} x2={x(0)} y1={0} y2={18} strokeDasharray="2 2" className="stroke-muted" />
      {effect && (
        <>
          <rect x={x(effect.low)} y={6} width={Math.max(2, x(effect.high) - x(effect.low))} height={6} rx={3} className={cx(fill, 'opacity-40')} />
          {effect.low < from && <path d="M 4 5 L 0 9 L 4 13 Z" className={fill ?? undefined} />}
          {effect.high > to && <path d={`M ${WIDTH - 4} 5 L ${WIDTH} 9 L ${WIDTH - 4} 13 Z`} className={fill ?? undefined} />}
          <circle cx={x(effect.value)} cy={9} r={4} className={fill ?? undefined} />
        </>
      )}
    </svg>
  );
}
