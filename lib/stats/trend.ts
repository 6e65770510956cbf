/** Does a rate rise or fall over time? Periods in order, equally spaced, each a count; for example insights that proved right of those resolved, by month. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { checkCount, type Count } from './rates';

export type Trend = {
  /** Change of the rate from one period to the next, in fractions. */
  slope: number;
  low: number;
  high: number;
  /** Two-sided Cochran-Armitage test of no trend. */
  pValue: number;
};

const MIN_PERIODS = 3;

/**
 * Least squares of the rate on the number of the period, weighted with the periods' n (the weights of a common binomial variance), and the
 * Cochran-Armitage test (Armitage 1955), which is the same slope over its standard error when there is no trend:
 * z = slope sqrt(sum n (t - mean t)^2) / sqrt(p (1 - p)). The interval takes each period's own binomial variance p (1 - p) / n, with one
 * hit and one miss added to each rate, so that a period of 3 out of 3 does not count as certain.
 *
 * A period without units keeps its place in time and says nothing. Null under three periods with units: two points are no trend.
 */
export function trendOfRates(periods: readonly Count[], level = 0.95): Trend | null {
  periods.forEach(checkCount);
  if (periods.filter(({ n }) => n > 0).length < MIN_PERIODS) return null;
  let units = 0, hits = 0, times = 0;
  periods.forEach((period, t) => { units += period.n; hits += period.hits; times += period.n * t; });
  const rate = hits / units;
  const middle = times / units;
  let spread = 0, slope = 0, variance = 0;
  periods.forEach(({ hits: h, n }, t) => {
    const away = t - middle;
    const smoothed = (h + 1) / (n + 2);
    spread += n * away * away;
    slope += away * (h - n * rate);
    variance += away * away * n * smoothed * (1 - smoothed);
  });
  slope /= spread;
  const reach = normalQuantile(0.5 + level / 2, 0, 1) * Math.sqrt(variance) / spread;
  const chance = Math.sqrt((rate * (1 - rate)) / spread);
  return { slope, low: slope - reach, high: slope + reach, pValue: chance === 0 ? 1 : 2 * normalCdf(-Math.abs(slope) / chance, 0, 1) };
}
