/** Figures of experiments as a person would say them. */
import type { IntervalFigure, MetricResult, VariantResult } from '../results-schema';

export const count = (n: number): string => Math.round(n).toLocaleString('en-US');
export const many = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;

/** Three digits that count, no trailing noughts: 0.0123, 12.3, 1,230. */
export function number(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const places = size >= 100 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
  return value.toLocaleString('en-US', { maximumFractionDigits: places });
}

/** A fraction as percent: 0.123 is 12.3%. */
export const percent = (fraction: number): string => `${(fraction * 100).toLocaleString('en-US', { maximumFractionDigits: Math.abs(fraction) >= 0.1 ? 1 : 2 })}%`;

/** A chance is never quite sure: "98%", "over 99%". */
export const chance = (p: number): string => (p > 0.995 ? 'over 99%' : p < 0.005 ? 'under 1%' : `${Math.round(p * 100)}%`);
export const probability = (p: number): string => (p < 0.001 ? 'p under 0.001' : `p ${p.toFixed(3)}`);

const signed = (text: string, value: number): string => (value > 0 && !/^0(\.0*)?$/.test(text) ? `+${text}` : text);

/** Digits behind the point that tell the ends of an interval apart. */
function fitted({ value, low, high }: IntervalFigure, times: number): [string, string, string] {
  const width = (high - low) * times;
  const places = width >= 1 ? 1 : width >= 0.1 ? 2 : 3;
  const say = (x: number): string => (x * times).toFixed(places).replace(/^-(0(\.0+)?)$/, '$1');
  return [signed(say(value), value), say(low), say(high)];
}

/** "+2.1 points (0.6 to 3.6)" of a rate; "+12.3% (2.0% to 22.6%)" of anything else, or the bare difference where it has no size relative to the control. */
export function change({ kind }: Pick<MetricResult, 'kind'>, { difference, relative }: Pick<VariantResult, 'difference' | 'relative'>): string {
  if (!difference) return 'no difference that can be measured yet';
  if (kind === 'binomial') {
    const [value, low, high] = fitted(difference, 100);
    return `${value} points (${low} to ${high})`;
  }
  if (relative) {
    const [value, low, high] = fitted(relative, 100);
    return `${value}% (${low}% to ${high}%)`;
  }
  return `${signed(number(difference.value), difference.value)} (${number(difference.low)} to ${number(difference.high)})`;
}

/** "A", "A and B", "A, B and C". */
export const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);
