/** Fourth pass: one forecast, the win model's, with its interval, its causes and what it is worth. */
import { predict } from '@/lib/insights/claims';
import { write } from '@/lib/insights/analyst/draft';
import type { InsightContext, Score } from '@/lib/insights/context';
import { plain } from '@/lib/insights/plain';
import { cite, fieldsBehind, sourceKey, sources } from '@/lib/insights/quotes';
import type { DraftInsight } from '@/lib/insights/schema';
import { count, listed, percent } from '@/lib/insights/words';

const verdict = (p: number): string => (p >= 0.6 ? 'Likely to be won' : p > 0.4 ? 'Could go either way' : 'Likely to be lost');

const interval = (s: Score): string => `${Math.round(s.low * 100)} to ${percent(s.high)}`;

/** What the number rests on, in order of what a reader must know first. */
function grounds(score: Score): string[] {
  if (score.n < score.needed) {
    return [`Not enough history yet: ${score.n} of ${score.needed} closed deals; until then the number leans on ${plain(score.priorName, 80)}.`];
  }
  if (score.signal === 'none') {
    return [`The data has no signal: nothing that is recorded separates the ${count(score.n, 'closed deal')} here into won and lost, so this is their win rate of ${percent(score.baseRate)} and not a judgement of this deal.`];
  }
  const labels = (direction: '+' | '-') => listed(score.drivers.filter((d) => d.direction === direction).slice(0, 3).map((d) => plain(d.value, 80)));
  const [up, down] = [labels('+'), labels('-')];
  return [up ? `For it: ${up}.` : '', down ? `Against it: ${down}.` : '', score.signal === 'weak' ? 'What is recorded separates won from lost only weakly here.' : ''];
}

export function forecast(context: InsightContext): DraftInsight {
  const { score, deal, similar } = context;
  const known = sources(context);
  const drivers = score.signal === 'none' ? [] : score.drivers;
  const keys = [sourceKey('field', 'stage'), sourceKey('field', 'openedAt'), ...similar.slice(0, 5).map((s) => sourceKey('deal', s.id))];
  const rests = [...fieldsBehind(drivers, known), ...keys.flatMap((key) => known.get(key) ?? [])];
  const claim = score.probability >= 0.5 ? 'won' : 'lost';
  return write({
    type: 'forecast',
    title: `${verdict(score.probability)}: ${percent(score.probability)} (${interval(score)})`,
    sentences: [
      `The win model gives ${percent(score.probability)}, with an interval of ${interval(score)}; the average here is ${percent(score.baseRate)}.`,
      ...grounds(score),
    ],
    severity: score.probability < 0.3 ? 'high' : score.probability < score.baseRate ? 'medium' : 'low',
    confidence: Math.max(score.probability, 1 - score.probability),
    evidence: rests.map(cite),
    actions: [],
    prediction: predict(claim, deal, score.probability),
    ruleKey: null,
  });
}
