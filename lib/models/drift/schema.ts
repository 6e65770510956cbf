/** What a check of a predictive model for drift says: the only source of its types, safe in the browser and in JSON. */
import { z } from 'zod';

export const driftStatus = z.enum(['no_drift', 'warning', 'critical']);
export const driftRecommendation = z.enum(['continue_monitoring', 'schedule_retrain_soon', 'immediate_retrain_required']);
export const driftMeasure = z.enum(['brier', 'accuracy', 'auc', 'performance']);
export const driftMethod = z.enum(['ks', 'chi_square', 'wasserstein', 'jensen_shannon']);

const samples = z.object({ baseline: z.number().int().min(0), recent: z.number().int().min(0) });

/** One measure of the predictions, on the baseline and lately. */
export const performanceChange = z.object({
  /** brier: mean squared error, lower is better. accuracy: share on the right side of one half. auc: pairs put in the right order. performance: what the caller measured, higher is better. */
  measure: driftMeasure,
  before: z.number(), recent: z.number(),
  /** recent - before, with its 95% interval (Welch) and two-sided p-value by itself. */
  difference: z.number(), low: z.number(), high: z.number(), p_value: z.number().min(0).max(1),
  /** The change for the worse, normalised: positive is worse. */
  worse: z.number(),
  /** Whether it can raise an alarm; the others are there to be seen. */
  counts: z.boolean(),
});

/** One feature's values, on the baseline and lately. What cannot be compared has no figures, and words that say why. */
export const featureMove = z.object({
  feature: z.string(),
  method: driftMethod,
  /** Largest gap (ks), chi-square, mean way in the baseline's standard deviations (wasserstein), distance from 0 to 1 (jensen_shannon). */
  statistic: z.number().nullable(),
  /** From here on it has moved: what chance alone reaches too seldom at this sample size, and past 1,000 rows a distance that matters. */
  threshold: z.number().nullable(),
  /** Adjusted for all looks of the check: below alpha (0.05) it is not chance. */
  p_value: z.number().min(0).max(1).nullable(),
  n: samples,
  /** Rows without a value, of those. */
  missing: samples,
  moved: z.boolean(),
  words: z.string(),
});

export const driftReport = z.object({
  drift_status: driftStatus,
  /** Normalised change for the worse against the baseline, 0..1; null while there are too few outcomes to say. */
  drift_score: z.number().min(0).max(1).nullable(),
  /** Of that change, two-sided (Welch; Student where it is the larger), times the measures that count; null like the score. */
  p_value: z.number().min(0).max(1).nullable(),
  recommendation: driftRecommendation,
  /** Predictions with a known outcome. */
  n: samples,
  /** Empty while there are too few outcomes. */
  performance: z.array(performanceChange),
  /** What moved first, and most. */
  features: z.array(featureMove),
  sentence: z.string(),
});

export type DriftStatus = z.infer<typeof driftStatus>;
export type DriftRecommendation = z.infer<typeof driftRecommendation>;
export type DriftMeasure = z.infer<typeof driftMeasure>;
export type DriftMethod = z.infer<typeof driftMethod>;
export type PerformanceChange = z.infer<typeof performanceChange>;
export type FeatureMove = z.infer<typeof featureMove>;
export type DriftReport = z.infer<typeof driftReport>;
