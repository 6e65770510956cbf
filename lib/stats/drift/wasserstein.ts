import { sorted } from './kolmogorov-smirnov';

/** Wasserstein-1 distance: how far values have to move on average, in their own unit, for one sample to become the other (area between the distributions). */
export function wasserstein(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const a = sorted(reference), b = sorted(current);
  let i = 0, j = 0, area = 0, before = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const value = i < a.length && (j >= b.length || a[i]! <= b[j]!) ? a[i]! : b[j]!;
    area += Math.abs(i / a.length - j / b.length) * (value - before);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    before = value;
  }
  return area;
}
