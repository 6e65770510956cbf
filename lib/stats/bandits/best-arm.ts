/** Which of several arms is the best, by their posteriors: exact, by quadrature, so that nobody's weight depends on a draw. */
import { betaCurve, commonNodes, normalCurve, type PosteriorCurve } from '../posterior-curve';
import { checkCount, type Count } from '../rates';
import { UNIFORM, type BetaPrior } from '../bayesian-beta';

export type Ranking = {
  /** P(arm i is the best), and P(it is the second best); each sums to one. With a single arm there is no second. */
  first: number[];
  second: number[];
};

/**
 * P(i first) = int fi prod_j Fj; P(i second) = int fi sum_j (1 - Fj) prod_{l not i, j} Fl. Products over "all but i" come from the left and from
 * the right, so the work grows with arms, not with their square. `inverse`: the lowest is the best.
 */
export function rankArms(curves: readonly PosteriorCurve[], { inverse = false }: { inverse?: boolean } = {}): Ranking {
  const k = curves.length;
  const first = new Array<number>(k).fill(0), second = new Array<number>(k).fill(0);
  if (k === 0) return { first, second };
  if (k === 1) return { first: [1], second: [0] };
  const { at, weight } = commonNodes(curves);
  const density = new Float64Array(k);
  // Of the arms before (and after) i: the chance that none, and that exactly one, is better than t.
  const none = new Float64Array(k + 1), one = new Float64Array(k + 1);
  const worse = new Float64Array(k), better = new Float64Array(k);
  for (let node = 0; node < at.length; node++) {
    const t = at[node]!;
    for (let i = 0; i < k; i++) {
      const curve = curves[i]!;
      density[i] = curve.density(t);
      worse[i] = inverse ? curve.above(t) : curve.below(t);
      better[i] = 1 - worse[i]!;
    }
    none[0] = 1; one[0] = 0;
    for (let i = 0; i < k; i++) { none[i + 1] = none[i]! * worse[i]!; one[i + 1] = one[i]! * worse[i]! + none[i]! * better[i]!; }
    let noneAfter = 1, oneAfter = 0;
    for (let i = k - 1; i >= 0; i--) {
      const mass = weight[node]! * density[i]!;
      first[i]! += mass * none[i]! * noneAfter;
      second[i]! += mass * (none[i]! * oneAfter + one[i]! * noneAfter);
      oneAfter = oneAfter * worse[i]! + noneAfter * better[i]!;
      noneAfter *= worse[i]!;
    }
  }
  return { first: shares(first), second: shares(second) };
}

/** They add up to one but for rounding. */
function shares(values: number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** Rates with Beta posteriors. */
export function rankRates(arms: readonly Count[], { prior = UNIFORM, inverse = false }: { prior?: BetaPrior; inverse?: boolean } = {}): Ranking {
  arms.forEach(checkCount);
  return rankArms(arms.map(({ hits, n }) => betaCurve(prior.alpha + hits, prior.beta + n - hits)), { inverse });
}

/** Means (or rates, approximately) with normal posteriors: N(mean, variance / n) under a flat prior. Every arm needs units and spread. */
export function rankMeans(arms: readonly { n: number; mean: number; variance: number }[], { inverse = false }: { inverse?: boolean } = {}): Ranking {
  return rankArms(arms.map(({ n, mean, variance }) => normalCurve(mean, Math.sqrt(variance / n))), { inverse });
}
