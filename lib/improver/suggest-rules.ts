/** What the built-in answers when it is asked for an improvement: changes of rules, from the counts alone. Pure; computes, never canned. */
import { percent, points, pointsRange } from '@/lib/insights/words';
import { isClear } from './judged-insights';
import type { ImproveInput, RuleDraft, RuleEvidence, RuleSuggestion } from './schema';

/** More than this at once is not reviewed but waved through. */
const MOST = 3;

const share = ({ hits, n }: { hits: number; n: number }): string => `${hits} of ${n} (${percent(hits / n)})`;

export function suggestRules({ rules, counts }: ImproveInput): RuleDraft {
  const clear = rules.filter(isClear).sort((a, b) => b.bad.hits / b.bad.n - a.bad.hits / a.bad.n || (a.key < b.key ? -1 : 1));
  const suggested = clear.slice(0, MOST).map(suggest);
  const looked = `${counts.rejected + counts.wrong} insights were rejected or wrong, of ${counts.judged} that were answered or resolved`;
  const said = suggested.length > 0 ? `${looked}. ${suggested.map(({ title }) => title).join('; ')}.`
    : rules.length === 0 ? `${looked}. But no rule that speaks has enough of them. Nothing is proposed.`
      : `${looked}. Of no rule’s insights is that clearly more often so than of the others’. Nothing is proposed.`;
  return { rules: suggested, said };
}

function suggest(rule: RuleEvidence): RuleSuggestion {
  const { key, name, before, bad, others, record, setting, without, examples } = rule;
  const why = `Insights of the rule “${name}” were rejected or wrong in ${share(bad)}; those of the other rules in ${share(others)}.`;
  if (setting) {
    const { after, words, present, candidate, later, deals, from } = setting;
    return {
      ruleKey: key, before, after, cites: examples, effect: later, title: `Other numbers for the rule “${name}”`,
      rationale: `${why} Counted on the ${deals} past deals that closed from ${from} on, which did not choose the number: its predictions came true in ${share(candidate)} of deals ${words}, and in ${share(present)} of deals ${rule.speaksOf}: ${points(later.difference)}, 95% interval ${pointsRange(later.low, later.high)}.`,
      basis: `recounted on ${deals} past deals that closed from ${from} on, which did not choose the number`, risk: 'It will speak of other deals than now: some that it names today may not be named any more.',
    };
  }
  const expected = without ? ` Without it, the share of its kind’s insights that were right would have moved by ${points(without.difference)} (95% interval ${pointsRange(without.low, without.high)}, ${without.n} resolved).` : ' What leaving it out does to accuracy cannot be told yet: too few of its insights are resolved.';
  return {
    ruleKey: key, before, after: { ...before, enabled: false }, cites: examples, effect: without, title: `Switch off the rule “${name}”`,
    rationale: `${why} ${record} No other number does clearly better on past deals.${expected}`,
    basis: 'counted over the insights that were resolved here, with and without this rule’s', risk: 'Deals in this condition are no longer named.',
  };
}
