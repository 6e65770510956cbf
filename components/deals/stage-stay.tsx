import { ComparisonBar } from '@/components/ui/comparison-bar';
import { countOf, daysBetween, stayTone } from './deal-words';

/** Days in the stage against the usual there, as a small bar and in words. */
export function StageStay({ since, now, usual }: { since: string; now: string; usual: number | null }) {
  const days = Math.max(0, daysBetween(since, now));
  if (usual === null) return <span className="text-xs text-muted">{countOf(days, 'day')}</span>;
  const words = `${countOf(days, 'day')}, usual ${Math.round(usual)}`;
  return (
    <span className="flex items-center gap-2 text-xs text-muted">
      <ComparisonBar value={days} usual={usual} label={words} tone={stayTone(days, usual)} />
      <span>
        {days} d <span className="sr-only">{words}</span>
      </span>
    </span>
  );
}
