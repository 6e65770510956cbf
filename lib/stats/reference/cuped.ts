/** cuped: adjusted by one figure from before; the relative error with gbstats' gradient, and with the whole one beside it. */
import { z } from 'zod';
import { cupedEffect, type CupedEffect } from '../cuped';
import { normalBelow } from '../distributions';
import { frequentist, welchOfEffect } from '../frequentist';
import type { Maybe } from '../not-available';
import type { Scale } from '../effect';
import type { CupedSums } from '../sums';
import { alpha, count, GBSTATS_ERROR, type Family } from './inputs';

const arm = z.object({ n: count, postSum: z.number(), postSumSquares: count, preSum: z.number(), preSumSquares: count, crossSum: z.number() });
const shape = z.object({ metricType: z.enum(['mean', 'proportion']).default('mean'), control: arm, treatment: arm, alpha });

export const cuped: Family = (inputs) => {
  const given = shape.parse(inputs);
  const sums = (of: z.output<typeof arm>): CupedSums => ({ ...of, metric: 'cuped', of: given.metricType });
  const [control, treatment] = [sums(given.control), sums(given.treatment)];
  const adjusted = (effect: Maybe<CupedEffect>) => {
    if (!effect.available) return { error: GBSTATS_ERROR[effect.reason], effect: 0, standardError: 0, pValue: 1, ciLower: 0, ciUpper: 0 };
    const { standardError, degreesOfFreedom, pValue, low, high } = welchOfEffect(effect, 1 - given.alpha);
    return { effect: effect.effect, standardError, degreesOfFreedom, pValue, ciLower: low, ciUpper: high, chanceToBeatControlFlat: normalBelow(effect.effect / standardError) };
  };
  const unadjusted = (scale: Scale) => {
    const result = frequentist(control, treatment, { scale, level: 1 - given.alpha });
    return result.available ? { effect: result.effect, standardError: result.standardError, pValue: result.pValue } : { error: GBSTATS_ERROR[result.reason], effect: 0, standardError: 0, pValue: 1 };
  };
  const absolute = cupedEffect(control, treatment, { scale: 'absolute' });
  const full = cupedEffect(control, treatment, { scale: 'relative' });
  return {
    ...(absolute.available && { theta: absolute.theta }),
    absolute: adjusted(absolute), unadjustedAbsolute: unadjusted('absolute'),
    relative: { ...adjusted(cupedEffect(control, treatment, { scale: 'relative', gradient: 'partial' })), ...(full.available && { standardErrorFullGradient: full.standardError }) },
    unadjustedRelative: unadjusted('relative'),
  };
};
