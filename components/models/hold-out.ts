/** Two versions on the same held-out records. Pure. */
import type { Comparison, VersionComparison } from '@/lib/models/life/schema';

/** The comparison on the same hold-out that was made when one of them was trained, said from the first one's side; null when they never met on one. */
export function onHoldOut({ a, b }: Pick<VersionComparison, 'a' | 'b'>): Comparison | null {
  const met = [a, b].map(({ comparison }) => comparison).find((one) => one !== null && one.versions.includes(a.version) && one.versions.includes(b.version) && a.version !== b.version);
  if (!met || met.versions[0] === a.version) return met ?? null;
  const { difference: { value, low, high }, verdict } = met;
  return { ...met, versions: [a.version, b.version], difference: { value: -value, low: -high, high: -low }, verdict: verdict === 'better' ? 'worse' : verdict === 'worse' ? 'better' : verdict };
}
