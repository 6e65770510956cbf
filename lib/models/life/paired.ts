/** Two versions on the same records: what each record cost the one and the other (squared error), paired. Pure. */
import { meanTest } from '@/lib/stats/means';
import type { Comparison } from './schema';

/** Fewer records than this decide nothing. */
export const LEAST_PAIRS = 50;

const SIGNIFICANT = 0.05;
const digits = (value: number): string => Math.abs(value).toFixed(4);
const counted = (n: number): string => `${n.toLocaleString('en-US')} record${n === 1 ? '' : 's'}`;

/** `losses`: of each record the squared error of the first version and of the second. Paired t over records. */
export function comparePaired(versions: readonly [string, string], losses: readonly (readonly [number, number])[], what = 'the same'): Comparison {
  const [first, second] = versions;
  const n = losses.length;
  const test = meanTest(losses.map(([a, b]) => a - b));
  const difference = test ? { value: test.mean, low: test.low, high: test.high } : { value: 0, low: 0, high: 0 };
  const shared = { versions: [first, second] as [string, string], n, difference, pValue: test?.pValue ?? 1 };
  if (!test || n < LEAST_PAIRS) return { ...shared, verdict: 'too_few', sentence: `Too few to tell: ${counted(n)} that both spoke of and whose outcome is known, ${LEAST_PAIRS} are needed.` };
  const figures = `Brier score ${difference.value <= 0 ? 'lower' : 'higher'} by ${digits(difference.value)}, 95% interval ${difference.low.toFixed(4)} to ${difference.high.toFixed(4)}, p ${test.pValue < 0.001 ? 'below 0.001' : test.pValue.toFixed(3)}`;
  if (test.pValue >= SIGNIFICANT || difference.value === 0) return { ...shared, verdict: 'no_difference', sentence: `On ${what} ${counted(n)} ${first} and ${second} cannot be told apart (${figures}).` };
  return difference.value < 0
    ? { ...shared, verdict: 'better', sentence: `On ${what} ${counted(n)} ${first} is closer to the truth than ${second} (${figures}).` }
    : { ...shared, verdict: 'worse', sentence: `On ${what} ${counted(n)} ${first} is further from the truth than ${second} (${figures}).` };
}
