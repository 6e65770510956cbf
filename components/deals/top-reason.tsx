import { CircleAlert, TrendingUp, TriangleAlert } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { ToneIcon } from '@/components/ui/tone-icon';
import { toneText, type Tone } from '@/components/ui/tone';

const TONES: readonly Tone[] = ['opportunity', 'neutral', 'caution', 'risk'];
const WORDS = ['', 'low', 'medium', 'high'];
const MARKS = { opportunity: TrendingUp, caution: CircleAlert, risk: TriangleAlert } as const;

/** The drawings of the marks, once a page, for tables whose every row refers to them (`drawn`). */
export function ReasonMarks() {
  return (
    <svg width={0} height={0} aria-hidden className="absolute">
      {Object.entries(MARKS).map(([tone, Icon]) => (
        <symbol key={tone} id={`reason-${tone}`} viewBox="0 0 24 24">
          <Icon size={24} />
        </symbol>
      ))}
    </svg>
  );
}

/** The weightiest condition in six words, marked by how much it asks for attention (0 to 3). `drawn`: ReasonMarks is on the page. */
export function TopReason({ reason, attention, drawn = false, wide = false }: { reason: string | null; attention: number; drawn?: boolean; /** As wide as its place. */ wide?: boolean }) {
  if (!reason) return <span className="text-muted">nothing stands out</span>;
  const tone = TONES[attention] ?? 'neutral';
  return (
    <span className={cx('flex min-w-0 items-center gap-1.5', !wide && 'sm:max-w-46 2xl:max-w-80')} title={reason}>
      {tone !== 'neutral' && (
        <span className={`shrink-0 ${toneText[tone]}`}>
          {drawn ? <svg width={14} height={14} aria-hidden className="block"><use href={`#reason-${tone}`} /></svg> : <ToneIcon tone={tone} size={14} />}
        </span>
      )}
      {attention > 0 && <span className="sr-only">{WORDS[attention]} risk: </span>}
      <span className="min-w-0 truncate">{reason}</span>
    </span>
  );
}
