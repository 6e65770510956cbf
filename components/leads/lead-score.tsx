import { Sparkline } from '@/components/charts/sparkline';
import { Drivers } from '@/components/deals/drivers';
import { ProbabilityWord } from '@/components/deals/probability';
import { ScoreBar } from '@/components/deals/score-bar';
import { ScoreOverTime } from '@/components/deals/score-over-time';
import { Card } from '@/components/ui/card';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { LeadOverview } from '@/lib/leads/get-lead';
import { isOpen } from '@/lib/leads/schema';
import { noModelWords } from './lead-words';

/** How likely a lead is to convert, with its interval, what speaks for and against it and how it came about; or why there is no score. */
export function LeadScore({ overview: { lead, scores, endings }, now, habits }: { overview: LeadOverview; now: string; habits: ReadingHabits }) {
  const last = scores.at(-1);
  if (!last || lead.score === null) {
    const { title, text } = isOpen(lead.state) ? noModelWords(endings, habits) : { title: 'Never scored', text: 'It ended before a lead model scored it. It is there to be learned from all the same.' };
    return (
      <Card>
        <section aria-label="Chance to convert">
          <p className="text-dense font-medium">{title}</p>
          <p className="text-dense text-muted">{text}</p>
        </section>
      </Card>
    );
  }
  const [low, high] = [lead.low ?? last.low, lead.high ?? last.high];
  const points = scores.map(({ at, probability, low: from, high: to, cause }) => ({ at, value: probability, low: from, high: to, cause }));
  const first = points[0]!;
  return (
    <Card>
      <section aria-label="Chance to convert" className="flex flex-col gap-4">
        {!isOpen(lead.state) && <p className="text-dense text-muted">The last score before the lead ended:</p>}
        <div className="flex flex-col gap-2">
          <div className="grid items-start gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
            <p className="flex items-baseline gap-2">
              <span className="text-figure font-semibold tracking-tight">{formatPercent(lead.score)}</span>
              <ProbabilityWord probability={lead.score} to="convert" />
            </p>
            <ScoreBar probability={lead.score} low={low} high={high} average={last.baseRate} />
          </div>
          <p className="text-dense text-muted">{formatPercent(low)} to {formatPercent(high)}, average here {formatPercent(last.baseRate)} of {formatNumber(last.n, habits)} ended leads</p>
        </div>
        <Drivers drivers={last.drivers} />
        {points.length > 1 && (
          <div className="border-t border-hairline pt-3">
            <ScoreOverTime points={points} until={lead.endedAt ?? now} change={Math.round(lead.score * 100) - Math.round(first.value * 100)} habits={habits} name={lead.name} measure="Probability of converting" what="lead">
              <Sparkline points={points.map((p) => ({ at: Date.parse(p.at), value: p.value, low: p.low, high: p.high }))} label={`Score over time, ${formatPercent(first.value)} to ${formatPercent(lead.score)}`} width={96} height={20} />
            </ScoreOverTime>
          </div>
        )}
        <p className="text-xs text-muted">Model {last.modelVersion}.</p>
      </section>
    </Card>
  );
}
