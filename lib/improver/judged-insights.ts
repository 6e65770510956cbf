/** Which rules' insights were rejected or wrong more often than those of others, and what leaving one out would have done. Pure. */
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { clusteredDifference, clusteredRate, clusterSums, type ClusteredDifference } from '@/lib/stats/clustered-rates';
import type { Count } from '@/lib/stats/rates';
import type { Rng } from '@/lib/stats/rng';
import type { Effect } from './schema';

/** An insight that was answered, or resolved right or wrong. */
export type JudgedInsight = {
  id: string; dealId: string; type: string; ruleKey: string | null;
  resolved: 'right' | 'wrong' | null;
  /** Somebody's present answer is not helpful or incorrect. */
  rejected: boolean;
};

export const isBad = ({ resolved, rejected }: JudgedInsight): boolean => resolved === 'wrong' || rejected;

/** Fewer judged insights of a rule than this say nothing of it. */
const LEAST = 10;
/** In so many of 100 workspaces whose rules are alike may any be named (half of it: the interval has two sides). */
const FAMILY = 0.05;
const REPLICATES = 2_000;

const count = (insights: readonly JudgedInsight[]): Count => ({ hits: insights.filter(isBad).length, n: insights.length });

export type RuleComplaint = { key: string; bad: Count; others: Count; /** Bad share minus that of the others, with an interval that holds for all these rules together in 95 of 100. */ more: ClusteredDifference };

/**
 * Each of these rules with enough judged insights, against all the other rules' insights. Insights of one deal share its luck, and several rules
 * are looked at: the intervals count deals, at a level divided among the rules (Bonferroni).
 */
export function complaints(insights: readonly JudgedInsight[], keys: readonly string[]): RuleComplaint[] {
  const byRules = insights.filter(({ ruleKey }) => ruleKey !== null);
  const rows = [...keys].sort().flatMap((key) => {
    const [own, others] = [byRules.filter(({ ruleKey }) => ruleKey === key), byRules.filter(({ ruleKey }) => ruleKey !== key)];
    return own.length < LEAST || others.length < LEAST ? [] : [{ key, own, others }];
  });
  const level = 1 - FAMILY / Math.max(1, rows.length);
  const rate = (insights: readonly JudgedInsight[]) => clusteredRate(byDeal(insights), level)!;
  return rows.map(({ key, own, others }) => ({ key, bad: count(own), others: count(others), more: clusteredDifference(rate(own), rate(others)) }));
}

function byDeal(insights: readonly JudgedInsight[]) {
  const deals = new Map<string, Count>();
  for (const insight of insights) {
    const { hits, n } = deals.get(insight.dealId) ?? { hits: 0, n: 0 };
    deals.set(insight.dealId, { hits: hits + (isBad(insight) ? 1 : 0), n: n + 1 });
  }
  return clusterSums(deals.values());
}

/** Clearly more often than the others. */
export const isClear = ({ more }: RuleComplaint): boolean => more.low > 0;

/** Accuracy of insights of one type without the rule's minus with them, where both are resolved ones. */
export function effectOfLeavingOut(insights: readonly JudgedInsight[], ruleKey: string, type: string, rng: Rng): Effect | null {
  const rows = insights.filter((insight) => insight.type === type && insight.resolved !== null);
  const own = rows.filter((row) => row.ruleKey === ruleKey);
  if (own.length < LEAST || rows.length - own.length < LEAST) return null;
  const groups = new Map([...new Set(rows.map(({ dealId }) => dealId))].map((id, i) => [id, i]));
  const gap = (times: ArrayLike<number>): number => {
    let [right, n, rightOthers, others] = [0, 0, 0, 0];
    rows.forEach((row, i) => {
      const weight = times[i] ?? 0;
      const hit = row.resolved === 'right' ? weight : 0;
      n += weight; right += hit;
      if (row.ruleKey !== ruleKey) { others += weight; rightOthers += hit; }
    });
    return n === 0 || others === 0 ? 0 : rightOthers / others - right / n;
  };
  const [interval] = bootstrapByGroup({ group: rows.map(({ dealId }) => groups.get(dealId) ?? 0), groups: groups.size, rng, replicates: REPLICATES }, (times) => [gap(times)]);
  return interval ? { difference: gap(rows.map(() => 1)), ...interval, n: rows.length } : null;
}
