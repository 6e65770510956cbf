/** Shapes of an experiment's results: what an analysis says, figure by figure, and why it says nothing where it does not. */
import { z } from 'zod';
import { HEALTH } from './schema';

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type IntervalFigure = z.infer<typeof interval>;

/** A variant on a metric. Effects are against the control: null for the control itself. Rates and relative effects are fractions. */
export const variantResult = z.object({
  variantId: z.uuid(), key: z.string(), name: z.string(), control: z.boolean(),
  n: z.number().int().describe('units whose days are over'), waiting: z.number().int().describe('exposed units whose days are not'),
  mean: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable().describe('95% interval of the variant’s own mean or rate'),
  total: z.number().nullable().describe('conversions, or the sum'),
  difference: interval.nullable().describe('against the control, with the always-valid interval'),
  relative: interval.nullable().describe('the same as a fraction of the control'),
  fixed: z.object({ pValue: z.number(), adjustedPValue: z.number(), low: z.number(), high: z.number() }).nullable().describe('as if looked at once: of a test of fixed length'),
  sequentialPValue: z.number().nullable().describe('always valid'),
  chanceToBeat: z.number().nullable().describe('Bayesian chance to be better than the control'),
  risk: z.number().nullable().describe('expected loss if it were chosen, in the metric’s unit'),
  missing: z.string().nullable().describe('why there is no comparison'),
});
export type VariantResult = z.infer<typeof variantResult>;

export const metricResult = z.object({
  key: z.string(), name: z.string(), kind: z.string(), role: z.enum(['primary', 'secondary', 'guardrail']), better: z.enum(['higher', 'lower']),
  model: z.string().describe('which statistics, in words: "exact Beta-Binomial", "normal, adjusted by the past"'),
  variants: z.array(variantResult),
});
export type MetricResult = z.infer<typeof metricResult>;

export const HEALTH_CHECKS = ['sample_ratio', 'exposures', 'guardrails', 'outcomes', 'novelty', 'suspicious', 'change'] as const;
export const healthCheck = z.object({ key: z.enum(HEALTH_CHECKS), level: z.enum(HEALTH), title: z.string(), text: z.string() });
export type HealthCheck = z.infer<typeof healthCheck>;

export const requirement = z.object({ key: z.enum(['sample', 'confidence', 'effect', 'guardrails', 'sample_ratio']), met: z.boolean(), text: z.string() });

/** What may be said now. `safeToStop` rests on the always-valid sequence only. */
export const verdict = z.object({
  kind: z.enum(['winner', 'control', 'harm', 'futile', 'keep_going', 'too_early', 'doubtful', 'adaptive']),
  headline: z.string(), detail: z.string(), safeToStop: z.boolean(), variantId: z.uuid().nullable(),
  requirements: z.array(requirement),
});
export type Verdict = z.infer<typeof verdict>;

export const results = z.object({
  at: z.iso.datetime(), units: z.number().int(), firstDay: z.iso.date().nullable(), lastDay: z.iso.date().nullable(),
  verdict, health: z.array(healthCheck), metrics: z.array(metricResult),
  sampleRatio: z.object({ observed: z.array(z.number().int()), expected: z.array(z.number()), pValue: z.number().nullable() }),
  cumulative: z.array(z.object({ day: z.iso.date(), variantId: z.uuid(), n: z.number().int(), value: z.number(), low: z.number(), high: z.number() }))
    .describe('primary metric against the control by day of exposure, with the confidence sequence'),
  exposures: z.array(z.object({ day: z.iso.date(), variantId: z.uuid(), n: z.number().int() })),
  allocation: z.array(z.object({ at: z.iso.datetime(), epoch: z.number().int(), reason: z.string(), weights: z.record(z.string(), z.number()) })),
  factors: z.array(z.object({ of: z.string(), effect: interval, pValue: z.number(), adjustedPValue: z.number(), interaction: z.boolean() })),
  segments: z.array(z.object({ segment: z.string(), variantId: z.uuid(), n: z.number().int(), difference: interval.nullable(), adjustedPValue: z.number().nullable() })),
  setAside: z.array(z.object({ metric: z.string(), disposition: z.string(), count: z.number().int() })),
});
export type Results = z.infer<typeof results>;

/** Sums of a cohort as stored: units of a variant first exposed on a day. */
export type CohortRow = {
  metric: string; variantId: string; day: string; epoch: number; segment: string;
  n: number; sum: number; sumSquares: number; denSum: number; denSumSquares: number; crossSum: number;
  preN: number; preSum: number; preSumSquares: number; preCross: number;
};
export type WeightsRow = { epoch: number; at: string; weights: Record<string, number>; reason: string };
