/** Rules as experiments try them: which numbers are tried at all, and which deals are judged by which. Nobody is newly exposed by either. */
import type { StoredRuleSettings } from '@/lib/insights/rules/apply';
import { isRuleKey } from '@/lib/insights/rules/catalogue';
import type { RuleKey } from '@/lib/insights/rules/rule';
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { readRulesOfDeals, readRuleVariants, readSubjectKey, type StoredRuleVariant } from './product-store';
import { variantPayload, type Arm, type VariantPayload } from './schema';

export type TriedRule = { ruleKey: RuleKey; enabled: boolean; settings: Readonly<Record<string, number>> };

function triedRule({ ruleKey, payload }: StoredRuleVariant): TriedRule[] {
  const said = variantPayload.parse(payload);
  return said.kind === 'rule' && isRuleKey(ruleKey) ? [{ ruleKey, enabled: said.enabled, settings: said.settings }] : [];
}

/** Every state of a rule that an experiment tries or is about to: what statistics are counted for, so that no arm lacks a record. */
export const triedRules = (scope: Scope): Promise<TriedRule[]> => transaction(scope, async () => (await readRuleVariants(scope)).flatMap(triedRule));

/** The rules that these variants set otherwise. */
export function rulesUnder({ arms, payloads }: { arms: readonly Arm[]; payloads: readonly VariantPayload[] }): StoredRuleSettings {
  return Object.fromEntries(arms.flatMap(({ subject }, i) => triedRule({ ruleKey: subject.replace(/^rule:/, ''), payload: payloads[i] })).map(({ ruleKey, ...state }) => [ruleKey, state]));
}

/** By deal, the rules that an experiment sets otherwise for it: one query for all of them. Deals under none are absent. */
export const rulesOfDeals = (scope: Scope, dealIds: readonly string[]): Promise<Map<string, StoredRuleSettings>> => transaction(scope, async () => {
  const byDeal = new Map<string, StoredRuleSettings>();
  for (const row of await readRulesOfDeals(scope, dealIds)) {
    for (const { ruleKey, ...state } of triedRule(row)) byDeal.set(row.dealId, { ...byDeal.get(row.dealId), [ruleKey]: state });
  }
  return byDeal;
});

/**
 * An experiment was scheduled, began, rested, went on or ended: where it tries a rule, records are counted for what it tries and the deals are judged
 * anew. `occasion` is one of its changes: the same again asks for nothing more.
 */
export const refreshForExperiment = (scope: Scope, experimentId: string, occasion: string): Promise<{ asked: boolean }> => transaction(scope, async () => {
  if (!(await readSubjectKey(scope, experimentId))?.startsWith('rule:')) return { asked: false };
  await send(scope, 'workspace/refresh.requested', { cause: 'experiment on a rule' }, `experiment:${experimentId}:${occasion}`);
  return { asked: true };
});
