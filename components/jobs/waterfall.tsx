/** When a run waited and when it worked, as one bar of the whole run's time. */
export type Span = { from: number; to: number; look: 'waited' | 'ran' | 'failed' };

const looks: Readonly<Record<Span['look'], string>> = { waited: 'fill-muted opacity-35', ran: 'fill-action', failed: 'fill-risk' };

/** Spans in ms from the run's beginning, of `total`. The numbers stand beside it in words, so it is for the eye only. */
export function Bar({ spans, total }: { spans: readonly Span[]; total: number }) {
  const scale = 1000 / Math.max(1, total);
  return (
    <svg aria-hidden viewBox="0 0 1000 8" preserveAspectRatio="none" className="block h-2 w-full">
      <rect width={1000} height={8} className="fill-surface-tertiary" />
      {spans.map(({ from, to, look }, index) => (
        <rect key={index} x={Math.min(996, from * scale)} width={Math.max(4, (to - from) * scale)} height={8} className={looks[look]} />
      ))}
    </svg>
  );
}

/** What the colours mean. */
export function BarLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {([['ran', 'worked'], ['waited', 'waited or slept'], ['failed', 'failed']] as const).map(([look, word]) => (
        <li key={look} className="flex items-center gap-1.5">
          <svg aria-hidden width={16} height={8} viewBox="0 0 16 8">
            <rect width={16} height={8} className={looks[look]} />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}
