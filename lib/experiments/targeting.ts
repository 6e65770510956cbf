/** Whom an experiment is for: conditions on a unit's attributes. Pure, browser-safe. */
import type { Attributes, Condition } from './schema';

/** Conditions made ready, once for many units. */
export type Targeting = readonly Prepared[];
type Prepared = { attribute: string; op: Condition['op']; values: readonly string[]; bound: number };

/**
 * The values of a condition are alternatives: `is` holds where the attribute is one of them, `is_not` where it is none, `at_least` where it reaches
 * the smallest of them, `at_most` where it stays within the largest. A bound that is no number is reached by nobody.
 */
export const prepared = (conditions: readonly Condition[]): Targeting => conditions.map(({ attribute, op, values }) => {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const bound = numbers.length === 0 ? NaN : op === 'at_most' ? Math.max(...numbers) : Math.min(...numbers);
  return { attribute, op, values: values.map((value) => String(value).toLowerCase()), bound };
});

/**
 * Whether all conditions hold. Texts are compared without regard to case, and a number or a yes-or-no is the same as its text: 12 is "12", true is
 * "True". Bounds are for numbers only. An attribute that is absent (or null) meets `is_not` and nothing else.
 */
export function targeted(conditions: Targeting, attributes: Attributes): boolean {
  for (let i = 0; i < conditions.length; i++) if (!holds(conditions[i]!, attributes[conditions[i]!.attribute])) return false;
  return true;
}

function holds({ op, values, bound }: Prepared, value: Attributes[string] | undefined): boolean {
  if (op === 'at_least') return typeof value === 'number' && value >= bound;
  if (op === 'at_most') return typeof value === 'number' && value <= bound;
  return isOneOf(values, value) === (op === 'is');
}

function isOneOf(values: readonly string[], value: Attributes[string] | undefined): boolean {
  // Anything else is no attribute: among others what an object has of its own accord, like its constructor.
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  const text = typeof value === 'string' ? value : String(value);
  return values.includes(text) || values.includes(text.toLowerCase());
}
