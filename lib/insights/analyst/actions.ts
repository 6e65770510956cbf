/** Third pass: the next best actions, and what has to be recorded before anything better can be said. */
import { predict } from '@/lib/insights/claims';
import { confidenceIn, toSuggestion, write } from '@/lib/insights/analyst/draft';
import type { InsightContext } from '@/lib/insights/context';
import { rankActions, type NextAction } from '@/lib/insights/next-actions';
import { plain } from '@/lib/insights/plain';
import { citeField, type FieldName } from '@/lib/insights/rules/rule';
import type { DraftInsight } from '@/lib/insights/schema';
import { dateWords, days, listed } from '@/lib/insights/words';

function fromAction(context: InsightContext, action: NextAction): DraftInsight {
  const { statistic } = action;
  const measured = action.basis === 'measured' && statistic !== null;
  return write({
    type: 'next_action',
    title: action.title,
    sentences: [action.why],
    severity: measured ? (statistic.shrunk >= 0.15 ? 'high' : 'medium') : (action.finding?.severity ?? 'low'),
    confidence: confidenceIn('won', context, null),
    evidence: action.evidence,
    actions: [toSuggestion(action)],
    prediction: predict('won', context.deal),
    ruleKey: action.finding?.ruleKey ?? null,
  });
}

/** Facts whose absence keeps the analysis blind, with what a person would call them. */
function missing(context: InsightContext): { field: FieldName; what: string; fact: string }[] {
  const { deal } = context;
  const opened = dateWords(deal.openedAt, deal.at);
  return [
    ...(deal.interactions.length === 0 ? [{ field: 'interactions' as const, what: 'the conversations', fact: `no interaction recorded since ${opened}` }] : []),
    ...(deal.contacts.length === 0 ? [{ field: 'contacts' as const, what: 'the contacts', fact: 'no contact recorded' }] : []),
    ...(deal.expectedCloseAt === null ? [{ field: 'expectedCloseAt' as const, what: 'the close date', fact: 'no close date set' }] : []),
    ...(deal.amount === null ? [{ field: 'amount' as const, what: 'the amount', fact: 'no amount recorded' }] : []),
  ];
}

function recordWhatIsMissing(context: InsightContext): DraftInsight[] {
  const gaps = missing(context);
  if (gaps.length === 0) return [];
  const { deal } = context;
  const what = listed(gaps.map((g) => g.what));
  const facts = listed(gaps.map((g) => g.fact));
  const title = `Record ${what}`;
  return [write({
    type: 'next_action',
    title,
    sentences: [`After ${days(deal.daysOpen)} there is ${facts}.`, `Conditions that rest on ${gaps.length === 1 ? 'it' : 'them'} cannot be judged for this deal.`],
    severity: gaps.length >= 3 ? 'medium' : 'low',
    confidence: 0.5,
    evidence: gaps.map((g) => citeField(g.field, g.fact)),
    actions: [{ type: 'other', title: plain(title, 200), owner: deal.ownerName === null ? null : plain(deal.ownerName, 80), dueInDays: 2, why: plain(`There is ${facts}.`, 600) }],
    prediction: predict('none', deal),
    ruleKey: null,
  })];
}

/** At most `most`, the best first; what is missing comes last, or alone. */
export function findActions(context: InsightContext, most: number): DraftInsight[] {
  const gaps = recordWhatIsMissing(context);
  const ranked = rankActions(context.deal, context.rules, context.actionStatistics).map((action) => fromAction(context, action));
  return [...ranked.slice(0, Math.max(1, most - gaps.length)), ...gaps].slice(0, most);
}
