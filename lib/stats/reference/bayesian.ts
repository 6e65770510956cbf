/** bayes_binomial and bayes_mean: the normal approximation as gbstats makes it. */
import { z } from 'zod';
import { bayesianNormal } from '../bayesian-normal';
import { alpha, asGbstats, GBSTATS_ERROR, prior, priorOf, scale, sumsOf, twoArms, type Family } from './inputs';

const shape = twoArms({ differenceType: scale, prior, alpha, inverse: z.boolean().default(false) });

export const bayes: Family = (inputs) => {
  const given = shape.parse(inputs);
  const [control, treatment] = sumsOf(given);
  const posterior = asGbstats(control, bayesianNormal(control, treatment, { scale: given.differenceType, prior: priorOf(given.prior), level: 1 - given.alpha, inverse: given.inverse }));
  if (!posterior.available) {
    return { error: GBSTATS_ERROR[posterior.reason], chanceToBeatControl: 0.5, effectMean: 0, effectSd: 0, ciLower: 0, ciUpper: 0, expectedLossIfChooseControl: 0, expectedLossIfChooseTreatment: 0 };
  }
  return {
    chanceToBeatControl: posterior.chanceToBeatControl, effectMean: posterior.mean, effectSd: posterior.sd, ciLower: posterior.low, ciUpper: posterior.high,
    expectedLossIfChooseControl: posterior.lossIfControl, expectedLossIfChooseTreatment: posterior.lossIfTreatment,
  };
};
