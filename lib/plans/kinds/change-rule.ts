/** A deal-health rule gets other numbers, or is switched on or off. */
import { isRuleKey, ruleOf } from '@/lib/insights/rules/catalogue';
import { settingsSchema, sameSettings, type Rule } from '@/lib/insights/rules/rule';
import { presentRule, saveRuleSetting } from '@/lib/insights/save-rule-setting';
import { invalid, notFound } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/guard';
import type { ChangeRule, DiffLine, RuleState } from '../schema';
import type { PlanKind } from './kind';

function ruleFor(key: string): Rule {
  if (!isRuleKey(key)) throw notFound('rule');
  return ruleOf(key);
}

const sameState = (a: RuleState, b: RuleState): boolean => a.enabled === b.enabled && sameSettings(a.settings, b.settings);

const spoken = (enabled: boolean): string => (enabled ? 'on' : 'off');
const stateWords = (rule: Rule, { enabled, settings }: RuleState): string =>
  [spoken(enabled), ...Object.entries(settings).map(([key, value]) => numberWords(rule, key, value))].join(', ');

const UNITS: Readonly<Record<string, string>> = { days: ' days', times: ' times', people: ' people', messages: ' messages', percent: '%', percentile: '%' };
const numberWords = (rule: Rule, key: string, value: number): string => `${value}${UNITS[rule.settings[key]?.unit ?? ''] ?? ''}`;

export const changeRuleKind: PlanKind<ChangeRule> = {
  check(_scope, { ruleKey, before, after }) {
    const rule = ruleFor(ruleKey);
    for (const state of [before, after]) {
      const complete = parseInput(settingsSchema(rule.settings), state.settings) as Record<string, number>;
      if (!sameSettings(complete, state.settings)) throw invalid('A change of a rule names each of its numbers.');
    }
    if (sameState(before, after)) throw invalid('That is how the rule stands already.');
    return Promise.resolve();
  },

  async standing(scope, { ruleKey, before, after }) {
    const present = await presentRule(scope, ruleKey);
    if (sameState(present, before)) return { is: 'before' };
    if (sameState(present, after)) return { is: 'after' };
    const rule = ruleFor(ruleKey);
    return { is: 'elsewhere', words: `The rule “${rule.name}” stands at ${stateWords(rule, present)} now` };
  },

  diff({ ruleKey, before, after }) {
    const rule = ruleFor(ruleKey);
    const lines: DiffLine[] = Object.entries(rule.settings)
      .filter(([key]) => before.settings[key] !== after.settings[key])
      .map(([key, { label }]) => ({ label, before: numberWords(rule, key, before.settings[key]!), after: numberWords(rule, key, after.settings[key]!) }));
    if (before.enabled !== after.enabled) lines.unshift({ label: `Rule “${rule.name}”`, before: spoken(before.enabled), after: spoken(after.enabled) });
    else lines.push({ label: 'Speaks of deals', before: rule.among(before.settings), after: rule.among(after.settings) });
    return lines;
  },

  edit({ ruleKey, after }) {
    const rule = ruleFor(ruleKey);
    return {
      enabled: after.enabled,
      numbers: Object.entries(rule.settings).map(([key, { label, unit, min, max }]) => ({ key, label, unit, min, max, value: after.settings[key]! })),
    };
  },

  apply: (scope, { ruleKey, before, after }) => saveRuleSetting(scope, { key: ruleKey, ...after }, before),
  revert: (scope, { ruleKey, before, after }) => saveRuleSetting(scope, { key: ruleKey, ...before }, after),

  judgedBy({ ruleKey, before, after }) {
    const rule = ruleFor(ruleKey);
    const type = rule.polarity;
    // A rule that is switched on or off has insights on one side only: what changes is all that is said of that type.
    return before.enabled && after.enabled
      ? { words: `insights of the rule “${rule.name}”`, before: { ruleKey }, since: { ruleKey } }
      : { words: type === 'risk' ? 'all risks' : 'all opportunities', before: { type }, since: { type } };
  },

  measuring(change) {
    return `Accuracy and helpfulness of ${this.judgedBy(change)!.words} given after the change, against those of as many days before it.`;
  },

  reverting({ ruleKey, before }) {
    const rule = ruleFor(ruleKey);
    return `One click sets it back to ${stateWords(rule, before)}, as long as nobody changed the rule since.`;
  },
};

