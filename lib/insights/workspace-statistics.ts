/** What a workspace knows from its past: norms, the record of each rule and action, and the settings it chose. */
import { loadClosedHistories } from '@/lib/deals/load-histories';
import { triedRules } from '@/lib/experiments/rule-arms';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { computeActionStatistics, type ActionStatistics } from './action-statistics';
import { computeRuleStatistics, type RuleStatistics } from './rule-statistics';
import { countVariants, type VariantRecord } from './rule-variants';
import type { StoredRuleSettings } from './rules/apply';
import { isRuleKey } from './rules/catalogue';
import { computeNorms, type Norms } from './rules/norms';
import { readComputedAt, readRuleSettings, readStatistics, saveStatistics } from './statistics-store';

export type WorkspaceKnowledge = {
  norms: Norms; rules: RuleStatistics | null; actions: ActionStatistics | null; ruleSettings: StoredRuleSettings; computedAt: number;
  /** Records of rules with the numbers that experiments try. */
  variants: readonly VariantRecord[];
};

type Snapshot = Omit<WorkspaceKnowledge, 'ruleSettings'>;
/** The latest snapshot by workspace; replaced when the database has a newer one. */
const snapshots = new Map<string, Snapshot>();
const KEPT = 100;

export const ruleSettings = (scope: Scope): Promise<StoredRuleSettings> => transaction(scope, async () =>
  Object.fromEntries((await readRuleSettings(scope))
    .filter((row) => isRuleKey(row.ruleKey))
    .map((row) => [row.ruleKey, { enabled: row.enabled, settings: row.settings as Record<string, unknown> }])));

export const workspaceStatistics = (scope: Scope): Promise<WorkspaceKnowledge> => transaction(scope, async () => {
  const computedAt = await readComputedAt(scope);
  let snapshot = snapshots.get(scope.workspaceId);
  if (snapshot?.computedAt !== computedAt) {
    // Written by refreshStatistics below: the shapes are its own.
    const [norms, rules, actions, variants] = [await readStatistics(scope, 'norms'), await readStatistics(scope, 'rules'), await readStatistics(scope, 'actions'), await readStatistics(scope, 'variants')];
    snapshot = {
      norms: (norms?.data ?? computeNorms([])) as unknown as Norms,
      rules: (rules?.data ?? null) as unknown as RuleStatistics | null,
      actions: (actions?.data ?? null) as unknown as ActionStatistics | null,
      variants: ((variants?.data as { counted?: unknown } | undefined)?.counted ?? []) as VariantRecord[],
      computedAt,
    };
    if (snapshots.size >= KEPT) snapshots.clear();
    snapshots.set(scope.workspaceId, snapshot);
  }
  return { ...snapshot, ruleSettings: await ruleSettings(scope) };
});

/** Counts anew over the closed deals, with the settings as they are now and as experiments try them. */
export async function refreshStatistics(scope: Scope): Promise<{ closedDeals: number }> {
  const closed = await loadClosedHistories(scope);
  const stored = await ruleSettings(scope);
  const norms = computeNorms(closed);
  const rules = computeRuleStatistics(closed, stored);
  const actions = computeActionStatistics(closed, stored);
  const counted = countVariants(closed, stored, await triedRules(scope));
  const at = new Date();
  await transaction(scope, async () => {
    await saveStatistics(scope, 'norms', norms, closed.length, at);
    await saveStatistics(scope, 'rules', rules, closed.length, at);
    await saveStatistics(scope, 'actions', actions, closed.length, at);
    await saveStatistics(scope, 'variants', { counted }, closed.length, at);
  });
  return { closedDeals: closed.length };
}
