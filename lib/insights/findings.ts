/** Which conditions a deal is in, and what past deals say about each. */
import type { DealAsOf } from '@/lib/deals/history';
import { applyRule, settingsOf, type StoredRuleSettings } from '@/lib/insights/rules/apply';
import { RULES, ruleOf } from '@/lib/insights/rules/catalogue';
import type { Norms } from '@/lib/insights/rules/norms';
import { sameSettings, type Finding, type Rule, type SettingValues } from '@/lib/insights/rules/rule';
import { recordWords, type RuleStatistic, type RuleStatistics } from '@/lib/insights/rule-statistics';
import type { Severity } from '@/lib/insights/schema';
import { firstWords } from '@/lib/insights/words';

export type RuleFinding = Finding & {
  name: string;
  polarity: Rule['polarity'];
  settings: SettingValues;
  /** Completes "of past deals here ...". */
  among: string;
  /** Record of the condition in this workspace; null when nothing was counted yet (for these settings). */
  statistic: RuleStatistic | null;
  /** The record in words, or what is missing to have one. */
  record: string;
  /** A condition that does not tell won from lost here is kept, and kept quiet. */
  muted: boolean;
  severity: Severity;
  /** Orders findings: effect on the win rate times how far past the threshold. */
  weight: number;
};

/** A share of the win rate, in the direction the rule expects: measured, shrunk towards 0 by 20 deals' worth of doubt. */
function effectOf(rule: Rule, statistic: RuleStatistic | null): number {
  const assumed = 0.05;
  if (!statistic?.comparison) return assumed;
  const sign = rule.polarity === 'risk' ? -1 : 1;
  return Math.max(0, (sign * statistic.comparison.difference * statistic.with.n) / (statistic.with.n + 20));
}

function severityOf(effect: number, magnitude: number, statistic: RuleStatistic | null): Severity {
  if (statistic?.verdict === 'predictive') return effect >= 0.15 ? 'high' : effect >= 0.07 ? 'medium' : 'low';
  return magnitude >= 2 ? 'medium' : 'low';
}

/** The conditions that hold, weightiest first; muted ones last. Rules switched off are absent. */
export function findConditions(deal: DealAsOf, stored: StoredRuleSettings, norms: Norms, statistics: RuleStatistics | null): RuleFinding[] {
  const found = RULES.filter((rule) => stored[rule.key]?.enabled !== false).flatMap((rule): RuleFinding[] => {
    const settings = settingsOf(rule, stored);
    const finding = applyRule(rule, deal, settings, norms);
    if (!finding) return [];
    const counted = statistics?.rules[rule.key] ?? null;
    // Figures counted for another threshold would be quoted for a condition they do not describe.
    const statistic = counted && sameSettings(counted.settings, settings) ? counted : null;
    const effect = effectOf(rule, statistic);
    return [{
      ...finding,
      name: rule.name,
      polarity: rule.polarity,
      settings,
      among: rule.among(settings),
      statistic,
      record: counted && !statistic ? 'Past deals are not counted yet for the changed setting.' : recordWords(rule, statistic),
      muted: statistic?.muted ?? false,
      severity: severityOf(effect, finding.magnitude, statistic),
      weight: effect * (1 + 0.25 * Math.log2(Math.min(4, Math.max(1, finding.magnitude)))),
    }];
  });
  const superseded = new Set(found.filter((f) => !f.muted).flatMap((f) => ruleOf(f.ruleKey).supersedes));
  return found
    .filter((f) => !superseded.has(f.ruleKey))
    .sort((a, b) => Number(a.muted) - Number(b.muted) || b.weight - a.weight);
}

export const speaking = (findings: readonly RuleFinding[], polarity: Rule['polarity']): RuleFinding[] =>
  findings.filter((f) => !f.muted && f.polarity === polarity);

/** Six words for the table of deals: the weightiest risk, else the weightiest opportunity, else nothing. */
export function topReason(findings: readonly RuleFinding[]): string | null {
  const top = speaking(findings, 'risk')[0] ?? speaking(findings, 'opportunity')[0];
  return top ? firstWords(top.reason, 6) : null;
}
