/** Which features have other values lately than on the baseline: one look a feature, or two where values are missing; all looks share their part of alpha. */
import { categoryMove } from './category-move';
import { hasMoved, reach, type Move } from './move';
import { numericMove } from './numeric-move';
import type { DriftOptions } from './options';
import type { FeatureMove } from './schema';
import { kindWords, missingWords, numericWords } from './words';

/** What the features of a model were on the rows it was measured on, and are lately. NaN, infinite, null and empty text are missing. */
export type FeatureSamples =
  | { name: string; kind: 'numeric'; baseline: ArrayLike<number | null>; recent: ArrayLike<number | null> }
  | { name: string; kind: 'category'; baseline: ArrayLike<string | null>; recent: ArrayLike<string | null> };

/** Half of alpha is the predictions' (see performance.ts). */
const SHARE = 0.5;

/** Those that moved first, then by how far, in thresholds. */
export function featureMoves(features: readonly FeatureSamples[], options: Required<DriftOptions>): FeatureMove[] {
  const { minSamples } = options;
  const looked = features.filter(({ baseline, recent }) => Math.min(baseline.length, recent.length) >= minSamples).length;
  return features.map((feature) => lookAt(feature, looked, options))
    .sort((a, b) => Number(b.move.moved) - Number(a.move.moved) || b.reach - a.reach || (a.move.feature < b.move.feature ? -1 : 1))
    .map(({ move }) => move);
}

type Look = { move: FeatureMove; reach: number };
type Found = { move: Move | null; words: () => string };

function lookAt(feature: FeatureSamples, looked: number, options: Required<DriftOptions>): Look {
  const n = { baseline: feature.baseline.length, recent: feature.recent.length };
  const { present, missing, look } = feature.kind === 'numeric' ? numeric(feature) : category(feature);
  const unknown = (words: string): Look => ({
    move: { feature: feature.name, method: feature.kind === 'numeric' ? 'ks' : 'chi_square', statistic: null, threshold: null, p_value: null, n, missing, moved: false, words }, reach: -1,
  });
  if (Math.min(n.baseline, n.recent) < options.minSamples) return unknown(`Too few rows to compare: ${n.recent} lately, ${n.baseline} before.`);
  // A numeric feature with gaps is looked at twice: which values there are, and how many are missing.
  const gaps = feature.kind === 'numeric' && missing.baseline + missing.recent > 0;
  const looks = (looked / SHARE) * (gaps && present ? 2 : 1);
  const share = options.alpha / looks;
  const found = [
    ...(present ? [look(share, options.leastMove)] : []),
    ...(gaps ? [{ move: categoryMove([n.baseline - missing.baseline, missing.baseline], [n.recent - missing.recent, missing.recent], share, options.leastMove), words: () => missingWords(missing, n) }] : []),
  ].filter((one): one is Found & { move: Move } => one.move !== null).sort((a, b) => Number(hasMoved(b.move)) - Number(hasMoved(a.move)) || reach(b.move) - reach(a.move))[0];
  if (!found) return unknown(present ? 'Hardly a value occurs twice: there are no shares to compare.' : 'No values to compare.');
  const { method, statistic, threshold, chance } = found.move;
  const moved = hasMoved(found.move), p = Math.min(1, chance * looks);
  const words = moved ? found.words() : p < options.alpha ? `A difference too small to matter. ${found.words()}` : 'About as before.';
  return { move: { feature: feature.name, method, statistic, threshold, p_value: p, n, missing, moved, words }, reach: reach(found.move) };
}

type Side = { missing: { baseline: number; recent: number }; /** Whether both sides have values. */ present: boolean; look: (alpha: number, leastMove: number) => Found };

function numeric({ baseline, recent }: FeatureSamples & { kind: 'numeric' }): Side {
  const [a, b] = [finite(baseline), finite(recent)];
  return {
    missing: { baseline: baseline.length - a.length, recent: recent.length - b.length }, present: a.length > 0 && b.length > 0,
    look: (alpha, leastMove) => ({ move: numericMove(a, b, alpha, leastMove), words: () => numericWords(a, b) }),
  };
}

function finite(values: ArrayLike<number | null>): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === 'number' && Number.isFinite(value)) kept[n++] = value;
  }
  return kept.subarray(0, n);
}

function category({ baseline, recent }: FeatureSamples & { kind: 'category' }): Side {
  const counts = new Map<string | null, [number, number]>();
  const add = (values: ArrayLike<string | null>, side: 0 | 1): void => {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] || null, count = counts.get(value);
      if (count) count[side]++; else counts.set(value, side === 0 ? [1, 0] : [0, 1]);
    }
  };
  add(baseline, 0);
  add(recent, 1);
  const [inBaseline, inRecent] = counts.get(null) ?? [0, 0];
  const pairs = [...counts.values()];
  return {
    // Missing is a kind like any other.
    missing: { baseline: inBaseline, recent: inRecent }, present: true,
    look: (alpha, leastMove) => ({ move: categoryMove(pairs.map(([a]) => a), pairs.map(([, b]) => b), alpha, leastMove), words: () => kindWords(counts) }),
  };
}
