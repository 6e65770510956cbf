/** All rules, in the order in which they are shown. */
import { competitor } from '@/lib/insights/rules/competitor';
import { discount } from '@/lib/insights/rules/discount';
import { decisionMakerActive, engaged } from '@/lib/insights/rules/engaged';
import { ghosted } from '@/lib/insights/rules/ghosted';
import { noActivity } from '@/lib/insights/rules/no-activity';
import { noDecisionMaker } from '@/lib/insights/rules/no-decision-maker';
import { overdue } from '@/lib/insights/rules/overdue';
import { pricingNotDiscussed } from '@/lib/insights/rules/pricing-not-discussed';
import { quarterEndNear } from '@/lib/insights/rules/quarter-end';
import type { Rule, RuleKey } from '@/lib/insights/rules/rule';
import { singleThreaded } from '@/lib/insights/rules/single-threaded';
import { slipped } from '@/lib/insights/rules/slipped';
import { stalled } from '@/lib/insights/rules/stalled';
import { valueChanged, valueRaised } from '@/lib/insights/rules/value-changed';

const BY_KEY: Record<RuleKey, Rule> = {
  ghosted, no_activity: noActivity, overdue, slipped, stalled, single_threaded: singleThreaded, no_decision_maker: noDecisionMaker,
  pricing_not_discussed: pricingNotDiscussed, competitor, value_changed: valueChanged, discount,
  engaged, decision_maker_active: decisionMakerActive, value_raised: valueRaised, quarter_end: quarterEndNear,
};

export const RULES: readonly Rule[] = Object.values(BY_KEY);

export const isRuleKey = (key: string): key is RuleKey => Object.hasOwn(BY_KEY, key);

export const ruleOf = (key: RuleKey): Rule => BY_KEY[key];
