/** A figure that cannot be had says so, and why: nothing here answers 0.5 or 1 for "we do not know". */

export type Reason = 'no_units' | 'one_unit' | 'zero_variance' | 'zero_control_mean' | 'zero_denominator' | 'no_spread_before' | 'no_categories';

export const WHY: Readonly<Record<Reason, string>> = {
  no_units: 'A variant has no units yet.',
  one_unit: 'A variant has only one unit: one value says nothing of its spread.',
  zero_variance: 'All units of a variant have the same value: there is no spread to measure the difference against.',
  zero_control_mean: 'The control is at zero: a change relative to zero has no size.',
  zero_denominator: 'What the ratio divides by adds up to zero.',
  no_spread_before: 'The figure from before the experiment is the same for every unit: there is nothing to adjust by.',
  no_categories: 'Fewer than two kinds have units: there is no split to compare.',
};

export type NotAvailable = { available: false; reason: Reason };
export type Maybe<T> = ({ available: true } & T) | NotAvailable;

export const notAvailable = (reason: Reason): NotAvailable => ({ available: false, reason });
