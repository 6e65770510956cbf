/** sequential: the asymptotic confidence sequence, two-sided. */
import { z } from 'zod';
import { confidenceSequence, deltaSequence, TUNING } from '../confidence-sequence';
import { normalCritical } from '../distributions';
import { alpha, asGbstats, GBSTATS_ERROR, scale, sumsOf, twoArms, type Family } from './inputs';

const shape = twoArms({ differenceType: scale, alpha, tuningParameter: z.number().positive().default(TUNING) });

export const sequential: Family = (inputs) => {
  const given = shape.parse(inputs);
  const [control, treatment] = sumsOf(given);
  const sequence = given.differenceType === 'relative' ? deltaSequence : confidenceSequence;
  const result = asGbstats(control, sequence(control, treatment, { alpha: given.alpha, tuning: given.tuningParameter }));
  if (!result.available) return { error: GBSTATS_ERROR[result.reason], effect: 0, standardError: 0, ciLower: 0, ciUpper: 0, pValue: 1 };
  return {
    effect: result.effect, standardError: result.standardError, rho: result.rho, halfWidth: result.halfWidth, ciLower: result.low, ciUpper: result.high, pValue: result.pValue,
    widthVsFixedNormal: result.multiplier / normalCritical(given.alpha / 2),
  };
};
