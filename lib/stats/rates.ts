/**
 * One rate, and two rates against each other. Counts in, fractions out; intervals are two-sided at `level` (0.95).
 */
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import lnGamma from '@stdlib/math-base-special-gammaln';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** `hits` of `n` units, for example 12 won of 41 closed. */
export type Count = { hits: number; n: number };
export type Interval = { low: number; high: number };
export type RateComparison = {
  /** a - b, in fractions. */
  difference: number;
  low: number;
  high: number;
  /** Two-sided Fisher exact: how often chance alone gives a table no likelier than this one. */
  pValue: number;
};

/** Throws RangeError on what is no count. */
export function checkCount({ hits, n }: Count): void {
  if (!Number.isInteger(hits) || !Number.isInteger(n) || hits < 0 || hits > n) throw new RangeError(`not a count: ${hits} of ${n}`);
}

const zFor = (level: number): number => {
  if (!(level > 0 && level < 1)) throw new RangeError('level must lie between 0 and 1');
  return normalQuantile(0.5 + level / 2, 0, 1);
};

/** Wilson score interval (Wilson 1927). With no units at all nothing is known: 0..1. */
export function wilsonInterval(count: Count, level = 0.95): Interval {
  checkCount(count);
  const { hits, n } = count;
  if (n === 0) return { low: 0, high: 1 };
  const z2 = zFor(level) ** 2;
  const rate = hits / n;
  const centre = rate + z2 / (2 * n);
  const reach = Math.sqrt(z2 * (rate * (1 - rate) / n + z2 / (4 * n * n)));
  const scale = 1 + z2 / n;
  // The ends are exact at 0 and n: rounding must not leave 1e-17 of doubt there.
  return { low: hits === 0 ? 0 : (centre - reach) / scale, high: hits === n ? 1 : (centre + reach) / scale };
}

/** Equal-tailed interval of a Beta(alpha, beta) distribution. */
export function betaInterval(alpha: number, beta: number, level = 0.95): Interval {
  if (!(alpha > 0 && beta > 0)) throw new RangeError('alpha and beta must be positive');
  const tail = (1 - level) / 2;
  return { low: betaQuantile(tail, alpha, beta), high: betaQuantile(1 - tail, alpha, beta) };
}

const lnChoose = (n: number, k: number): number => lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);

/** Two-sided Fisher exact test: the summed probability of the tables no likelier than the observed one, margins fixed. O(smaller margin). */
export function fisherExact(a: Count, b: Count): number {
  checkCount(a);
  checkCount(b);
  const hits = a.hits + b.hits;
  const all = lnChoose(a.n + b.n, hits);
  const lnTable = (k: number): number => lnChoose(a.n, k) + lnChoose(b.n, hits - k) - all;
  // Relative slack as in R's fisher.test: tables equal but for rounding count as equal.
  const observed = lnTable(a.hits) + 1e-7;
  let p = 0;
  for (let k = Math.max(0, hits - b.n); k <= Math.min(a.n, hits); k++) {
    const ln = lnTable(k);
    if (ln <= observed) p += Math.exp(ln);
  }
  return Math.min(1, p);
}

/**
 * Rate of `a` against rate of `b`: difference a - b with Newcombe's hybrid score interval (1998, method 10), which stays
 * inside -1..1 and holds its level at the small counts that rules have. Throws RangeError when a side has no units.
 */
export function compareRates(a: Count, b: Count, level = 0.95): RateComparison {
  return { ...newcombe(a, b, level), pValue: fisherExact(a, b) };
}

/** The difference and its interval by themselves: at once, however large the counts. Throws RangeError when a side has no units. */
export function newcombe(a: Count, b: Count, level = 0.95): Omit<RateComparison, 'pValue'> {
  if (a.n === 0 || b.n === 0) throw new RangeError('both sides need at least one unit');
  const wa = wilsonInterval(a, level);
  const wb = wilsonInterval(b, level);
  const pa = a.hits / a.n;
  const pb = b.hits / b.n;
  return {
    difference: pa - pb,
    low: pa - pb - Math.hypot(pa - wa.low, wb.high - pb),
    high: pa - pb + Math.hypot(wa.high - pa, pb - wb.low),
  };
}
