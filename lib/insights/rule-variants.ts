/**
 * Rules with other numbers, as experiments try them. Figures are quoted only for the settings that they were counted for, so each state
 * that is tried is counted too, and a deal under it is judged by its own record: no arm is worse for the lack of one. Pure.
 */
import type { DealHistory } from '@/lib/deals/history';
import { computeActionStatistics, type ActionStatistic, type ActionStatistics } from './action-statistics';
import { computeRuleStatistics, type RuleStatistic, type RuleStatistics } from './rule-statistics';
import { settingsOf, type StoredRuleSettings } from './rules/apply';
import { ruleOf } from './rules/catalogue';
import { sameSettings, type RuleKey, type SettingValues } from './rules/rule';

/** The record of one rule with other numbers than the workspace's. */
export type VariantRecord = { ruleKey: RuleKey; settings: SettingValues; rule: RuleStatistic; actions: ActionStatistic[] };

/** The states that differ from how the workspace has the rule, each once. */
function differing(tried: readonly { ruleKey: RuleKey; settings: Readonly<Record<string, unknown>> }[], stored: StoredRuleSettings): Map<RuleKey, SettingValues[]> {
  const byRule = new Map<RuleKey, SettingValues[]>();
  for (const { ruleKey, settings } of tried) {
    const rule = ruleOf(ruleKey);
    const values = settingsOf(rule, { [ruleKey]: { enabled: true, settings } });
    const known = byRule.get(ruleKey) ?? [];
    if (![settingsOf(rule, stored), ...known].some((other) => sameSettings(other, values))) byRule.set(ruleKey, [...known, values]);
  }
  return byRule;
}

/** Counts the record of each tried state over the closed deals. Rules do not know of each other: one pass serves one state of each. */
export function countVariants(closed: readonly DealHistory[], stored: StoredRuleSettings, tried: Parameters<typeof differing>[0]): VariantRecord[] {
  const byRule = differing(tried, stored);
  const passes = Math.max(0, ...[...byRule.values()].map((states) => states.length));
  return Array.from({ length: passes }, (_, pass) => {
    const states = [...byRule].flatMap(([ruleKey, all]) => (all[pass] ? [{ ruleKey, settings: all[pass] }] : []));
    const with_ = { ...stored, ...Object.fromEntries(states.map(({ ruleKey, settings }) => [ruleKey, { enabled: true, settings }])) };
    const [rules, { actions }] = [computeRuleStatistics(closed, with_).rules, computeActionStatistics(closed, with_)];
    return states.flatMap(({ ruleKey, settings }): VariantRecord[] => {
      const rule = rules[ruleKey];
      return rule ? [{ ruleKey, settings, rule, actions: actions.filter(({ condition }) => condition === ruleKey) }] : [];
    });
  }).flat();
}

type Known = { ruleSettings: StoredRuleSettings; rules: RuleStatistics | null; actions: ActionStatistics | null; variants: readonly VariantRecord[] };

/** What is known, as a deal is judged that has some rules otherwise: their states, with the records counted for them. */
export function underVariants<K extends Known>(known: K, otherwise: StoredRuleSettings | undefined): K {
  if (!otherwise) return known;
  const ruleSettings = { ...known.ruleSettings, ...otherwise };
  const records = known.variants.filter(({ ruleKey, settings }) => otherwise[ruleKey] && sameSettings(settings, settingsOf(ruleOf(ruleKey), ruleSettings)));
  const replaced = new Set<string>(records.map(({ ruleKey }) => ruleKey));
  return {
    ...known, ruleSettings,
    rules: known.rules && { ...known.rules, rules: { ...known.rules.rules, ...Object.fromEntries(records.map(({ ruleKey, rule }) => [ruleKey, rule])) } },
    actions: known.actions && {
      ...known.actions, settings: { ...known.actions.settings, ...Object.fromEntries(records.map(({ ruleKey, settings }) => [ruleKey, settings])) },
      actions: [...known.actions.actions.filter(({ condition }) => !replaced.has(condition)), ...records.flatMap(({ actions }) => actions)],
    },
  };
}
