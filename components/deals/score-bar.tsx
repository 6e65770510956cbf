import { formatPercent } from '@/components/ui/format';
import { cx } from '@/components/ui/cx';
import { toneFill } from '@/components/ui/tone';
import { probabilityTone } from './deal-words';

const at = (share: number) => `${Math.round(share * 1000) / 10}%`;

/** The score on a line from 0 to 100%: interval, point, and the workspace's average as a tick with its name. As wide as its place. */
export function ScoreBar({ probability, low, high, average }: { probability: number; low: number; high: number; average: number }) {
  const fill = toneFill[probabilityTone(probability)];
  const words = `${formatPercent(probability)}, with 95% certainty between ${formatPercent(low)} and ${formatPercent(high)}; the average here is ${formatPercent(average)}`;
  const anchor = average < 0.12 ? 'start' : average > 0.88 ? 'end' : 'middle';
  return (
    <svg role="img" aria-label={words} width="100%" height={40} className="min-w-0 overflow-visible">
      <title>{words}</title>
      <rect x="0" y={9} width="100%" height={6} rx={3} className="fill-surface-tertiary" />
      <rect x={at(low)} y={4} width={at(Math.max(0.005, high - low))} height={16} rx={4} className={cx(fill, 'opacity-35')} />
      <svg x={at(probability)} y={0} width={1} height={24} className="overflow-visible">
        <rect x={-1.5} y={1} width={3} height={22} rx={1.5} className={fill} />
      </svg>
      <svg x={at(average)} y={0} width={1} height={40} className="overflow-visible">
        <path d="M0 6 V20" strokeWidth={1.5} strokeDasharray="2 2" className="stroke-foreground" />
        <text y={36} textAnchor={anchor} className="fill-muted text-xs">
          average {formatPercent(average)}
        </text>
      </svg>
      {average > 0.2 && <text x="0" y={36} className="fill-muted text-xs">0</text>}
      {average < 0.75 && <text x="100%" y={36} textAnchor="end" className="fill-muted text-xs">100%</text>}
    </svg>
  );
}
