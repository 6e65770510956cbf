/** Shapes of planning: what is assumed of traffic and of the metric, and what follows. Safe in the browser. */
import { z } from 'zod';
import { allocation, experimentType, unit } from './schema';

/** What the metric is today: the rate of a yes or no, or mean and standard deviation of a number. */
export const baseline = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rate'), rate: z.number().gt(0, 'A rate above nought').lt(1, 'A rate below 100%') }),
  z.object({ kind: z.literal('mean'), mean: z.number(), sd: z.number().positive('A standard deviation above nought') }),
]);
export type Baseline = z.infer<typeof baseline>;

export const planRequest = z.object({
  type: experimentType, unit, baseline,
  /** The least relative change that is worth finding: 0.1 is a tenth more (or less, where lower is better). */
  effect: z.number().positive().max(100),
  better: z.enum(['higher', 'lower']).default('higher'),
  /** Shares of the variants in any unit, the control first. */
  weights: z.array(z.number().positive()).min(2).max(12),
  /** Units a day that fit the targeting, and the share of them that enters. */
  unitsPerDay: z.number().min(0), traffic: z.number().gt(0).max(1).default(1),
  confidence: z.number().min(0.8).max(0.999).default(0.95), power: z.number().min(0.5).max(0.99).default(0.8),
  /** Days until the outcome of a unit is known. */
  outcomeDays: z.number().min(0).max(730).default(0),
  /** How long one would wait. */
  weeks: z.number().min(1).max(104).default(8),
});
export type PlanRequest = z.output<typeof planRequest>;
export type PlanRequestInput = z.input<typeof planRequest>;

const need = z.object({
  /** Units of each variant, in their order. */
  perVariant: z.array(z.number().int()), total: z.number().int(),
  /** Days of entering, in whole weeks when longer than one, and until the last outcome is known; null: never, with no traffic. */
  enteringDays: z.number().nullable(), days: z.number().nullable(),
});
export type Need = z.infer<typeof need>;

export const planned = z.object({
  /** By the type: SEQUENTIAL and bandits may be looked at any time, others are read once, at the end. */
  rule: z.enum(['fixed', 'sequence']),
  /** Null: no number of units shows it, as a rate that would pass 100%. */
  need: need.nullable(),
  /** What it takes to read it once at the end, and to be told "safe to stop" however often it is looked at. */
  fixed: need.nullable(), sequence: need.nullable(),
  /** Chance to find the effect in the weeks one would wait, and the relative change that is found in them with the power asked for. */
  inWeeks: z.object({ weeks: z.number(), units: z.number().int(), power: z.number(), detectable: z.number().nullable() }),
  level: z.enum(['ok', 'caution', 'alert']), text: z.string(),
});
export type Planned = z.infer<typeof planned>;

export const simulationRequest = z.object({
  allocation, better: z.enum(['higher', 'lower']).default('higher'),
  /** What each variant's units do, the control first, if the assumption is right. */
  assumed: z.array(baseline).min(2).max(12),
  weights: z.array(z.number().positive()).min(2).max(12),
  unitsPerDay: z.number().positive(), traffic: z.number().gt(0).max(1).default(1), days: z.number().int().min(1).max(730),
  outcomeDays: z.number().int().min(0).max(730).default(0),
  confidence: z.number().min(0.8).max(0.999).default(0.95), minSampleSize: z.number().int().min(2).default(100), minEffect: z.number().min(0).default(0.05),
  floor: z.number().min(0).max(0.5).default(0.05), bound: z.enum(['UCB1', 'UCB_V']).default('UCB1'),
  runs: z.number().int().min(10).max(2_000).default(300),
}).refine(({ assumed, weights }) => assumed.length === weights.length, { message: 'One share a variant' })
  .refine(({ assumed }) => assumed.every(({ kind }) => kind === assumed[0]!.kind), { message: 'All rates, or all numbers' });
export type SimulationRequest = z.output<typeof simulationRequest>;
export type SimulationRequestInput = z.input<typeof simulationRequest>;

export const simulated = z.object({
  runs: z.number().int(),
  /**
   * Shares of the runs, which add up to one: the best one named (the control, where all others are worse); one that is better than the control, but not the best; ended because nothing is
   * worth having, and so it is; a decision that is not true; none.
   */
  best: z.number(), good: z.number(), futile: z.number(), wrong: z.number(), undecided: z.number(),
  /** Ended before the last unit had come. */
  stoppedEarly: z.number(), meanUnits: z.number(), plannedUnits: z.number().int(),
  /** What was lost in the metric's unit, over all units of a run that is played to its end, against giving all of them the best variant. */
  regret: z.object({ mean: z.number(), ifEqual: z.number() }),
  text: z.string(),
});
export type Simulated = z.infer<typeof simulated>;
