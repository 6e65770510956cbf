/** sequential: the asymptotic confidence sequence, two-sided, as gbstats has it (the product's own lends spread between arms of different size). */
import { z } from 'zod';
import { plainSequence, TUNING } from '../confidence-sequence';
import { normalCritical } from '../distributions';
import { alpha, asGbstats, GBSTATS_ERROR, scale, sumsOf, twoArms, type Family } from './inputs';

const shape = twoArms({ differenceType: scale, alpha, tuningParameter: z.number().positive().default(TUNING) });

export const sequential: Family = (inputs) => {
  const given = shape.parse(inputs);
  const [control, treatment] = sumsOf(given);
  const result = asGbstats(control, plainSequence(control, treatment, { alpha: given.alpha, tuning: given.tuningParameter }, given.differenceType));
  if (!result.available) return { error: GBSTATS_ERROR[result.reason], effect: 0, standardError: 0, ciLower: 0, ciUpper: 0, pValue: 1 };
  return {
    effect: result.effect, standardError: result.standardError, rho: result.rho, halfWidth: result.halfWidth, ciLower: result.low, ciUpper: result.high, pValue: result.pValue,
    widthVsFixedNormal: result.multiplier / normalCritical(given.alpha / 2),
  };
};
