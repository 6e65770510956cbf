/** Do people who rate the same things say the same? */
import { quantileSorted } from './quantile';
import { wilsonInterval } from './rates';
import { randomInt, type Rng } from './rng';

export type Agreement = {
  /** 1: always the same; 0: as if by chance; below: systematically different. */
  alpha: number;
  low: number;
  high: number;
  /** Items that at least two people rated. */
  items: number;
  /** People with at least one rating of such an item. */
  raters: number;
};

const REPLICATES = 1_000;

/** One item, as the coincidence matrix takes it: how often each value was given, and the pairs that differ over raters - 1. */
type Rated = { values: readonly (readonly [value: number, times: number])[]; size: number; differing: number };

/**
 * Krippendorff's alpha for nominal values (Content Analysis, ch. 12): 1 - observed / expected disagreement. `ratings[item][rater]`, null where
 * somebody did not rate; items with fewer than two ratings say nothing of agreement. Null under two such items, and when everybody always said one and the
 * same value (then nothing could have disagreed).
 *
 * The interval is the percentile bootstrap over items (1,000 draws), stretched to hold the estimate. When nobody ever disagreed every draw says 1; the lower
 * end is then what a share of differing items at Wilson's upper bound of "0 of so many" would give.
 */
export function agreement(ratings: readonly (readonly (string | null)[])[], rng: Rng, level = 0.95): Agreement | null {
  const codes = new Map<string, number>();
  const people = new Set<number>();
  const items: Rated[] = [];
  for (const item of ratings) {
    const given = item.flatMap((value, rater) => (value === null ? [] : [{ value, rater }]));
    if (given.length < 2) continue;
    const times = new Map<number, number>();
    for (const { value, rater } of given) {
      people.add(rater);
      if (!codes.has(value)) codes.set(value, codes.size);
      const code = codes.get(value) as number;
      times.set(code, (times.get(code) ?? 0) + 1);
    }
    let differing = 0;
    for (const n of times.values()) differing += n * (given.length - n);
    items.push({ values: [...times], size: given.length, differing: differing / (given.length - 1) });
  }
  if (items.length < 2 || codes.size < 2) return null;
  const totals = new Float64Array(codes.size);
  const alphaOf = (pick: (i: number) => Rated): number | null => {
    totals.fill(0);
    let n = 0, observed = 0, expected = 0;
    for (let i = 0; i < items.length; i++) {
      const { values, size, differing } = pick(i);
      n += size;
      observed += differing;
      for (const [code, times] of values) totals[code]! += times;
    }
    for (const total of totals) expected += total * (n - total);
    return expected === 0 ? null : 1 - ((n - 1) * observed) / expected;
  };
  const alpha = alphaOf((i) => items[i] as Rated) as number;
  const range = items.some((item) => item.differing > 0) ? resampled() : { low: withSomeDisagreement(), high: 1 };
  return { alpha, low: Math.min(alpha, range.low), high: Math.max(alpha, range.high), items: items.length, raters: people.size };

  function resampled(): { low: number; high: number } {
    const draws: number[] = [];
    for (let r = 0; r < REPLICATES; r++) {
      const drawn = alphaOf(() => items[randomInt(rng, items.length)] as Rated);
      // A draw in which only one value occurs has no alpha.
      if (drawn !== null) draws.push(drawn);
    }
    draws.sort((x, y) => x - y);
    return { low: quantileSorted(draws, (1 - level) / 2), high: quantileSorted(draws, (1 + level) / 2) };
  }

  function withSomeDisagreement(): number {
    const n = totals.reduce((sum, total) => sum + total, 0);
    let same = 0;
    for (const total of totals) same += total * (total - 1);
    return 1 - wilsonInterval({ hits: 0, n: items.length }, level).high / (1 - same / (n * (n - 1)));
  }
}
