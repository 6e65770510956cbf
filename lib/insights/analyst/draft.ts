/** How the built-in analyst writes an insight down: sentences joined, evidence without repeats, within the schema's caps. */
import type { InsightContext } from '@/lib/insights/context';
import type { RuleFinding } from '@/lib/insights/findings';
import { plain } from '@/lib/insights/plain';
import type { Claim, DraftInsight, Evidence, SuggestedAction } from '@/lib/insights/schema';
import type { NextAction } from '@/lib/insights/next-actions';

const MOST_EVIDENCE = 12;

export const withoutRepeats = (evidence: readonly Evidence[]): Evidence[] =>
  [...new Map(evidence.map((e) => [`${e.kind}:${e.id}`, e] as const)).values()].slice(0, MOST_EVIDENCE);

export const write = (draft: Omit<DraftInsight, 'title' | 'body'> & { title: string; sentences: readonly string[] }): DraftInsight => {
  const { sentences, ...rest } = draft;
  return { ...rest, title: plain(draft.title, 120), body: plain(sentences.filter(Boolean).join(' '), 1200), evidence: withoutRepeats(draft.evidence) };
};

/**
 * How sure the analyst is of a claim. Winning and losing: the win model, which knows more than one condition does. Timing:
 * how often it came true in past deals in this condition, with four deals' worth of doubt.
 */
export function confidenceIn(claim: Claim, context: InsightContext, finding: RuleFinding | null): number {
  if (claim === 'won') return context.score.probability;
  if (claim === 'lost') return 1 - context.score.probability;
  const seen = finding?.statistic?.claim ?? { hits: 0, n: 0 };
  return (seen.hits + 2) / (seen.n + 4);
}

export const toSuggestion = ({ type, title, owner, dueInDays, why }: NextAction): SuggestedAction => ({ type, title, owner, dueInDays, why });
