/** Predictions and features whose drift is known, because it is put there: nought for clean ones. For tests and `npm run bench -- models`. */
import { sigmoid } from '@/lib/ml/logistic-regression';
import { randomInt, randomNormal, type Rng } from '@/lib/stats/rng';
import type { FeatureSamples } from '../feature-moves';
import type { Resolved } from '../performance';

const times = <T>(n: number, one: () => T): T[] => Array.from({ length: n }, one);

/** A calibrated model that is right in 80 of 100 and between 60% and 100% sure; outcomes are turned round so often that it is right `worse` less often. */
export const predictions = (n: number, rng: Rng, worse = 0): Resolved[] => times(n, () => {
  const sure = 0.6 + 0.4 * rng(), yes = rng() < 0.5;
  const right = rng() < sure !== rng() < worse / 0.6;
  return { probability: yes ? sure : 1 - sure, outcome: right === yes ? 1 : 0 };
});

/** Always as sure (80%) and right in `right` of 100. */
export const flatPredictions = (n: number, rng: Rng, right = 0.8): Resolved[] => times(n, () => {
  const yes = rng() < 0.5;
  return { probability: yes ? 0.8 : 0.2, outcome: rng() < right === yes ? 1 : 0 };
});

/** Leads of which about 6% convert. `blind`: share whose probability says nothing of them. */
export const rarePredictions = (n: number, rng: Rng, blind = 0): Resolved[] => times(n, () => {
  const chance = () => sigmoid(-3.5 + 1.5 * randomNormal(rng));
  const probability = chance();
  return { probability, outcome: rng() < (rng() < blind ? chance() : probability) ? 1 : 0 };
});

/** Ten features as CRMs have them: bell-shaped, skewed, counts, flags, mostly nought, with gaps; few kinds, many kinds, rare kinds, far too many kinds. */
export function mixedFeatures(n: { baseline: number; recent: number }, rng: Rng): FeatureSamples[] {
  const zipf = (kinds: number, steep: number) => () => `kind ${Math.floor(kinds * rng() ** steep)}`;
  const numbers: Record<string, () => number | null> = {
    age: () => 40 + 10 * randomNormal(rng), amount: () => Math.exp(9 + 1.2 * randomNormal(rng)), meetings: () => randomInt(rng, 6), flag: () => (rng() < 0.1 ? 1 : 0),
    discount: () => (rng() < 0.8 ? 0 : Math.exp(randomNormal(rng))), revenue: () => (rng() < 0.2 ? null : Math.exp(randomNormal(rng))),
  };
  const kinds: Record<string, () => string | null> = {
    source: zipf(4, 1), industry: () => (rng() < 0.05 ? null : zipf(30, 2)()), partner: () => (rng() < 0.06 ? 'yes' : 'no'), account: zipf(400, 3),
  };
  return [
    ...Object.entries(numbers).map(([name, draw]): FeatureSamples => ({ name, kind: 'numeric', baseline: times(n.baseline, draw), recent: times(n.recent, draw) })),
    ...Object.entries(kinds).map(([name, draw]): FeatureSamples => ({ name, kind: 'category', baseline: times(n.baseline, draw), recent: times(n.recent, draw) })),
  ];
}
