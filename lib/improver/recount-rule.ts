/**
 * A rule counted anew over past deals with other numbers. The setting is chosen on the deals that closed earlier and held against the
 * present one on those that closed later: what is promised was not looked at when it was chosen. Pure.
 */
import { asOf, type DealAsOf, type DealHistory } from '@/lib/deals/history';
import { dueAt, resolveClaim, testableClaim } from '@/lib/insights/claims';
import { landmarksOf } from '@/lib/insights/landmark';
import { applyRule } from '@/lib/insights/rules/apply';
import { computeNorms, type Norms } from '@/lib/insights/rules/norms';
import { sameSettings, type Rule, type SettingValues } from '@/lib/insights/rules/rule';
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import type { Count } from '@/lib/stats/rates';
import type { Rng } from '@/lib/stats/rng';
import type { Effect } from './schema';

type Look = { history: DealHistory; deal: DealAsOf };
export type PastLooks = { earlier: Look[]; later: Look[]; norms: Norms; from: number };

const SHARE_EARLIER = 0.7;
/** Predictions that could be tested, on either side, below which a rate is not compared. */
const LEAST = 20;
/** A setting that gains less on the earlier deals is not worth changing for. */
const LEAST_GAIN = 0.03;
const REPLICATES = 2_000;

/** Each closed deal once, on a random day of its life; norms from the earlier ones only. Null with too few deals. */
export function pastLooks(histories: readonly DealHistory[]): PastLooks | null {
  const closed = histories.filter(({ closedAt, outcome }) => closedAt !== null && outcome !== null).sort((a, b) => a.closedAt! - b.closedAt! || (a.id < b.id ? -1 : 1));
  const border = Math.floor(closed.length * SHARE_EARLIER);
  const first = closed[border];
  if (!first || closed.length - border < LEAST) return null;
  const look = (history: DealHistory): Look[] => {
    const at = landmarksOf(history, 'improver', 1, 1)?.moments[0];
    return at === undefined ? [] : [{ history, deal: asOf(history, at) }];
  };
  return { earlier: closed.slice(0, border).flatMap(look), later: closed.slice(border).flatMap(look), norms: computeNorms(closed.slice(0, border)), from: first.closedAt! };
}

/** Whether the rule's prediction came true, by look; null where it says nothing or nothing can be tested. */
const verdicts = (looks: readonly Look[], rule: Rule, settings: SettingValues, norms: Norms): (boolean | null)[] => looks.map(({ history, deal }) => {
  if (!applyRule(rule, deal, settings, norms)) return null;
  const claim = testableClaim(rule.claim, deal);
  const resolution = resolveClaim(history, claim, deal.at, dueAt(claim, deal), Infinity);
  return resolution === 'right' ? true : resolution === 'wrong' ? false : null;
});

const count = (found: readonly (boolean | null)[]): Count => ({ hits: found.filter((one) => one === true).length, n: found.filter((one) => one !== null).length });
const rate = ({ hits, n }: Count): number => hits / n;

/** Settings within reach: one number changed at a time. */
export function neighbours({ settings: specs }: Rule, present: SettingValues): SettingValues[] {
  return Object.entries(specs).flatMap(([key, { unit, min, max }]) => {
    const value = present[key];
    if (value === undefined) return [];
    const tried = unit === 'percent' || unit === 'percentile' ? [value - 20, value - 10, value + 10, value + 20] : [value / 2, (value * 2) / 3, value + 1, value * 1.5, value * 2, value * 3].map(Math.round);
    return [...new Set(tried)].filter((one) => one !== value && one >= min && one <= max).map((one) => ({ ...present, [key]: one }));
  });
}

export type BetterSetting = { settings: SettingValues; present: Count; candidate: Count; later: Effect };

/** The setting that made the rule's predictions come true most often on the earlier deals, if it also clearly does on the later ones. */
export function betterSetting({ earlier, later, norms }: PastLooks, rule: Rule, present: SettingValues, rng: Rng): BetterSetting | null {
  const before = count(verdicts(earlier, rule, present, norms));
  if (before.n < LEAST) return null;
  const [best] = neighbours(rule, present)
    .filter((settings) => !sameSettings(settings, present))
    .map((settings) => ({ settings, seen: count(verdicts(earlier, rule, settings, norms)) }))
    .filter(({ seen }) => seen.n >= LEAST && rate(seen) - rate(before) >= LEAST_GAIN)
    .sort((a, b) => rate(b.seen) - rate(a.seen) || b.seen.n - a.seen.n);
  if (!best) return null;
  const [now, then] = [verdicts(later, rule, present, norms), verdicts(later, rule, best.settings, norms)];
  const [presentCount, candidate] = [count(now), count(then)];
  if (presentCount.n < LEAST || candidate.n < LEAST) return null;
  const gap = (times: ArrayLike<number>): number => weighted(then, times) - weighted(now, times);
  const [interval] = bootstrapByGroup({ group: later.map((_look, i) => i), groups: later.length, rng, replicates: REPLICATES }, (times) => [gap(times)]);
  if (!interval || interval.low <= 0) return null;
  return { settings: best.settings, present: presentCount, candidate, later: { difference: rate(candidate) - rate(presentCount), ...interval, n: candidate.n } };
}

function weighted(found: readonly (boolean | null)[], times: ArrayLike<number>): number {
  let [hits, n] = [0, 0];
  found.forEach((one, i) => { if (one !== null) { n += times[i] ?? 0; hits += one ? times[i] ?? 0 : 0; } });
  return n === 0 ? 0 : hits / n;
}
