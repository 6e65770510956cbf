/**
 * The record of each rule in a workspace: how past deals in its condition ended, against those that were not. A rule that
 * does not tell them apart mutes itself and says so. The result is plain JSON, stored and refreshed nightly.
 */
import { asOf, type DealHistory } from '@/lib/deals/history';
import { dueAt, resolveClaim, testableClaim } from '@/lib/insights/claims';
import { landmarksOf } from '@/lib/insights/landmark';
import { applyRule, settingsOf, type StoredRuleSettings } from '@/lib/insights/rules/apply';
import { RULES } from '@/lib/insights/rules/catalogue';
import { computeNorms, type Norms } from '@/lib/insights/rules/norms';
import type { Rule, RuleKey, SettingValues } from '@/lib/insights/rules/rule';
import { percent, points, pointsRange, thousands } from '@/lib/insights/words';
import { compareRates, type Count, type RateComparison } from '@/lib/stats/rates';

/** predictive: as expected; opposite: clearly the other way; unproven: chance would explain it; the other two: too little to compare. */
export type Verdict = 'predictive' | 'opposite' | 'unproven' | 'too_few' | 'no_contrast';

export type RuleStatistic = {
  settings: SettingValues;
  /** Won among deals in the condition, and among the others. */
  with: Count;
  without: Count;
  /** with - without; null when a side is empty. */
  comparison: RateComparison | null;
  /** Of the deals in the condition whose claim could be tested, how many it came true for. */
  claim: Count;
  verdict: Verdict;
  muted: boolean;
};

export type RuleStatistics = { seed: string; closedDeals: number; judgedDeals: number; rules: Partial<Record<RuleKey, RuleStatistic>> };

/** Fewer than this on a side are not called a statistic; from `MUTE_FROM` on, a difference that may be nothing mutes the rule. */
const TOO_FEW = 10;
const MUTE_FROM = 30;
const FOLDS = 5;

type Tally = { with: Count; without: Count; claim: Count };

/** Verdict of a rule from its counts. Exported for tests and for the settings page's preview. */
export function judge(polarity: Rule['polarity'], tally: Tally, settings: SettingValues): RuleStatistic {
  const comparable = tally.with.n > 0 && tally.without.n > 0;
  const comparison = comparable ? compareRates(tally.with, tally.without) : null;
  const conclude = (verdict: Verdict, muted: boolean): RuleStatistic => ({ ...tally, settings, comparison, verdict, muted });
  if (tally.with.n < TOO_FEW) return conclude('too_few', false);
  if (tally.without.n < TOO_FEW || !comparison) return tally.with.n >= MUTE_FROM ? conclude('no_contrast', true) : conclude('too_few', false);
  const [low, high] = polarity === 'risk' ? [-comparison.high, -comparison.low] : [comparison.low, comparison.high];
  if (low > 0) return conclude('predictive', false);
  if (high < 0) return conclude('opposite', true);
  return conclude('unproven', tally.with.n >= MUTE_FROM);
}

/**
 * Norms for each fold from the deals outside it: a past deal is never judged by a norm that it helped to set.
 */
export function normsByFold(histories: readonly DealHistory[], foldOf: (history: DealHistory) => number | null): Norms[] {
  const folds = histories.map(foldOf);
  return Array.from({ length: FOLDS }, (_, fold) => computeNorms(histories.filter((_h, i) => folds[i] !== fold)));
}

/**
 * Looks at every closed deal once, on a random day of its life (seeded), and counts per rule. What a rule sees is cut at
 * that day; the outcome is only counted.
 */
export function computeRuleStatistics(histories: readonly DealHistory[], stored: StoredRuleSettings = {}, seed = 'rules'): RuleStatistics {
  const looks = histories.flatMap((history) => {
    const landmarks = landmarksOf(history, seed, 1, FOLDS);
    const at = landmarks?.moments[0];
    return landmarks && at !== undefined ? [{ history, at, fold: landmarks.fold }] : [];
  });
  const foldById = new Map(looks.map((look) => [look.history.id, look.fold]));
  const norms = normsByFold(histories, (h) => foldById.get(h.id) ?? null);
  const rules = RULES.map((rule) => ({
    rule,
    settings: settingsOf(rule, stored),
    tally: { with: { hits: 0, n: 0 }, without: { hits: 0, n: 0 }, claim: { hits: 0, n: 0 } } satisfies Tally,
  }));
  for (const { history, at, fold } of looks) {
    const deal = asOf(history, at);
    const foldNorms = norms[fold];
    if (!foldNorms) continue;
    for (const { rule, settings, tally } of rules) {
      const finding = applyRule(rule, deal, settings, foldNorms);
      if (finding === undefined) continue;
      const side = finding ? tally.with : tally.without;
      side.n++;
      if (history.outcome === 'won') side.hits++;
      if (!finding) continue;
      const claim = testableClaim(rule.claim, deal);
      const resolution = resolveClaim(history, claim, at, dueAt(claim, deal), Infinity);
      if (resolution === 'right' || resolution === 'wrong') tally.claim.n++;
      if (resolution === 'right') tally.claim.hits++;
    }
  }
  return {
    seed,
    closedDeals: histories.filter((h) => h.outcome !== null).length,
    judgedDeals: looks.length,
    rules: Object.fromEntries(rules.map(({ rule, settings, tally }) => [rule.key, judge(rule.polarity, tally, settings)])),
  };
}

const rate = ({ hits, n }: Count): string => percent(hits / n);

/** The record as a sentence: what happened to past deals in the condition, and whether it means anything. */
export function recordWords(rule: Rule, statistic: RuleStatistic | null): string {
  if (!statistic) return 'No past deals were counted for this yet.';
  const { with: inIt, without, comparison, verdict } = statistic;
  if (verdict === 'no_contrast') return `${thousands(inIt.n)} of ${thousands(inIt.n + without.n)} past deals here had this, so it does not tell them apart.`;
  if (verdict === 'too_few' || !comparison) {
    return inIt.n === 0 ? 'No past deal here had this.' : inIt.n < TOO_FEW ? `Only ${inIt.n} past ${inIt.n === 1 ? 'deal' : 'deals'} had this.` : `Only ${without.n} past deals did not have this, so there is nothing to compare with.`;
  }
  const counted = `Of ${thousands(inIt.n)} past deals here ${rule.among(statistic.settings)}, ${thousands(inIt.hits)} were won (${rate(inIt)}, else ${rate(without)})`;
  const interval = `difference ${points(comparison.difference)}, 95% interval ${pointsRange(comparison.low, comparison.high)}`;
  if (verdict === 'predictive') return `${counted}.`;
  if (verdict === 'opposite') return `${counted}: the other way round than expected (${interval}), so it is muted here.`;
  return `${counted}: ${interval}, which may be chance${statistic.muted ? ', so it is muted here' : ''}.`;
}
