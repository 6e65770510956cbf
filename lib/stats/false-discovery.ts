/**
 * Many comparisons at once: how many of those that look like something are nothing. All take p-values and give adjusted ones in input order:
 * call those at or below alpha findings. Bonferroni and Holm keep the chance of even one false finding; Benjamini's keep their share among the findings.
 */

const capped = (p: number): number => Math.min(1, p);

/** Step-down or step-up over p-values from the largest to the smallest, keeping order among the adjusted ones. */
function byFalling(pValues: readonly number[], factor: (rank: number) => number): number[] {
  const adjusted = new Array<number>(pValues.length);
  let least = 1;
  pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p).forEach(({ p, index }, i) => {
    least = Math.min(least, p * factor(pValues.length - i));
    adjusted[index] = least;
  });
  return adjusted;
}

/**
 * Benjamini-Hochberg adjusted p-values (1995): calling those at or below q a finding keeps the expected share of false ones among them
 * at q. Running minimum from the largest of p m / rank, capped at 1.
 */
export const benjaminiHochberg = (pValues: readonly number[]): number[] => byFalling(pValues, (rank) => pValues.length / rank);

/** Benjamini-Yekutieli (2001): the same under any dependence, times 1 + 1/2 + ... + 1/m. */
export function benjaminiYekutieli(pValues: readonly number[]): number[] {
  const harmonic = pValues.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return byFalling(pValues, (rank) => (harmonic * pValues.length) / rank);
}

export const bonferroni = (pValues: readonly number[]): number[] => pValues.map((p) => capped(p * pValues.length));

/** Holm (1979): running maximum from the smallest of (m - rank + 1) p, capped at 1. Never less powerful than Bonferroni. */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let most = 0;
  pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p).forEach(({ p, index }, i) => {
    most = Math.max(most, capped((pValues.length - i) * p));
    adjusted[index] = most;
  });
  return adjusted;
}
