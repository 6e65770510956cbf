/** Somebody who may not change a rule proposes it to those who may approve. */
import { isRuleKey, ruleOf } from '@/lib/insights/rules/catalogue';
import { listRules } from '@/lib/insights/rule-reports';
import { presentRule } from '@/lib/insights/save-rule-setting';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { z } from 'zod';
import { getItem } from './list-items';
import { proposeItem } from './propose-item';
import type { PlanStatus, proposeRuleInput } from './schema';

/**
 * The change is from how the rule stands now; the rule's record so far is its evidence. Throws not_found for an unknown rule, invalid for a number
 * out of bounds or no change at all, conflict when the same change was rejected lately and nothing new speaks for it.
 */
export const proposeRule = (scope: Scope, { ruleKey, after, why }: z.output<typeof proposeRuleInput>): Promise<{ id: string; fresh: boolean; status: PlanStatus }> => transaction(scope, async () => {
  if (!isRuleKey(ruleKey)) throw notFound('rule');
  const rule = ruleOf(ruleKey);
  const before = await presentRule(scope, ruleKey);
  const report = (await listRules(scope)).rules.find(({ key }) => key === ruleKey);
  const verb = before.enabled === after.enabled ? 'Other numbers for' : after.enabled ? 'Switch on' : 'Switch off';
  const proposed = await proposeItem(scope, {
    kind: 'change_rule', change: { ruleKey, before: { enabled: before.enabled, settings: { ...before.settings } }, after }, title: `${verb} the rule “${rule.name}”`, rationale: why,
    evidence: report ? [{ text: report.record, path: '/settings/rules' }] : [],
    risk: after.enabled ? 'Deals that the rule speaks of today may no longer be named, and others may be named in vain.' : 'Deals in this condition are no longer named.',
  });
  if (proposed.status === 'rejected') {
    const { decidedBy, note } = await getItem(scope, proposed.id);
    throw conflict(`${decidedBy ?? 'Somebody'} rejected this change lately: “${note ?? ''}”. It can be proposed again when the rule’s record has changed, or in a month.`);
  }
  return proposed;
});
