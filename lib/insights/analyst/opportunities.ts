/** Second pass: what speaks for the deal. Conditions that went with wins here, the model's positive drivers, and the pace of similar wins. */
import { testableClaim, predict } from '@/lib/insights/claims';
import { confidenceIn, toSuggestion, write } from '@/lib/insights/analyst/draft';
import type { InsightContext } from '@/lib/insights/context';
import { speaking } from '@/lib/insights/findings';
import { rankActions } from '@/lib/insights/next-actions';
import { plain } from '@/lib/insights/plain';
import { cite, fieldsBehind, sourceKey, sources } from '@/lib/insights/quotes';
import { ruleOf } from '@/lib/insights/rules/catalogue';
import { citeRule } from '@/lib/insights/rules/rule';
import type { DraftInsight } from '@/lib/insights/schema';
import { capital, count, days, listed, percent } from '@/lib/insights/words';
import { median } from '@/lib/stats/quantile';

const MOST = 2;
/** Fewer similar wins than this are anecdotes. */
const LEAST_WINS = 3;

function fromConditions(context: InsightContext): DraftInsight[] {
  const { deal } = context;
  return speaking(context.rules, 'opportunity').map((finding) => {
    const claim = testableClaim(ruleOf(finding.ruleKey).claim, deal);
    return write({
      type: 'opportunity',
      title: finding.title,
      sentences: [...finding.facts.map((f) => f.text), finding.record],
      severity: finding.severity,
      confidence: confidenceIn(claim, context, finding),
      evidence: [...finding.facts.flatMap((f) => f.evidence), citeRule(finding.ruleKey, finding.record)],
      actions: rankActions(deal, [finding], context.actionStatistics).filter((a) => a.finding !== null).slice(0, 1).map(toSuggestion),
      prediction: predict(claim, deal),
      ruleKey: finding.ruleKey,
    });
  });
}

/** What the win model counts in the deal's favour, when it puts it above the average deal here. */
function fromDrivers(context: InsightContext): DraftInsight[] {
  const { score, deal } = context;
  const helping = score.drivers.filter((d) => d.direction === '+').slice(0, 3);
  if (score.signal === 'none' || helping.length === 0 || score.probability <= score.baseRate) return [];
  const known = sources(context);
  const words = helping.map((d) => plain(d.value, 80));
  return [write({
    type: 'opportunity',
    title: `In its favour: ${words[0] ?? ''}`,
    sentences: [`The win model counts ${listed(words)} in its favour: ${percent(score.probability)} against ${percent(score.baseRate)} for the average of ${count(score.n, 'closed deal')} here.`],
    severity: score.probability - score.baseRate >= 0.15 ? 'medium' : 'low',
    confidence: score.probability,
    evidence: fieldsBehind(helping, known).map(cite),
    actions: [],
    prediction: predict('won', deal),
    ruleKey: null,
  })];
}

/**
 * Similar wins as a pace to hold. Their share is not quoted as a chance: retrieval mixes won and lost on purpose.
 */
function fromSimilar(context: InsightContext): DraftInsight[] {
  const { deal, similar } = context;
  const won = similar.filter((s) => s.outcome === 'won').sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
  if (won.length < LEAST_WINS) return [];
  const lengths = won.map((s) => s.daysOpen);
  const pace = median(lengths);
  if (deal.daysOpen > pace) return [];
  const known = sources(context);
  const alike = won[0]?.reasons.slice(0, 3).map((r) => plain(r, 60)) ?? [];
  const range = `${Math.floor(Math.min(...lengths))} to ${days(Math.max(...lengths))}`;
  return [write({
    type: 'opportunity',
    title: 'On pace with similar deals that were won',
    sentences: [
      `${capital(count(won.length, 'similar deal'))} were won after ${range}, half of them within ${days(Math.ceil(pace))}; this one is at ${days(deal.daysOpen)}.`,
      alike.length > 0 ? `The closest is alike in: ${listed(alike)}.` : '',
    ],
    severity: 'low',
    confidence: context.score.probability,
    evidence: won.slice(0, 5).flatMap((s) => known.get(sourceKey('deal', s.id)) ?? []).map(cite),
    actions: [],
    prediction: predict('won', deal),
    ruleKey: null,
  })];
}

export const findOpportunities = (context: InsightContext): DraftInsight[] =>
  [...fromConditions(context), ...fromDrivers(context), ...fromSimilar(context)].slice(0, MOST);
