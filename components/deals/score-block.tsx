import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Sparkline } from '@/components/charts/sparkline';
import type { ScoreReport } from '@/lib/models/get-score';
import { rankWords } from './deal-words';
import { Drivers } from './drivers';
import { HowGood } from './how-good';
import { ProbabilityWord } from './probability';
import { ScoreBar } from './score-bar';
import { ScoreOverTime } from './score-over-time';
import { signalWords } from './signal-words';

/** Figure, word, bar, and the line that says what to hold it against. */
export function ScoreHead({ score }: { score: ScoreReport }) {
  const { probability, low, high, baseRate, percentile, signal } = score;
  const facts = [
    `${formatPercent(low)} to ${formatPercent(high)}`, `average here ${formatPercent(baseRate)}`,
    // Where every deal has the same score, a rank would be made up.
    signal === 'none' || percentile === null ? null : rankWords(percentile),
  ];
  return (
    <div className="flex flex-col gap-2">
      <div className="grid items-start gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        <p className="flex items-baseline gap-2">
          <span className="text-figure font-semibold tracking-tight">{formatPercent(probability)}</span>
          <ProbabilityWord probability={probability} />
        </p>
        <ScoreBar probability={probability} low={low} high={high} average={baseRate} />
      </div>
      <p className="text-dense text-muted">{facts.filter(Boolean).join(', ')}</p>
    </div>
  );
}

/** Says it where the number knows less than it looks like. */
export function SignalNotice({ score }: { score: Pick<ScoreReport, 'signal' | 'sentence' | 'n'> }) {
  const words = signalWords(score);
  return words && <Notice tone="forecast" title={words.title}>{words.text}</Notice>;
}

interface ScoreBlockProps {
  score: ScoreReport;
  status: 'open' | 'won' | 'lost';
  until: string;
  habits: ReadingHabits;
  name: string;
  /** The learning page, for those who may read it. */
  learningHref: string | null;
  /** The page of the model, for those who may read it. */
  modelHref: string | null;
}

/** The score of a deal with all it takes to read it: interval, comparison, drivers, its history, and how good the model is. */
export function ScoreBlock({ score, status, until, habits, name, learningHref, modelHref }: ScoreBlockProps) {
  const points = score.history.map(({ at, probability, low, high, cause }) => ({ at, value: probability, low, high, cause }));
  const first = points[0];
  const change = first ? Math.round(score.probability * 100) - Math.round(first.value * 100) : 0;
  return (
    <Card>
      <section aria-label="Chance to win" className="flex flex-col gap-4">
        {status !== 'open' && <p className="text-dense text-muted">The last score before the deal was closed:</p>}
        <ScoreHead score={score} />
        <SignalNotice score={score} />
        <Drivers drivers={score.drivers} />
        <div className="flex flex-wrap items-start gap-x-6 gap-y-2 border-t border-hairline pt-3">
          {points.length > 1 && (
            <ScoreOverTime points={points} until={until} change={change} habits={habits} name={name}>
              <Sparkline points={points.map((p) => ({ at: Date.parse(p.at), value: p.value, low: p.low, high: p.high }))} label={`Score over time, ${formatPercent(first?.value ?? 0)} to ${formatPercent(score.probability)}`} width={96} height={20} />
            </ScoreOverTime>
          )}
          <HowGood score={score} learningHref={learningHref} />
          <SaidBy version={score.modelVersion} modelHref={modelHref} />
        </div>
      </section>
    </Card>
  );
}

/** Which version of the model said it. */
const SaidBy = ({ version, modelHref }: { version: string; modelHref: string | null }) => (
  <p className="text-dense text-muted">
    Said by <span className="font-mono text-xs">{modelHref ? <Link href={modelHref} prefetch={false} className="link">{version}</Link> : version}</span>
  </p>
);
