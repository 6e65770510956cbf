/** Six series: beyond them colours would be confused, so the last one is shared. Dashes tell them apart without colour. */
export const SERIES = [1, 2, 3, 4, 5, 6].map((n) => `var(--series-${n})`);
export const DASHES = [undefined, '6 3', '2 3', '8 3 2 3', '1 3', '10 4'] as const;
export const seriesOf = (index: number): string => SERIES[Math.min(index, SERIES.length - 1)]!;
export const dashOf = (index: number): string | undefined => DASHES[Math.min(index, DASHES.length - 1)];

/** Which line or block is which. */
export function SeriesKey({ names, blocks = false, from = 0 }: { names: readonly string[]; /** Blocks of bars instead of lines. */ blocks?: boolean; /** Index of the first one's colour. */ from?: number }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {names.map((name, index) => (
        <li key={name} className="flex min-w-0 items-center gap-1.5">
          <svg aria-hidden width={18} height={10} viewBox="0 0 18 10" className="shrink-0">
            {blocks ? <rect x={4} y={0} width={10} height={10} rx={2} fill={seriesOf(index + from)} /> : <line x1={0} x2={18} y1={5} y2={5} strokeWidth={2} stroke={seriesOf(index + from)} strokeDasharray={dashOf(index + from)} />}
          </svg>
          <span className="truncate">{name}</span>
        </li>
      ))}
    </ul>
  );
}
