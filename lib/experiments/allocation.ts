/** Which variant a unit gets: computed from its id alone, so that every process and restart says the same and nothing need be read. Pure, browser-safe. */
import { murmur } from './murmur';
import type { Attributes, Experiment, NOT_ASSIGNED } from './schema';
import { prepared, targeted, type Targeting } from './targeting';

export type NotAssigned = (typeof NOT_ASSIGNED)[number];
export type AllocationOf = Pick<Experiment, 'id' | 'layer' | 'slice' | 'status' | 'variants' | 'weights'> & { plan: Pick<Experiment['plan'], 'targeting'>; salt: string };
/** Units that no experiment touches: `share` of all, 0..1, the same ones for every experiment with this salt. */
export type Holdout = { share: number; salt: string };

export type Decided = { readonly variantId: string } | { readonly reason: NotAssigned };
/** An experiment made ready to decide, once for many units. */
export type Compiled = {
  readonly closed: Decided | null;
  readonly layerSeed: number; readonly from: number; readonly to: number;
  readonly holdoutSeed: number; readonly heldOut: number;
  readonly targeting: Targeting;
  readonly variantSeed: number; readonly ends: readonly number[]; readonly chosen: readonly Decided[];
};

/** Positions are whole numbers below this. */
const POSITIONS = 2 ** 32;
const NOT_RUNNING: Decided = { reason: 'not_running' };
const PAUSED: Decided = { reason: 'paused' };
const OUTSIDE: Decided = { reason: 'outside_traffic' };
const HELD_OUT: Decided = { reason: 'held_out' };
const NOT_TARGETED: Decided = { reason: 'not_targeted' };

/**
 * Makes an experiment ready. A unit has three positions, each from a hash of its id with another seed, so that none says anything about the others: in
 * the layer (by the layer's name; an experiment without one has its own), in the holdout, and among the variants (by the experiment's salt).
 * Each variant has a stretch as long as its weight, in the order of the variants: whoever joins when the slice grows changes nobody's variant, and when
 * weights move only those change whose stretch does. Weights are the current ones, those of the design while there are none.
 * Throws RangeError where the weights are no shares.
 */
export function compile(experiment: AllocationOf, holdout: Holdout): Compiled {
  const variants = [...experiment.variants].sort((a, b) => a.position - b.position);
  const current = Object.keys(experiment.weights).length > 0;
  const weights = variants.map((variant) => (current ? experiment.weights[variant.id] ?? 0 : variant.weight));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(whole > 0 && whole < Infinity && weights.every((weight) => weight >= 0))) throw new RangeError('weights of variants are no shares');
  const taking = variants.flatMap(({ id }, i) => (weights[i]! > 0 ? [{ id, weight: weights[i]! }] : []));
  let sum = 0;
  const ends = taking.map(({ weight }, i) => (i === taking.length - 1 ? POSITIONS : ((sum += weight) / whole) * POSITIONS));
  return {
    closed: experiment.status === 'running' ? null : experiment.status === 'paused' ? PAUSED : NOT_RUNNING,
    layerSeed: murmur(`layer ${experiment.layer || experiment.id}`, 0),
    // Nobody, where it was given no slice.
    from: (experiment.slice?.from ?? 0) * POSITIONS, to: (experiment.slice?.to ?? 0) * POSITIONS,
    holdoutSeed: murmur(`holdout ${holdout.salt}`, 0), heldOut: holdout.share * POSITIONS,
    targeting: prepared(experiment.plan.targeting),
    variantSeed: murmur(`variant ${experiment.salt}`, 0), ends, chosen: taking.map(({ id }) => ({ variantId: id })),
  };
}

/** The variant of a unit, or why it gets none. Answers are made beforehand: nothing is allocated. */
export function decide(compiled: Compiled, unitId: string, attributes: Attributes): Decided {
  if (compiled.closed !== null) return compiled.closed;
  if (compiled.from > 0 || compiled.to < POSITIONS) {
    const position = murmur(unitId, compiled.layerSeed);
    if (position < compiled.from || position >= compiled.to) return OUTSIDE;
  }
  if (compiled.heldOut > 0 && murmur(unitId, compiled.holdoutSeed) < compiled.heldOut) return HELD_OUT;
  if (!targeted(compiled.targeting, attributes)) return NOT_TARGETED;
  const position = murmur(unitId, compiled.variantSeed);
  let i = 0;
  while (position >= compiled.ends[i]!) i++;
  return compiled.chosen[i]!;
}
