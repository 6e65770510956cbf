/** power: units per arm (of the control, when the arms differ) in the conventions that are about, unrounded. */
import { z } from 'zod';
import { cohenD, cohenH } from '../effect-size';
import { meansPower, meansPowerStudent, unitsForMeans, unitsForMeansStudent } from '../power-means';
import { unitsByH, unitsPooled, unitsUnpooled } from '../power-rates';
import { detectableLift, relativePower, unitsRelative, unitsRelativeStretched, type RelativePlan } from '../power-relative';
import { alpha, share, type Family } from './inputs';

const design = { relativeLift: z.number().optional(), alpha, power: share.default(0.8), ratio: z.number().positive().default(1) };
const rates = z.object({ baselineRate: share, treatmentRate: share.optional(), ...design }).refine(({ relativeLift, treatmentRate }) => relativeLift !== undefined || treatmentRate !== undefined, 'relativeLift or treatmentRate is needed');
const means = z.object({ baselineMean: z.number(), sd: z.number().positive(), ...design, relativeLift: z.number() });

const TUNING = 5_000;

export const power: Family = (inputs) => {
  const isRate = typeof inputs === 'object' && inputs !== null && 'baselineRate' in inputs;
  return isRate ? ofRates(rates.parse(inputs)) : ofMeans(means.parse(inputs));
};

function ofRates({ baselineRate: from, treatmentRate, relativeLift, ...rest }: z.output<typeof rates>) {
  const to = treatmentRate ?? from * (1 + relativeLift!);
  const plan = { from, to, ...rest };
  const units = unitsByH(plan);
  return { cohenH: Math.abs(cohenH(from, to)), nPerArmCohenH: units, nPerArmPooledNull: unitsPooled(plan), nPerArmUnpooled: unitsUnpooled(plan), ...relative({ mean: from, variance: from * (1 - from), lift: to / from - 1, ...rest }, units) };
}

function ofMeans({ baselineMean, sd, relativeLift, ...rest }: z.output<typeof means>) {
  const plan = { difference: Math.abs(relativeLift * baselineMean), sd, ...rest };
  const units = unitsForMeans(plan);
  return {
    cohenD: cohenD(plan.difference, sd), nPerArmNormal: units, nPerArmStudentT: unitsForMeansStudent(plan),
    normalPowerAt1000PerArm: meansPower(plan, 1000), studentTPowerAt50PerArm: meansPowerStudent(plan, 50),
    ...relative({ mean: baselineMean, variance: sd ** 2, lift: relativeLift, ...rest }, units),
  };
}

/** The cases give units of the relative test for positive lifts only. */
function relative(plan: RelativePlan & { alpha: number }, unitsByOther: number) {
  return {
    ...(plan.lift > 0 && {
      nPerArmGrowthBookRelative: unitsRelative(plan), nPerArmGrowthBookSequential5000: unitsRelativeStretched(plan, TUNING),
      growthBookPowerAtCohenHn: relativePower(plan, unitsByOther),
    }),
    growthBookRelativeMdeAt5000PerArm: detectableLift(plan, 5_000), growthBookRelativeMdeAt20000PerArm: detectableLift(plan, 20_000),
  };
}
