import { describe, expect, it } from 'vitest';
import { defaultHabits } from '@/components/ui/format';
import { asExpected, intervalWords, measuredWords, signedPoints } from './plan-words';

const metric = (before: [number, number], since: [number, number], difference: number | null) =>
  ({ metric: 'accuracy' as const, before: { hits: before[0], n: before[1] }, since: { hits: since[0], n: since[1] }, difference, low: difference, high: difference });

describe('words of effects', () => {
  it('signs points, and zero has no sign', () => {
    expect([0.054, -0.05, 0.0001, 0].map((share) => signedPoints(share, defaultHabits))).toEqual(['+5.4', '−5', '0', '0']);
    expect(intervalWords({ low: -0.02, high: 0.08 }, defaultHabits)).toBe('−2 to +8 points');
  });

  it('say how much is missing until there is a difference', () => {
    const words = (one: ReturnType<typeof metric>) => measuredWords(one, { needed: 20 }, defaultHabits);
    expect(words(metric([20, 40], [8, 10], null))).toBe('too early: 10 of 20 resolved insights');
    expect(words(metric([2, 4], [18, 30], null))).toBe('too few before to compare with: 4 of 20 resolved insights');
    expect(words(metric([20, 40], [32, 40], 0.3))).toBe('32 of 40 resolved insights since, 20 of 40 before');
  });

  it('say whether it came as expected only where both are there', () => {
    const expected = { metric: 'accuracy' as const, difference: 0.1, low: 0, high: 0.2, n: 10, basis: 'b' };
    expect([asExpected(expected, [metric([1, 2], [1, 2], 0.2)]), asExpected(expected, [metric([1, 2], [1, 2], 0.3)]), asExpected(expected, [metric([1, 2], [1, 2], null)]), asExpected(null, [metric([1, 2], [1, 2], 0.2)])])
      .toEqual([true, false, null, null]);
  });
});
