/** drift: two samples of numbers, or two lists of counts, every distance under the name of its definition. */
import { z } from 'zod';
import { homogeneity } from '../drift/contingency';
import { countBetween, jensenShannonDistance, quantileEdges, stabilityIndex, totalVariation } from '../drift/histogram-distance';
import { exactGapChance, largestGap, limitGapChance, oneSampleGapChance, stephensGapChance } from '../drift/kolmogorov-smirnov';
import { rankSum } from '../drift/rank-sum';
import { wasserstein } from '../drift/wasserstein';
import { welchTest } from '../means';
import { count, type Family } from './inputs';

const psi = z.object({ bins: z.int().min(1).default(10), epsilon: z.number().positive().default(1e-4) }).default({ bins: 10, epsilon: 1e-4 });
const sample = z.array(z.number()).min(1);
const counts = z.array(count).min(1);
const shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), reference: sample, current: sample, psi }),
  z.object({ kind: z.literal('categorical'), referenceCounts: counts, currentCounts: counts, psi }),
]);

export const drift: Family = (inputs) => {
  const given = shape.parse(inputs);
  return given.kind === 'numeric' ? numeric(given.reference, given.current, given.psi) : categorical(given.referenceCounts, given.currentCounts, given.psi.epsilon);
};

function numeric(reference: number[], current: number[], { bins, epsilon }: z.output<typeof psi>) {
  const gap = largestGap(reference, current);
  const welch = welchTest(current, reference);
  const edges = quantileEdges(reference, bins);
  const [before, now] = [countBetween(reference, edges), countBetween(current, edges)];
  return {
    ksStatistic: gap.statistic, ksPValueExact: exactGapChance(gap), ksPValueScipyAsymptotic: oneSampleGapChance(gap), ksPValueKolmogorovLimit: limitGapChance(gap),
    ksPValueStephens: stephensGapChance(gap), ksHasTies: gap.ties,
    ...(welch && { welchT: welch.t, welchPValue: welch.pValue }),
    mannWhitneyPValueNormalTieContinuity: rankSum(reference, current).pValue,
    psiInnerEdges: edges, psiReferenceCounts: before, psiCurrentCounts: now, psi: stabilityIndex(before, now, epsilon),
    jensenShannonDistanceBase2: jensenShannonDistance(before, now), jensenShannonDistanceNats: jensenShannonDistance(before, now, 'nats'), wasserstein: wasserstein(reference, current),
  };
}

function categorical(reference: number[], current: number[], epsilon: number) {
  const test = homogeneity(reference, current);
  // A kind that neither side has is no kind.
  const kinds = reference.map((_, i) => i).filter((i) => reference[i]! + current[i]! > 0);
  const [before, now] = [kinds.map((i) => reference[i]!), kinds.map((i) => current[i]!)];
  return {
    ...(test.available && { chiSquare: test.statistic, degreesOfFreedom: test.degreesOfFreedom, pValue: test.pValue, cramersV: test.cramersV, ...(test.yates && { pValueYates: test.yates.pValue }) }),
    psi: stabilityIndex(before, now, epsilon), jensenShannonDistanceBase2: jensenShannonDistance(before, now), jensenShannonDistanceNats: jensenShannonDistance(before, now, 'nats'),
    totalVariation: totalVariation(before, now),
  };
}
