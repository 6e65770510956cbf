/** Has a predictive model drifted: do its predictions come out worse, and has what goes into them moved? The report of one check. */
import { featureMoves, type FeatureSamples } from './feature-moves';
import { settings, type DriftOptions } from './options';
import { changeOf, judge, performanceOf, type Judgement, type Measured, type Resolved } from './performance';
import type { DriftRecommendation, DriftReport, DriftStatus, FeatureMove } from './schema';
import { featuresWords, performanceWords } from './words';

export type DriftInput = {
  /** What the version was measured on when it was trained, and predictions that have got their outcome lately. One row a record: rows count as independent. */
  baseline: readonly Resolved[];
  recent: readonly Resolved[];
  features?: readonly FeatureSamples[];
};

/**
 * Predictions that are surely and enough worse are a warning or critical. Features that moved while the predictions hold, or while nobody knows yet, are a
 * warning at most. Throws RangeError on options out of order, on a probability outside 0..1 and on an outcome that is neither 0 nor 1.
 */
export function detectDrift({ baseline, recent, features = [] }: DriftInput, options?: DriftOptions): DriftReport {
  const set = settings(options);
  for (const { probability, outcome } of [...baseline, ...recent]) if (!(probability >= 0 && probability <= 1) || (outcome !== 0 && outcome !== 1)) throw new RangeError(`not a prediction with its outcome: ${probability}, ${outcome}`);
  const enough = Math.min(baseline.length, recent.length) >= set.minSamples;
  return reportOf({ baseline: baseline.length, recent: recent.length }, enough ? performanceOf(baseline, recent) : [], featureMoves(features, set), set);
}

/** The same for any performance of rows of which higher is better (right or not, minus the squared error, a satisfaction). Throws RangeError on what is no number. */
export function detectPerformanceDrift(baseline: readonly number[], recent: readonly number[], options?: DriftOptions): DriftReport {
  const set = settings(options);
  if (![...baseline, ...recent].every(Number.isFinite)) throw new RangeError('performance must be numbers');
  const enough = Math.min(baseline.length, recent.length) >= set.minSamples;
  return reportOf({ baseline: baseline.length, recent: recent.length }, enough ? [changeOf('performance', baseline, recent)] : [], [], set);
}

const RECOMMENDATIONS: Record<DriftStatus, DriftRecommendation> = { no_drift: 'continue_monitoring', warning: 'schedule_retrain_soon', critical: 'immediate_retrain_required' };
const ADVICE: Record<DriftStatus, string> = { no_drift: '', warning: 'Retrain soon.', critical: 'Retrain now.' };

function reportOf(n: DriftReport['n'], measured: Measured[], features: FeatureMove[], options: Required<DriftOptions>): DriftReport {
  const judgement: Judgement | null = measured.length > 0 ? judge(measured, options) : null;
  const performance = measured.map(({ change }) => change), moved = features.some((feature) => feature.moved);
  const status: DriftStatus = judgement && judgement.status !== 'no_drift' ? judgement.status : moved ? 'warning' : 'no_drift';
  return {
    drift_status: status, drift_score: judgement?.score ?? null, p_value: judgement?.pValue ?? null, recommendation: RECOMMENDATIONS[status], n, performance, features,
    sentence: [performanceWords(judgement, performance, n, options), featuresWords(features, judgement !== null), ADVICE[status]].filter((part) => part !== '').join(' '),
  };
}
