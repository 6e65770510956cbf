/** Turning scores into probabilities that can be taken at their word: Platt's sigmoid (few rows) and isotonic (many). */
import { fitLogistic, sigmoid } from './logistic-regression';

/** probability = sigmoid(slope * score + intercept). */
export type PlattCalibration = {
  kind: 'platt';
  slope: number;
  intercept: number;
  /** Covariance of [intercept, slope], row-major. */
  covariance: [number, number, number, number];
};

export const applyPlatt = (calibration: Pick<PlattCalibration, 'slope' | 'intercept'>, score: number): number =>
  sigmoid(calibration.slope * score + calibration.intercept);

/**
 * Platt scaling (Platt 1999; targets (N+ + 1)/(N+ + 2) and 1/(N- + 2), so that it never says 0 or 1). No penalty.
 * `smooth: false` fits the plain 0/1 targets. Throws RangeError unless both outcomes are there.
 */
export function fitPlatt(
  scores: ArrayLike<number>, labels: ArrayLike<number>,
  { weights, groups, smooth = true }: { weights?: ArrayLike<number>; groups?: ArrayLike<number>; smooth?: boolean } = {},
): PlattCalibration {
  let positives = 0, negatives = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === 1) positives++; else negatives++;
  if (positives === 0 || negatives === 0) throw new RangeError('calibration needs both outcomes');
  const high = smooth ? (positives + 1) / (positives + 2) : 1;
  const low = smooth ? 1 / (negatives + 2) : 0;
  const fit = fitLogistic({
    x: { rows: scores.length, columns: 1, values: Float64Array.from(scores) },
    y: Float64Array.from(labels, (y) => (y === 1 ? high : low)), weights, groups, l2: 0,
  });
  const [v00 = 0, v01 = 0, v10 = 0, v11 = 0] = fit.covariance;
  return { kind: 'platt', slope: fit.coefficients[0]!, intercept: fit.intercept, covariance: [v00, v01, v10, v11] };
}

/** A non-decreasing, piecewise linear map: `y[i]` at `x[i]`, straight between, flat outside. `x` strictly ascending. */
export type IsotonicCalibration = { kind: 'isotonic'; x: number[]; y: number[] };

/** Pool adjacent violators (Ayer et al. 1955), O(n log n). Equal scores are averaged first. Throws RangeError without rows. */
export function fitIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>, weights?: ArrayLike<number>): IsotonicCalibration {
  if (scores.length === 0 || scores.length !== labels.length) throw new RangeError('one label per score, at least one');
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => scores[i]! - scores[j]!);
  // A block spans the scores from..to that share one fitted value.
  type Block = { from: number; to: number; mean: number; weight: number };
  const merge = (a: Block, b: Block): Block => ({
    from: a.from, to: b.to, weight: a.weight + b.weight, mean: (a.mean * a.weight + b.mean * b.weight) / (a.weight + b.weight),
  });
  const distinct: Block[] = [];
  for (const i of order) {
    const row: Block = { from: scores[i]!, to: scores[i]!, mean: labels[i]!, weight: weights ? weights[i]! : 1 };
    if (row.weight <= 0) continue;
    const last = distinct.at(-1);
    if (last && last.to === row.from) distinct[distinct.length - 1] = merge(last, row);
    else distinct.push(row);
  }
  const blocks: Block[] = [];
  for (let block of distinct) {
    for (let last = blocks.at(-1); last && last.mean >= block.mean; last = blocks.at(-1)) {
      blocks.pop();
      block = merge(last, block);
    }
    blocks.push(block);
  }
  // The ends of a block suffice: between them the map is flat.
  const knots = blocks.flatMap((b) => (b.from === b.to ? [[b.from, b.mean]] : [[b.from, b.mean], [b.to, b.mean]]));
  return { kind: 'isotonic', x: knots.map((k) => k[0]!), y: knots.map((k) => k[1]!) };
}

export function applyIsotonic({ x, y }: IsotonicCalibration, score: number): number {
  let low = 0, high = x.length - 1;
  if (score <= x[0]!) return y[0]!;
  if (score >= x[high]!) return y[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= score) low = middle; else high = middle;
  }
  return y[low]! + ((score - x[low]!) / (x[high]! - x[low]!)) * (y[high]! - y[low]!);
}
