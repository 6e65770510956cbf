/**
 * What labels are worth: from ever more labelled insights we learn which advice turns out good, and try it on insights of other
 * deals. The learner is the simplest that can gain from labels: the share of good insights of each rule, drawn towards that of its
 * type and of all while there are few. Its score is the share of ignorance that is gone: 0 is always saying fifty-fifty (Brier 0.25),
 * 1 is knowing. Pure.
 */
import { clusteredMean, clusterSums } from '@/lib/stats/clustered-rates';
import { learningCurve } from '@/lib/stats/learning-curve';
import { shuffled, type Rng } from '@/lib/stats/rng';
import type { LearningCurve } from './schema';

export type Labelled = { deal: string; type: string; rule: string | null; good: boolean };

export const MIN_LABELS = 60;
export const MIN_DEALS = 20;
const FIRST = 15;
/** Splits that each size is tried on; a quarter of the deals is kept out of each. */
const SPLITS = 12;
/** Labels' worth of the wider group's share that a share is drawn towards. */
const PRIOR = 8;

type Tally = { n: number; good: number };
const add = (tallies: Map<string, Tally>, key: string, good: boolean) => {
  const tally = tallies.get(key) ?? { n: 0, good: 0 };
  tallies.set(key, { n: tally.n + 1, good: tally.good + (good ? 1 : 0) });
};
const drawn = ({ n, good }: Tally = { n: 0, good: 0 }, towards: number) => (good + PRIOR * towards) / (n + PRIOR);

/** The chance that an insight is good, as learnt from `rows`. */
export function learnGoodness(rows: readonly Labelled[]): (insight: Pick<Labelled, 'type' | 'rule'>) => number {
  const [all, types, rules] = [new Map<string, Tally>(), new Map<string, Tally>(), new Map<string, Tally>()];
  for (const { type, rule, good } of rows) {
    add(all, '', good);
    add(types, type, good);
    add(rules, `${type} ${rule}`, good);
  }
  const overall = drawn(all.get(''), 0.5);
  return ({ type, rule }) => drawn(rules.get(`${type} ${rule}`), drawn(types.get(type), overall));
}

/** 15, 30, 60 … and all that there are beside a quarter of the deals. */
function sizesUpTo(most: number): number[] {
  const sizes: number[] = [];
  for (let n = FIRST; n < most * 0.8; n *= 2) sizes.push(n);
  return [...sizes, most];
}

const scoreOf = (brier: number) => 1 - brier / 0.25;

export function labelCurveOf(rows: readonly Labelled[], rng: Rng): LearningCurve {
  const byDeal = new Map<string, Labelled[]>();
  for (const row of rows) byDeal.set(row.deal, [...(byDeal.get(row.deal) ?? []), row]);
  const told = { labels: rows.length, deals: byDeal.size };
  if (rows.length < MIN_LABELS || byDeal.size < MIN_DEALS) {
    return { ...told, points: [], gain: null, why: `It takes ${MIN_LABELS} labelled insights of ${MIN_DEALS} deals; there are ${rows.length} of ${byDeal.size}.` };
  }
  const splits = Array.from({ length: SPLITS }, () => {
    const deals = shuffled(rng, [...byDeal.values()]);
    const kept = Math.ceil(deals.length / 4);
    return { tried: deals.slice(0, kept).flat(), learnt: deals.slice(kept).flat() };
  });
  const sizes = sizesUpTo(Math.min(...splits.map(({ learnt }) => learnt.length)));
  const points = sizes.flatMap((labels) => {
    // A deal's error is its mean over the splits that kept it out: one value a deal, whatever the number of splits.
    const errors = new Map<string, { sum: number; n: number }>();
    for (const { tried, learnt } of splits) {
      const chance = learnGoodness(learnt.slice(0, labels));
      for (const row of tried) {
        const error = errors.get(row.deal) ?? { sum: 0, n: 0 };
        errors.set(row.deal, { sum: error.sum + (chance(row) - (row.good ? 1 : 0)) ** 2, n: error.n + 1 });
      }
    }
    const brier = clusteredMean(clusterSums([...errors].map(([deal, { sum, n }]) => { const size = byDeal.get(deal)!.length; return { n: size, hits: (sum / n) * size }; })));
    return brier ? [{ labels, score: scoreOf(brier.value), low: scoreOf(brier.high), high: scoreOf(brier.low) }] : [];
  });
  const curve = learningCurve(points.map(({ labels, score, low, high }) => ({ n: labels, score, weight: 1 / Math.max(1e-6, high - low) ** 2 })));
  if (!curve) return { ...told, points, gain: null, why: 'It takes four sizes to see where a curve leads; more labels will give them.' };
  return { ...told, points, gain: { at: curve.then.n, value: curve.gain, low: curve.low, high: curve.high }, why: null };
}
