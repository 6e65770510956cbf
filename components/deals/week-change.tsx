import { pointsSince, signed } from './deal-words';

/** How many points the probability moved since a week ago. */
export function WeekChange({ now, before }: { now: number | null; before: number | null }) {
  const points = pointsSince(now, before);
  if (points === null) return <span className="text-xs text-muted">new</span>;
  if (points === 0) return <span className="text-muted">0</span>;
  return (
    <span className={points > 0 ? 'text-opportunity' : 'text-risk'}>
      <span aria-hidden className="me-1 text-[0.625rem]">{points > 0 ? '▲' : '▼'}</span>
      {signed(points)}
      <span className="sr-only"> points since last week</span>
    </span>
  );
}
