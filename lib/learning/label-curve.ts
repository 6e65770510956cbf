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
const SPLITS = 8;
/** Labels' worth of the wider group's share that a share is drawn towards. */
const PRIOR = 8;

type Tally = { n: number; good: number };
const drawn = (tally: Tally | undefined, towards: number) => ((tally?.good ?? 0) + PRIOR * towards) / ((tally?.n ?? 0) + PRIOR);

function tallied(rows: readonly Labelled[], keyOf: (row: Labelled) => string): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const key = keyOf(row);
    let tally = tallies.get(key);
    if (!tally) tallies.set(key, (tally = { n: 0, good: 0 }));
    tally.n++;
    if (row.good) tally.good++;
  }
  return tallies;
}

/** The chance that an insight is good, as learnt from `rows`. */
export function learnGoodness(rows: readonly Labelled[]): (insight: Pick<Labelled, 'type' | 'rule'>) => number {
  const overall = drawn({ n: rows.length, good: rows.filter((row) => row.good).length }, 0.5);
  const types = tallied(rows, (row) => row.type);
  const rules = tallied(rows.filter((row) => row.rule !== null), (row) => `${row.type} ${row.rule}`);
  return ({ type, rule }) => {
    const ofType = drawn(types.get(type), overall);
    return rule === null ? ofType : drawn(rules.get(`${type} ${rule}`), ofType);
  };
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
  for (const row of rows) {
    const own = byDeal.get(row.deal);
    if (own) own.push(row);
    else byDeal.set(row.deal, [row]);
  }
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
        let error = errors.get(row.deal);
        if (!error) errors.set(row.deal, (error = { sum: 0, n: 0 }));
        error.sum += (chance(row) - (row.good ? 1 : 0)) ** 2;
        error.n++;
      }
    }
    const brier = clusteredMean(clusterSums([...errors].map(([deal, { sum, n }]) => { const size = byDeal.get(deal)!.length; return { n: size, hits: (sum / n) * size }; })));
    return brier ? [{ labels, score: scoreOf(brier.value), low: scoreOf(brier.high), high: scoreOf(brier.low) }] : [];
  });
  const curve = learningCurve(points.map(({ labels, score, low, high }) => ({ n: labels, score, weight: 1 / Math.max(1e-6, high - low) ** 2 })));
  if (!curve) return { ...told, points, gain: null, why: 'It takes four sizes to see where a curve leads; more labels will give them.' };
  return { ...told, points, gain: { at: curve.then.n, value: curve.gain, low: curve.low, high: curve.high }, why: null };
}
