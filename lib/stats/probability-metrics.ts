/**
 * How good probabilities are, given what happened. `labels` are 0/1, `probabilities` in 0..1, same length, not empty;
 * `weights` (default one each) are non-negative. Every function throws RangeError on lengths that differ or no rows.
 */

type Numbers = ArrayLike<number>;

function eachRow(labels: Numbers, probabilities: Numbers, weights: Numbers | undefined, visit: (y: number, p: number, w: number) => void): void {
  if (labels.length === 0 || labels.length !== probabilities.length || (weights && weights.length !== labels.length)) {
    throw new RangeError('labels, probabilities and weights must be of one length, not empty');
  }
  for (let i = 0; i < labels.length; i++) visit(labels[i] as number, probabilities[i] as number, weights ? (weights[i] as number) : 1);
}

/** Mean squared error of the probability (Brier 1950): 0 is perfect, 0.25 is what always saying 50% gets. */
export function brier(labels: Numbers, probabilities: Numbers, weights?: Numbers): number {
  let sum = 0, total = 0;
  eachRow(labels, probabilities, weights, (y, p, w) => { sum += w * (p - y) ** 2; total += w; });
  return sum / total;
}

/** Mean negative log likelihood, natural logarithm; probabilities are kept `clip` away from 0 and 1. */
export function logLoss(labels: Numbers, probabilities: Numbers, weights?: Numbers, clip = 1e-15): number {
  let sum = 0, total = 0;
  eachRow(labels, probabilities, weights, (y, p, w) => {
    const q = Math.min(1 - clip, Math.max(clip, p));
    sum -= w * (y === 1 ? Math.log(q) : Math.log1p(-q));
    total += w;
  });
  return sum / total;
}

/** Row numbers by ascending score: sort once, then re-weigh as often as a bootstrap likes. */
export const ascendingOrder = (scores: Numbers): Uint32Array =>
  Uint32Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => (scores[i] as number) - (scores[j] as number));

/** Chance that a random positive scores above a random negative, ties counting half. 0.5 when only one class is there. */
export function auc(labels: Numbers, scores: Numbers, weights?: Numbers, order: Uint32Array = ascendingOrder(scores)): number {
  let below = 0, positives = 0, wins = 0;
  for (let i = 0; i < order.length;) {
    const score = scores[order[i] as number];
    let tiedPositive = 0, tiedNegative = 0;
    for (; i < order.length && scores[order[i] as number] === score; i++) {
      const row = order[i] as number;
      const w = weights ? (weights[row] as number) : 1;
      if (labels[row] === 1) tiedPositive += w; else tiedNegative += w;
    }
    wins += tiedPositive * (below + tiedNegative / 2);
    below += tiedNegative;
    positives += tiedPositive;
  }
  return positives > 0 && below > 0 ? wins / (positives * below) : 0.5;
}

/**
 * Mean precision at each recalled positive (step sum, no interpolation): rows of one score count together. What to look at when positives are
 * rare. NaN without positives: there is nothing to recall.
 */
export function averagePrecision(labels: Numbers, scores: Numbers, weights?: Numbers, order: Uint32Array = ascendingOrder(scores)): number {
  let found = 0, seen = 0, sum = 0;
  for (let i = order.length - 1; i >= 0;) {
    const score = scores[order[i] as number];
    let positives = 0;
    for (; i >= 0 && scores[order[i] as number] === score; i--) {
      const row = order[i] as number;
      const w = weights ? (weights[row] as number) : 1;
      seen += w;
      if (labels[row] === 1) positives += w;
    }
    found += positives;
    if (positives > 0) sum += positives * (found / seen);
  }
  return found > 0 ? sum / found : NaN;
}

/** One bar of a reliability chart: what was said, what happened, in how many rows (weight). */
export type ReliabilityBin = { from: number; to: number; weight: number; meanProbability: number; rate: number };

/** Bins [k/10, (k+1)/10), the last one closed; empty bins are left out. */
export function reliability(labels: Numbers, probabilities: Numbers, weights?: Numbers, bins = 10): ReliabilityBin[] {
  const mass = new Float64Array(bins), said = new Float64Array(bins), happened = new Float64Array(bins);
  eachRow(labels, probabilities, weights, (y, p, w) => {
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    mass[bin]! += w; said[bin]! += w * p; happened[bin]! += w * y;
  });
  return Array.from(mass, (weight, k) => ({ from: k / bins, to: (k + 1) / bins, weight, meanProbability: said[k]! / weight, rate: happened[k]! / weight }))
    .filter((bin) => bin.weight > 0);
}

/** Expected calibration error: the weighted mean gap between what was said and what happened, over 10 bins. */
export function expectedCalibrationError(labels: Numbers, probabilities: Numbers, weights?: Numbers, bins = 10): number {
  const filled = reliability(labels, probabilities, weights, bins);
  const total = filled.reduce((sum, bin) => sum + bin.weight, 0);
  return filled.reduce((sum, bin) => sum + bin.weight * Math.abs(bin.rate - bin.meanProbability), 0) / total;
}

/** The largest gap of any bin; small bins have large ones by chance. */
export const maxCalibrationError = (labels: Numbers, probabilities: Numbers, weights?: Numbers, bins = 10): number =>
  Math.max(...reliability(labels, probabilities, weights, bins).map((bin) => Math.abs(bin.rate - bin.meanProbability)));
