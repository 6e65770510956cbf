/** Experiments and cohorts made up for tests: two variants and one rate unless said. */
import type { Analysable } from '../analysis/design';
import type { CohortRow } from '../results-schema';
import { metric, plan, type Metric, type Plan, type Variant } from '../schema';

export const idOf = (position: number): string => `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;

export function madeVariants(names: readonly string[], weights: readonly number[] = names.map(() => 1), levels: readonly number[][] = []): Variant[] {
  return names.map((name, position) => ({
    id: idOf(position), key: `v${position}`, name, description: '', position, weight: weights[position]!, levels: levels[position] ?? [], payload: { kind: 'external', value: '' },
  }));
}

export const madeMetric = (given: Partial<Metric> = {}): Metric => metric.parse({ key: 'reply', name: 'Replies', kind: 'binomial', role: 'primary', ...given });

type Given = Partial<Omit<Analysable, 'plan'>> & { plan?: Partial<Plan> };
export function madeExperiment({ plan: of, ...given }: Given = {}): Analysable {
  const variants = given.variants ?? madeVariants(['Control', 'Curiosity']);
  return {
    type: 'AB_TEST', allocation: 'EQUAL', unit: 'contact', status: 'running', weights: Object.fromEntries(variants.map(({ id, weight }) => [id, weight])), ...given,
    variants, plan: plan.parse({ metrics: [madeMetric()], ...of }),
  };
}

const NOTHING = { n: 0, sum: 0, sumSquares: 0, denSum: 0, denSumSquares: 0, crossSum: 0, preN: 0, preSum: 0, preSumSquares: 0, preCross: 0 };
export const madeRow = (given: Partial<CohortRow> = {}): CohortRow => ({ metric: 'reply', variantId: idOf(0), day: '2026-03-02', epoch: 0, segment: '', ...NOTHING, ...given });

/** Yes or no: `hits` of `n`. */
export const madeRate = (position: number, hits: number, n: number, given: Partial<CohortRow> = {}): CohortRow => madeRow({ variantId: idOf(position), n, sum: hits, sumSquares: hits, ...given });

/** A number of each unit, with this mean and standard deviation (n - 1). */
export const madeMean = (position: number, n: number, mean: number, sd: number, given: Partial<CohortRow> = {}): CohortRow =>
  madeRow({ variantId: idOf(position), n, sum: n * mean, sumSquares: (n - 1) * sd ** 2 + n * mean ** 2, ...given });

export const NOW = new Date('2026-06-01T12:00:00.000Z');
