/** Mann-Whitney: is a value of one sample more often above one of the other than below. */
import { normalAbove } from '../distributions';
import { sorted } from './kolmogorov-smirnov';

export type RankSum = {
  /** Chance that a current value lies above a reference value, ties half: 0.5 is no shift. */
  share: number;
  /** Two-sided, normal approximation with ties and continuity corrected. */
  pValue: number;
};

export function rankSum(reference: ArrayLike<number>, current: ArrayLike<number>): RankSum {
  const a = sorted(reference), b = sorted(current);
  const [n, m] = [a.length, b.length], all = n + m;
  let i = 0, j = 0, above = 0, tied = 0;
  while (i < n || j < m) {
    const value = i < n && (j >= m || a[i]! <= b[j]!) ? a[i]! : b[j]!;
    const [i0, j0] = [i, j];
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    above += (j - j0) * (i0 + (i - i0) / 2);
    const t = i - i0 + j - j0;
    tied += t ** 3 - t;
  }
  const sd = Math.sqrt(((n * m) / 12) * (all + 1 - (all > 1 ? tied / (all * (all - 1)) : 0)));
  const away = Math.abs(above - (n * m) / 2);
  return { share: above / (n * m), pValue: sd > 0 ? Math.min(1, 2 * normalAbove((away - 0.5) / sd)) : 1 };
}
