/** Which rules' insights were rejected or wrong more often than those of others, and what leaving one out would have done. Pure. */
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { benjaminiHochberg } from '@/lib/stats/false-discovery';
import { compareRates, type Count } from '@/lib/stats/rates';
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
const REPLICATES = 2_000;

const count = (insights: readonly JudgedInsight[]): Count => ({ hits: insights.filter(isBad).length, n: insights.length });

export type RuleComplaint = { key: string; bad: Count; others: Count; adjustedP: number };

/**
 * Each of these rules with enough judged insights, against all the other rules' insights; adjusted for how many are looked at. Which are
 * looked at is decided by something else than these insights (their record over past deals), or the adjustment would not hold.
 */
export function complaints(insights: readonly JudgedInsight[], keys: readonly string[]): RuleComplaint[] {
  const byRules = insights.filter(({ ruleKey }) => ruleKey !== null);
  const rows = [...keys].sort().flatMap((key) => {
    const [bad, others] = [count(byRules.filter(({ ruleKey }) => ruleKey === key)), count(byRules.filter(({ ruleKey }) => ruleKey !== key))];
    return bad.n < LEAST || others.n < LEAST ? [] : [{ key, bad, others, p: compareRates(bad, others).pValue }];
  });
  const adjusted = benjaminiHochberg(rows.map(({ p }) => p));
  return rows.map(({ key, bad, others }, i) => ({ key, bad, others, adjustedP: adjusted[i] ?? 1 }));
}

/** Clearly more often than the others (a false discovery in twenty at most). */
export const isClear = ({ bad, others, adjustedP }: RuleComplaint): boolean => adjustedP <= 0.05 && bad.hits / bad.n > others.hits / others.n;

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
