/** freq: Welch on both scales, and the classical tests of two proportions beside them. */
import { frequentist, pooledStudent, pooledZ, unpooledZ, type WelchResult } from '../frequentist';
import type { Maybe } from '../not-available';
import { compareRates, type Count } from '../rates';
import { armOf, type MeanSums, type ProportionSums, type Sums } from '../sums';
import { alpha, asGbstats, GBSTATS_ERROR, sumsOf, twoArms, type Family } from './inputs';

const shape = twoArms({ alpha });

const onScale = (result: Maybe<WelchResult>) => (result.available
  ? { effect: result.effect, standardError: result.standardError, tStatistic: result.t, degreesOfFreedom: result.degreesOfFreedom, pValue: result.pValue, ciLower: result.low, ciUpper: result.high }
  : { error: GBSTATS_ERROR[result.reason], effect: 0, standardError: 0, tStatistic: 0, pValue: 1, ciLower: 0, ciUpper: 0 });

export const freq: Family = (inputs) => {
  const given = shape.parse(inputs);
  const [control, treatment] = sumsOf(given);
  const level = 1 - given.alpha;
  const both = {
    relative: onScale(asGbstats(control, frequentist(control, treatment, { scale: 'relative', level }))),
    absolute: onScale(asGbstats(control, frequentist(control, treatment, { scale: 'absolute', level }))),
  };
  if (given.metricType === 'proportion') return { ...both, ...ofProportions(control as ProportionSums, treatment as ProportionSums, level) };
  if (given.metricType === 'mean') return { ...both, ...ofMeans(control as MeanSums, treatment as MeanSums, both.absolute) };
  return { ...both, controlRatio: ratioOf(control), treatmentRatio: ratioOf(treatment) };
};

function ofProportions(control: ProportionSums, treatment: ProportionSums, level: number) {
  const [a, b] = [control, treatment].map(({ n, conversions }): Count => ({ n, hits: conversions })) as [Count, Count];
  const pooled = pooledZ(a, b), wald = unpooledZ(a, b, level);
  const exact = a.n > 0 && b.n > 0 ? compareRates(b, a, level) : null;
  return {
    ...(pooled.available && { pooledZ: { z: pooled.z, pValue: pooled.pValue }, chiSquareNoYates: { statistic: pooled.z ** 2, pValue: pooled.pValue } }),
    ...(wald.available && { unpooledZ: { z: wald.z, pValue: wald.pValue, ciLower: wald.low, ciUpper: wald.high } }),
    ...(exact && { newcombeDiffCi: [exact.low, exact.high], fisherExactPValue: exact.pValue }),
  };
}

function ofMeans(control: MeanSums, treatment: MeanSums, absolute: ReturnType<typeof onScale>) {
  const student = pooledStudent(control, treatment);
  return {
    ...(!('error' in absolute) && { welch: { t: absolute.tStatistic, pValue: absolute.pValue } }),
    ...(student.available && { student: { t: student.t, pValue: student.pValue } }),
  };
}

function ratioOf(sums: Sums) {
  const arm = armOf(sums);
  return arm.available ? { ratio: arm.mean, perUnitVariance: arm.variance } : { error: GBSTATS_ERROR[arm.reason] };
}
