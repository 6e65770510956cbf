/** Are two lists of counts over the same kinds split alike: chi-square of homogeneity on the 2 x k table. */
import { chiSquareAbove } from '../distributions';
import { notAvailable, type Maybe } from '../not-available';

export type Homogeneity = {
  statistic: number;
  degreesOfFreedom: number;
  pValue: number;
  /** sqrt(chi-square / N): 0 alike, 1 nothing in common. */
  cramersV: number;
  /** With Yates' continuity correction; for two kinds only. */
  yates: { statistic: number; pValue: number } | null;
};

/** Kinds that neither side has are left out. Throws RangeError on lists of different length. */
export function homogeneity(reference: readonly number[], current: readonly number[]): Maybe<Homogeneity> {
  if (reference.length !== current.length) throw new RangeError('one count for each kind on both sides');
  const columns = reference.map((count, i) => [count, current[i]!] as const).filter(([a, b]) => a + b > 0);
  const [n, m] = [0, 1].map((side) => columns.reduce((sum, column) => sum + column[side as 0 | 1], 0)) as [number, number];
  if (n === 0 || m === 0) return notAvailable('no_units');
  if (columns.length < 2) return notAvailable('no_categories');
  const sum = (correction: number): number => columns.reduce((total, [a, b]) => {
    const [ea, eb] = [((a + b) * n) / (n + m), ((a + b) * m) / (n + m)];
    const away = Math.abs(a - ea) - Math.min(correction, Math.abs(a - ea));
    return total + away * away * (1 / ea + 1 / eb);
  }, 0);
  const statistic = sum(0), degreesOfFreedom = columns.length - 1;
  const corrected = sum(0.5);
  return {
    available: true, statistic, degreesOfFreedom, pValue: chiSquareAbove(statistic, degreesOfFreedom), cramersV: Math.sqrt(statistic / (n + m)),
    yates: columns.length === 2 ? { statistic: corrected, pValue: chiSquareAbove(corrected, 1) } : null,
  };
}
