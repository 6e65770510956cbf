/** First pass: the conditions that cost deals here, with their record and what to do about them. */
import { testableClaim, predict } from '@/lib/insights/claims';
import { confidenceIn, toSuggestion, write } from '@/lib/insights/analyst/draft';
import type { InsightContext } from '@/lib/insights/context';
import { speaking } from '@/lib/insights/findings';
import { rankActions } from '@/lib/insights/next-actions';
import { ruleOf } from '@/lib/insights/rules/catalogue';
import { citeRule } from '@/lib/insights/rules/rule';
import type { DraftInsight } from '@/lib/insights/schema';

const MOST = 3;

export function findRisks(context: InsightContext): DraftInsight[] {
  const { deal } = context;
  return speaking(context.rules, 'risk').slice(0, MOST).map((finding) => {
    const claim = testableClaim(ruleOf(finding.ruleKey).claim, deal);
    const answers = rankActions(deal, [finding], context.actionStatistics).filter((a) => a.finding !== null);
    return write({
      type: 'risk',
      title: finding.title,
      sentences: [...finding.facts.map((f) => f.text), finding.record],
      severity: finding.severity,
      confidence: confidenceIn(claim, context, finding),
      evidence: [...finding.facts.flatMap((f) => f.evidence), citeRule(finding.ruleKey, finding.record)],
      actions: answers.slice(0, 2).map(toSuggestion),
      prediction: predict(claim, deal),
      ruleKey: finding.ruleKey,
    });
  });
}
