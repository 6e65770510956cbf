/** Many comparisons at once: how many of those that look like something are nothing. */

/**
 * Benjamini-Hochberg adjusted p-values (1995), in input order: calling those at or below q a finding keeps the expected share
 * of false ones among them at q. Running minimum from the largest of p m / rank, capped at 1.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const m = pValues.length;
  const adjusted = new Array<number>(m);
  const byFalling = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  let least = 1;
  byFalling.forEach(({ p, index }, i) => {
    least = Math.min(least, (p * m) / (m - i));
    adjusted[index] = least;
  });
  return adjusted;
}
