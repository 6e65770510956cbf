/** bayes_beta_exact: the exact posterior of two rates. The relative uplift is left out where the cases leave it out (posterior alpha of the control at most 2). */
import { z } from 'zod';
import { bayesianRates, type BetaOptions } from '../bayesian-beta';
import { alpha, proportionArm, type Family } from './inputs';

const betaPrior = z.object({ alpha: z.number().positive(), beta: z.number().positive() }).default({ alpha: 1, beta: 1 });
const shape = z.object({ control: proportionArm, treatment: proportionArm, prior: betaPrior, alpha, inverse: z.boolean().default(false) });

export const bayesBetaExact: Family = (inputs) => {
  const { control, treatment, prior, alpha: given, inverse } = shape.parse(inputs);
  const options: BetaOptions = { prior, level: 1 - given, inverse };
  const all = bayesianRates({ n: control.n, hits: control.conversions }, { n: treatment.n, hits: treatment.conversions }, options);
  return {
    chanceToBeatControl: all.chanceToBeatControl, expectedLossIfChooseControl: all.lossIfControl, expectedLossIfChooseTreatment: all.lossIfTreatment,
    posteriorMeanControl: all.control.mean, posteriorMeanTreatment: all.treatment.mean,
    controlCi: [all.control.low, all.control.high], treatmentCi: [all.treatment.low, all.treatment.high],
    absoluteDiffMean: all.difference.mean, absoluteDiffCi: [all.difference.low, all.difference.high],
    ...(prior.alpha + control.conversions > 2 && { relativeUpliftMean: all.uplift.mean, relativeUpliftCi: [all.uplift.low, all.uplift.high], relativeUpliftMedian: all.uplift.median }),
  };
};
