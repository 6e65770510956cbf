/** Shapes of the models capability: the only source of its types, safe in the browser and in JSON. */
import { z } from 'zod';

export const winSignal = z.enum(['none', 'weak', 'present']);

/** A Beta prior of the win rate, worth `strength` closed deals. */
export const winPrior = z.object({ name: z.string(), rate: z.number().gt(0).lt(1), strength: z.number().positive() });

/** A figure with its 95% interval (bootstrap over deals). */
export const measured = z.object({ value: z.number(), low: z.number(), high: z.number() });

export const winCategory = z.enum(['owner', 'product', 'industry', 'source']);
export const wonOf = z.object({ won: z.number().int().min(0), n: z.number().int().min(0) });

/** What the workspace's closed deals say about what is usual; everything features are measured against. */
export const winContext = z.object({
  closed: wonOf,
  /** Median days that a deal stays in a stage, by stage id. */
  medianDaysInStage: z.record(z.string(), z.number()),
  /** Positions of the open stages, ascending. */
  openPositions: z.array(z.number()),
  /** Median amount of closed deals while they were open; null when amounts are not kept. */
  medianAmount: z.number().nullable(),
  /** Won of closed, by category and key (owner id, product id, industry, lead source). */
  rates: z.record(winCategory, z.record(z.string(), wonOf)),
});

/** One column of the linear part: a standardised value (0 where missing) or the centred "is missing" indicator. */
export const designColumn = z.object({
  feature: z.string(),
  kind: z.enum(['value', 'missing']),
  /** Which of the feature's columns it is; 0 for the indicator. */
  part: z.number().int(),
  mean: z.number(),
  sd: z.number().positive(),
  /** Range seen in training; beyond it the edge counts, for nothing is known of what lies there. */
  low: z.number(),
  high: z.number(),
});

export const linearPart = z.object({
  columns: z.array(designColumn),
  intercept: z.number(),
  coefficients: z.array(z.number()),
  /** Of [intercept, ...coefficients], row-major; every deal counts once. */
  covariance: z.array(z.number()),
  calibration: z.object({
    kind: z.literal('platt'), slope: z.number(), intercept: z.number(),
    covariance: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  }),
});

/** On deals that closed after everything the predicting model had seen. */
export const winMetrics = z.object({
  /** Deals in the hold-out. */
  deals: z.number().int(),
  auc: measured,
  brier: measured,
  /** Brier score of saying the win rate known at the time, always. */
  brierConstant: measured,
  /** brierConstant - brier, paired. */
  improvement: measured,
  ece: measured,
});

export const winModel = z.object({
  kind: z.literal('win_predictor'),
  version: z.string().regex(/^v_\d{8}_\d{6}$/),
  trainedAt: z.number(),
  moments: z.enum(['open_days', 'opening', 'eve_of_closing']),
  /** Closed deals trained on, and the first and last closing (epoch ms). */
  n: z.number().int().min(0),
  window: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** The workspace's win rate, blended with the prior, with its 95% interval. */
  baseRate: measured,
  /** What is believed before any deal has closed, with the interval that goes with it. */
  prior: winPrior.extend({ low: z.number(), high: z.number() }),
  /** n / (n + prior.strength): how much the workspace's own deals count. */
  blendWeight: z.number().min(0).max(1),
  signal: winSignal,
  sentence: z.string(),
  /** Null when too few deals closed to hold any out. */
  metrics: winMetrics.nullable(),
  /** Features left out, and why (for example: written only when a deal closes). */
  excluded: z.array(z.object({ feature: z.string(), reason: z.string() })),
  context: winContext,
  /** Null: the model is the constant win rate. */
  linear: linearPart.nullable(),
});

export const driver = z.object({
  feature: z.string(),
  label: z.string(),
  direction: z.enum(['+', '-']),
  /** Probability now minus the probability if this alone were the workspace's average; fractions, signed. */
  effect: z.number(),
  value: z.string(),
});

export const dealScore = z.object({
  probability: z.number().gt(0).lt(1),
  low: z.number().gt(0).lt(1),
  high: z.number().gt(0).lt(1),
  baseRate: z.number(),
  n: z.number().int(),
  blendWeight: z.number(),
  drivers: z.array(driver).max(5),
  modelVersion: z.string(),
});

export type WinSignal = z.infer<typeof winSignal>;
export type WinPrior = z.infer<typeof winPrior>;
export type Measured = z.infer<typeof measured>;
export type WinCategory = z.infer<typeof winCategory>;
export type WonOf = z.infer<typeof wonOf>;
export type WinContext = z.infer<typeof winContext>;
export type DesignColumn = z.infer<typeof designColumn>;
export type LinearPart = z.infer<typeof linearPart>;
export type WinMetrics = z.infer<typeof winMetrics>;
export type WinModel = z.infer<typeof winModel>;
export type Driver = z.infer<typeof driver>;
export type DealScore = z.infer<typeof dealScore>;
