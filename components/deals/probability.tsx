import { formatPercent } from '@/components/ui/format';
import { IntervalBar } from '@/components/ui/interval-bar';
import { toneText } from '@/components/ui/tone';
import { ToneIcon } from '@/components/ui/tone-icon';
import { cx } from '@/components/ui/cx';
import { probabilityWord } from '@/lib/models/probability-word';
import { probabilityTone } from './deal-words';

/** A probability in a row: number, 40-pixel interval, word. Three ways to read the same, so that none hangs on colour. */
export function Probability({ probability, low, high, line = false }: { probability: number | null; low: number | null; high: number | null; /** Number and word on one line, the interval in its title: where there is no room for the bar. */ line?: boolean }) {
  if (probability === null) return <span className="text-muted">not scored</span>;
  const tone = probabilityTone(probability);
  if (line) {
    return (
      <span className="flex items-baseline gap-1.5 whitespace-nowrap" title={low === null || high === null ? undefined : `${formatPercent(low)} to ${formatPercent(high)}`}>
        <span className="font-medium">{formatPercent(probability)}</span>
        <span className={cx('text-xs', toneText[tone])}>{probabilityWord(probability)}</span>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center gap-x-2 sm:w-20">
      <span className="flex items-center gap-2">
        <span className="font-medium sm:w-8 sm:text-end">{formatPercent(probability)}</span>
        <IntervalBar point={probability} low={low ?? probability} high={high ?? probability} tone={tone} />
      </span>
      <span className={cx('text-xs whitespace-nowrap sm:w-full sm:text-end', toneText[tone])}>{probabilityWord(probability)}</span>
    </span>
  );
}

/** The word with its icon, as the head of a score says it. */
export function ProbabilityWord({ probability, to = 'be won' }: { probability: number; /** What is likely. */ to?: string }) {
  const tone = probabilityTone(probability);
  const word = probabilityWord(probability);
  return (
    <span className={cx('inline-flex items-center gap-1 font-medium', toneText[tone])}>
      <ToneIcon tone={tone} size={16} />
      {word === 'even' ? 'could go either way' : `${word} to ${to}`}
    </span>
  );
}
