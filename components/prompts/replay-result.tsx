import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { formatDate, formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import type { Tone } from '@/components/ui/tone';
import { foundWords } from '@/lib/replays/replay-words';
import type { Comparison, Judged, ReplayDetail } from '@/lib/replays/schema';
import { latencyWords, usd } from './prompt-words';

const tones: Record<Comparison['verdict'], Tone> = { better: 'opportunity', worse: 'risk', undecided: 'neutral', too_few: 'neutral' };
const titles: Record<Comparison['verdict'], string> = { better: 'Better', worse: 'Worse', undecided: 'Not told apart', too_few: 'Too few to compare' };

const signed = (value: number, digits: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatNumber(Math.abs(value), undefined, digits)}`;
const pointsOf = (d: { difference: number; low: number; high: number } | null): string =>
  d ? `${signed(d.difference * 100, 0)} points (${signed(d.low * 100, 0)} to ${signed(d.high * 100, 0)})` : '–';
const shareOf = (count: { hits: number; n: number } | undefined): string => (count && count.n > 0 ? `${formatPercent(count.hits / count.n)} of ${count.n}` : '–');

type Line = { label: string; explanation: string; tried: string; against: string; difference: string };

function linesOf({ claims, forecasts, brier, tried, against }: Comparison): Line[] {
  const calls = forecasts && forecasts.both + forecasts.onlyTried + forecasts.onlyAgainst + forecasts.neither;
  return [
    { label: 'Predictions that came true', explanation: 'Of those that could be tested; forecasts apart', tried: shareOf(claims?.tried), against: shareOf(claims?.against), difference: pointsOf(claims) },
    {
      label: 'Forecasts that named the outcome', explanation: 'The analyst’s own probability, above or below one half',
      tried: forecasts && calls ? `${formatPercent((forecasts.both + forecasts.onlyTried) / calls)} of ${calls}` : '–', against: forecasts && calls ? `${formatPercent((forecasts.both + forecasts.onlyAgainst) / calls)} of ${calls}` : '–', difference: pointsOf(forecasts),
    },
    { label: 'Squared error of forecasts', explanation: 'Brier score; lower is better', tried: brier ? formatNumber(brier.tried, undefined, 3) : '–', against: brier ? formatNumber(brier.against, undefined, 3) : '–', difference: brier ? `${signed(brier.difference, 3)} (${signed(brier.low, 3)} to ${signed(brier.high, 3)})` : '–' },
    { label: 'Insights a deal', explanation: 'After validation', tried: perAnswer(tried.insights, tried.answered), against: perAnswer(against.insights, against.answered), difference: '' },
    { label: 'Drafts refused', explanation: 'By validation; and citations that lead nowhere', tried: `${tried.dropped} and ${tried.unresolved}`, against: `${against.dropped} and ${against.unresolved}`, difference: '' },
    { label: 'Abstained, failed', explanation: 'Left out of the comparison', tried: `${tried.abstained}, ${tried.failed}`, against: `${against.abstained}, ${against.failed}`, difference: '' },
    { label: 'Cost an answer', explanation: 'Answers from the cache left out', tried: tried.costUsd === null ? '–' : usd(tried.costUsd), against: against.costUsd === null ? '–' : usd(against.costUsd), difference: '' },
    { label: 'Time, median', explanation: 'Answers from the cache left out', tried: latencyWords({ latencyMs: tried.latencyMs }), against: latencyWords({ latencyMs: against.latencyMs }), difference: '' },
  ];
}

const perAnswer = (n: number, answers: number): string => (answers === 0 ? '–' : formatNumber(n / answers, undefined, 1));

/** What a replay found: first the sentence, then the figures side by side, then each deal. */
export function ReplayResult({ workspace, replay, habits }: { workspace: string; replay: ReplayDetail; habits: ReadingHabits }) {
  const { result, tried, against, error } = replay;
  return (
    <Card
      title={`Version ${tried} beside version ${against}`}
      line={`Asked for by ${replay.actorName} on ${formatDate(replay.createdAt, 'minute', habits)}.${replay.cutoff ? ` Both were told what was learnt from deals closed by ${formatDate(replay.cutoff, 'day-year', habits)}, and asked about deals that closed later, each on a random day on which it was open.` : ''}`}
    >
      <div className="flex flex-col gap-4">
        {error && <Notice tone="caution" title={error} />}
        {result && (
          <>
            <Notice tone={tones[result.verdict]} title={titles[result.verdict]}>
              {foundWords(result, tried, against)}
            </Notice>
            {result.pairs > 0 && (
              <div className="overflow-x-auto" role="region" aria-label="The two versions side by side" tabIndex={0}>
                <table className="w-full text-dense">
                  <caption className="sr-only">The two versions side by side</caption>
                  <thead>
                    <tr className="border-b border-hairline text-xs text-muted">
                      <th scope="col" className="min-w-44 py-1.5 pe-4 text-start font-medium">On {result.pairs} deals that both answered</th>
                      <th scope="col" className="py-1.5 pe-4 text-end font-medium whitespace-nowrap">Version {tried}</th>
                      <th scope="col" className="py-1.5 pe-4 text-end font-medium whitespace-nowrap">Version {against}</th>
                      <th scope="col" className="py-1.5 text-end font-medium whitespace-nowrap">Difference, 95% interval</th>
                    </tr>
                  </thead>
                  <tbody>
                    {linesOf(result).map(({ label, explanation, ...line }) => (
                      <tr key={label} className="border-b border-hairline last:border-0">
                        <th scope="row" className="py-1.5 pe-4 text-start font-normal">
                          {label}
                          <span className="block text-xs text-muted">{explanation}</span>
                        </th>
                        <td className="py-1.5 pe-4 text-end whitespace-nowrap">{line.tried}</td>
                        <td className="py-1.5 pe-4 text-end whitespace-nowrap">{line.against}</td>
                        <td className="py-1.5 text-end whitespace-nowrap">{line.difference}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
        {replay.answers.length > 0 && (
          <details>
            <summary className="cursor-pointer text-dense">Deal by deal ({replay.answers.length} in your sight)</summary>
            <div className="mt-2 overflow-x-auto" role="region" aria-label="Deal by deal" tabIndex={0}>
              <table className="w-full text-dense">
                <caption className="sr-only">Deal by deal</caption>
                <thead>
                  <tr className="border-b border-hairline text-xs text-muted">
                    <th scope="col" className="py-1.5 pe-4 text-start font-medium">Deal, as of</th>
                    <th scope="col" className="py-1.5 pe-4 text-start font-medium">Ended</th>
                    <th scope="col" className="py-1.5 pe-4 text-start font-medium">Version {tried}</th>
                    <th scope="col" className="py-1.5 text-start font-medium">Version {against}</th>
                  </tr>
                </thead>
                <tbody>
                  {replay.answers.map(({ dealId, name, outcome, at, ...answers }) => (
                    <tr key={dealId} className="border-b border-hairline align-top last:border-0">
                      <th scope="row" className="py-1.5 pe-4 text-start font-normal">
                        <Link href={`/w/${workspace}/deals/${dealId}`} prefetch={false} className="underline wrap-anywhere">{name}</Link>
                        <span className="block text-xs text-muted">{formatDate(at, 'day-year', habits)}</span>
                      </th>
                      <td className="py-1.5 pe-4">{outcome}</td>
                      <td className="py-1.5 pe-4">{answerWords(answers.tried)}</td>
                      <td className="py-1.5">{answerWords(answers.against)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )}
      </div>
    </Card>
  );
}

function answerWords(judged: Judged | null): string {
  if (!judged) return 'not asked';
  if (judged.status !== 'answered') return `${judged.status}: ${judged.reason ?? ''}`;
  const count = (resolution: string) => judged.insights.filter((insight) => insight.type !== 'forecast' && insight.resolution === resolution).length;
  return [`${count('right')} right`, `${count('wrong')} wrong`, judged.probability === null ? null : `${formatPercent(judged.probability)} to be won`].filter(Boolean).join(', ');
}
