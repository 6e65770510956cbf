/** One rule on one deal, with the settings that a workspace keeps for it. */
import type { DealAsOf } from '@/lib/deals/history';
import { isRecorded, type Norms } from '@/lib/insights/rules/norms';
import { resolveSettings, type Finding, type Rule, type RuleKey, type SettingValues } from '@/lib/insights/rules/rule';

/** Rows of rule_setting by rule key; a rule without one is enabled at its defaults. */
export type StoredRuleSettings = Partial<Record<RuleKey, { enabled: boolean; settings: Readonly<Record<string, unknown>> }>>;

export const settingsOf = (rule: Rule, stored: StoredRuleSettings): SettingValues => resolveSettings(rule.settings, stored[rule.key]?.settings);

/** Undefined when the workspace does not record what the rule needs; null when the condition does not hold. */
export const applyRule = (rule: Rule, deal: DealAsOf, settings: SettingValues, norms: Norms): Finding | null | undefined =>
  rule.needs.every((kind) => isRecorded(kind, deal, norms)) ? rule.applies(deal, settings, norms) : undefined;
