/** Two versions judged on the same units: the same deals, replayed with one prompt (A) and with another (B). */
import lnGamma from '@stdlib/math-base-special-gammaln';
import { wilsonInterval } from './rates';

/** Units on which both hit, only A, only B, neither. */
export type PairedCounts = { both: number; onlyA: number; onlyB: number; neither: number };
export type PairedComparison = {
  /** Rate of A - rate of B, in fractions. */
  difference: number;
  low: number;
  high: number;
  /** Exact two-sided McNemar test. */
  pValue: number;
  n: number;
};

/** Correlation of the two hits, drawn towards nought by Newcombe's continuity correction when it is positive; nought where a margin is empty. */
function correlation({ both, onlyA, onlyB, neither }: PairedCounts, n: number): number {
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
  if (margins === 0) return 0;
  const product = both * neither - onlyA * onlyB;
  return (product > 0 ? Math.max(product - n / 2, 0) : product) / Math.sqrt(margins);
}

/** Exact McNemar (1947): of the units on which they differ, each side is as likely to be the better; twice the smaller binomial tail, at most 1. */
export function mcnemarExact(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyA, onlyB); k++) tail += Math.exp(lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1) - n * Math.LN2);
  return Math.min(1, 2 * tail);
}

/**
 * Difference of two paired rates with Newcombe's score interval (1998, "paired data", method 10): Wilson's intervals of both rates, squared and added
 * with the correlation of the pairs. Throws RangeError when a count is none or there are no units.
 */
export function comparePairedRates(counts: PairedCounts, level = 0.95): PairedComparison {
  const { both, onlyA, onlyB, neither } = counts;
  for (const count of [both, onlyA, onlyB, neither]) if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a count: ${count}`);
  const n = both + onlyA + onlyB + neither;
  if (n === 0) throw new RangeError('a paired comparison needs at least one unit');
  const a = (both + onlyA) / n, b = (both + onlyB) / n;
  const wa = wilsonInterval({ hits: both + onlyA, n }, level), wb = wilsonInterval({ hits: both + onlyB, n }, level);
  const phi = correlation(counts, n);
  const reach = (u: number, v: number): number => Math.sqrt(Math.max(0, u * u - 2 * phi * u * v + v * v));
  const difference = (onlyA - onlyB) / n;
  return { difference, low: difference - reach(a - wa.low, wb.high - b), high: difference + reach(wa.high - a, b - wb.low), pValue: mcnemarExact(onlyA, onlyB), n };
}
