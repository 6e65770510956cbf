/** Shapes of the inputs of reference cases that several families share. */
import { z } from 'zod';
import type { Prior } from '../bayesian-normal';
import { notAvailable, type Maybe, type Reason } from '../not-available';
import { armOf, type Sums } from '../sums';

/** From the inputs of a case to the names of its `expected`. Throws ZodError or RangeError on inputs that are none. */
export type Family = (inputs: unknown) => Record<string, unknown>;

export const count = z.number().nonnegative();
export const share = z.number().gt(0).lt(1);
export const alpha = share.default(0.05);
export const scale = z.enum(['relative', 'absolute']).default('relative');

export const proportionArm = z.object({ n: count, conversions: count }).refine(({ n, conversions }) => conversions <= n, 'more conversions than units');
const meanArm = z.object({ n: count, sum: z.number(), sumSquares: count });
const ratioArm = z.object({ n: count, numSum: z.number(), numSumSquares: count, denSum: z.number(), denSumSquares: count, crossSum: z.number() });

/** Two arms of one metric, and whatever else the family wants. */
export const twoArms = <S extends z.ZodRawShape>(more: S) => z.discriminatedUnion('metricType', [
  z.object({ metricType: z.literal('proportion'), control: proportionArm, treatment: proportionArm, ...more }),
  z.object({ metricType: z.literal('mean'), control: meanArm, treatment: meanArm, ...more }),
  z.object({ metricType: z.literal('ratio'), control: ratioArm, treatment: ratioArm, ...more }),
]);

export const sumsOf = ({ metricType, ...arms }: { metricType: Sums['metric']; control: object; treatment: object }): [Sums, Sums] =>
  [{ ...arms.control, metric: metricType } as Sums, { ...arms.treatment, metric: metricType } as Sums];

export const prior = z.union([
  z.object({ proper: z.literal(false) }),
  z.object({ proper: z.literal(true), scale: z.enum(['relative', 'absolute']).default('relative'), mean: z.number().default(0), sd: z.number().positive().default(0.3) }),
]).default({ proper: false });

export const priorOf = (given: z.output<typeof prior>): Prior => (given.proper ? { kind: 'normal', mean: given.mean, sd: given.sd, scale: given.scale } : { kind: 'flat' });

/** What gbstats calls the reasons; it answers with its defaults beside them, which only these cases repeat. */
export const GBSTATS_ERROR: Readonly<Record<Reason, string>> = {
  no_units: 'NO_UNITS_IN_VARIATION', one_unit: 'ZERO_NEGATIVE_VARIANCE', zero_variance: 'ZERO_NEGATIVE_VARIANCE', zero_control_mean: 'ZERO_NEGATIVE_BASELINE_VARIATION',
  zero_denominator: 'ZERO_NEGATIVE_VARIANCE', no_spread_before: 'ZERO_NEGATIVE_VARIANCE', no_categories: 'NO_UNITS_IN_VARIATION',
};

/** gbstats refuses a control at zero on the absolute scale too, where there is an answer. */
export function asGbstats<T>(control: Sums, result: Maybe<T>): Maybe<T> {
  const arm = armOf(control);
  return result.available && arm.available && arm.mean === 0 ? notAvailable('zero_control_mean') : result;
}
