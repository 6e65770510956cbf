/** Numbers as a person would say them. */

/** "3 hours" is nothing a rep plans by: spans are in whole days, the first of them "less than a day". */
export function spanOfDays(days: number): string {
  const whole = Math.floor(days);
  return whole < 1 ? 'less than a day' : whole === 1 ? '1 day' : `${whole} days`;
}

/** "in 12 days", "tomorrow", "today". */
export function inDays(days: number): string {
  const whole = Math.floor(days);
  return whole < 1 ? 'today' : whole === 1 ? 'tomorrow' : `in ${whole} days`;
}

export const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

/** A fraction as whole percent. */
export const percent = (fraction: number): string => `${Math.round(fraction * 100)}%`;

/** A score with three digits behind the point: 0.218. */
export const digits = (value: number): string => value.toFixed(3);

export const count = (n: number): string => n.toLocaleString('en-US');
