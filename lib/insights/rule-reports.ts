/** The deal-health rules as the settings page shows them: what each means, its settings with their bounds, and its record here. */
import { settingsOf } from '@/lib/insights/rules/apply';
import { RULES } from '@/lib/insights/rules/catalogue';
import { sameSettings, type Rule, type Setting } from '@/lib/insights/rules/rule';
import type { Scope } from '@/lib/server/scope';
import { recordWords, type Verdict } from './rule-statistics';
import { workspaceStatistics, type WorkspaceKnowledge } from './workspace-statistics';

export type RuleReport = {
  key: Rule['key'];
  name: string;
  polarity: Rule['polarity'];
  /** Which deals it speaks of, with the settings as they are: "with nothing recorded for 14 days or more". */
  speaksOf: string;
  enabled: boolean;
  settings: (Setting & { key: string; value: number })[];
  /** "Of 41 past deals here …, 12 were won (29%, else 58%)." */
  record: string;
  verdict: Verdict | null;
  /** Its own record has silenced it. */
  muted: boolean;
  /** What the record was counted with is not what is set now: the counts are being renewed. */
  outdated: boolean;
  /** Kinds of facts that it needs and that no closed deal here has. */
  missing: string[];
};

export type RuleReports = { rules: RuleReport[]; judgedDeals: number; closedDeals: number; countedAt: number };

export async function listRules(scope: Scope): Promise<RuleReports> {
  const knowledge = await workspaceStatistics(scope);
  return {
    rules: RULES.map((rule) => reportOf(rule, knowledge)),
    judgedDeals: knowledge.rules?.judgedDeals ?? 0, closedDeals: knowledge.rules?.closedDeals ?? 0, countedAt: knowledge.computedAt,
  };
}

function reportOf(rule: Rule, { rules, ruleSettings, norms }: WorkspaceKnowledge): RuleReport {
  const values = settingsOf(rule, ruleSettings);
  const statistic = rules?.rules[rule.key] ?? null;
  return {
    key: rule.key, name: rule.name, polarity: rule.polarity, speaksOf: rule.among(values),
    enabled: ruleSettings[rule.key]?.enabled ?? true,
    settings: Object.entries(rule.settings).map(([key, setting]) => ({ ...setting, key, value: values[key] ?? setting.default })),
    record: recordWords(rule, statistic),
    verdict: statistic?.verdict ?? null, muted: statistic?.muted ?? false,
    outdated: statistic !== null && !sameSettings(statistic.settings, values),
    missing: rule.needs.filter((kind) => norms.closedDeals > 0 && norms.recorded[kind] === 0),
  };
}
