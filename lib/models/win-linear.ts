/** The linear part of the win model: logistic regression on the design columns, calibrated on deals it was not fitted to. */
import type { DealAsOf } from '@/lib/deals/history';
import { fitPlatt } from '@/lib/ml/calibration';
import { quadraticForm, type Matrix } from '@/lib/ml/linear-algebra';
import { fitLogistic, linearPredictor } from '@/lib/ml/logistic-regression';
import { createRng, randomInt } from '@/lib/stats/rng';
import type { ClosedDeal, Landmark } from './closed-deals';
import { isNumeric } from './features';
import type { DesignColumn, LinearPart, WinContext } from './schema';
import { fitContext, rateLedger, type RateView } from './win-context';
import { designMatrix, fitDesign, rawRow } from './win-design';

/**
 * Penalty on standardised coefficients: a prior sd of 0.32 log-odds per deviation, so that some thirty columns cannot
 * invent a pattern in a hundred deals; with thousands it is not felt. Fixed beforehand, never tuned on the hold-out.
 */
const L2 = 10;
const CALIBRATION_FOLDS = 3;

export type LinearFit = { context: WinContext; linear: LinearPart; rates: (at: number) => RateView };

/**
 * Fits and calibrates on the landmarks of `deals` (by closing time). Null when there is nothing to learn from: no column
 * left, one outcome only, or scores that run against the outcomes of deals left out.
 */
export function fitLinear(deals: readonly ClosedDeal[], rows: readonly Landmark[], excluded: ReadonlySet<string>): LinearFit | null {
  const context = fitContext(deals, rows.map((row) => row.known));
  if (context.closed.won === 0 || context.closed.won === context.closed.n) return null;
  const rates = rateLedger(deals);
  const raw = rows.map((row) => rawRow(row.known, context, rates(row.known.at)));
  const weights = Float64Array.from(rows, (row) => row.weight);
  const target = { y: Float64Array.from(rows, (row) => row.won), weights, groups: Int32Array.from(rows, (row) => row.deal) };
  const fitColumns = (columns: DesignColumn[]) => {
    const data: Training = { x: designMatrix(raw, columns), ...target };
    // The covariance of the penalised fit itself: rows of a deal weigh one together, so it counts deals, and it keeps the doubt
    // that the penalty stands for (on simulated deals its 95% held 94-97% of the truths; the sandwich, 89-91%).
    return { columns, data, fit: fitLogistic({ ...data, l2: L2, robust: false }) };
  };
  let fitted = fitColumns(fitDesign(raw, weights, excluded));
  // A good record that counts against its owner is noise, and no reader would believe it: such columns go, and the rest is fitted again.
  const sensible = fitted.columns.filter(({ feature, kind }, j) => kind === 'missing' || isNumeric(feature) || fitted.fit.coefficients[j]! > 0);
  if (sensible.length < fitted.columns.length) fitted = fitColumns(sensible);
  const { columns, data, fit } = fitted;
  if (columns.length === 0) return null;
  const scores = leftOutScores(data, rows.map(({ known }) => foldOf(known)), [fit.intercept, ...fit.coefficients]);
  const calibration = fitPlatt(scores, data.y, { weights, groups: data.groups });
  if (calibration.slope <= 0) return null;
  return {
    context, rates,
    linear: { columns, intercept: fit.intercept, coefficients: [...fit.coefficients], covariance: [...fit.covariance], calibration },
  };
}

type Training = { x: Matrix; y: Float64Array; weights: Float64Array; groups: Int32Array };

/** Where a deal is left out: by its own name, so that another deal more moves none. */
const foldOf = ({ externalId, id }: DealAsOf): number => randomInt(createRng(`fold ${externalId ?? id}`), CALIBRATION_FOLDS);

/** Score of every row by a fit that had none of its deal's rows. */
function leftOutScores({ x, y, weights }: Training, folds: readonly number[], start: readonly number[]): Float64Array {
  const scores = new Float64Array(x.rows);
  for (let fold = 0; fold < CALIBRATION_FOLDS; fold++) {
    // Weight 0 leaves a row out without copying the table.
    const kept = weights.map((w, i) => (folds[i] === fold ? 0 : w));
    const fit = fitLogistic({ x, y, weights: kept, l2: L2, start, robust: false });
    for (let i = 0; i < x.rows; i++) if (kept[i] === 0) scores[i] = linearPredictor(x, i, fit.intercept, fit.coefficients);
  }
  return scores;
}

/** Calibrated log-odds of a row of design columns. */
export function calibratedScore({ intercept, coefficients, calibration }: LinearPart, row: Float64Array): number {
  let score = intercept;
  for (let j = 0; j < row.length; j++) score += coefficients[j]! * row[j]!;
  return calibration.slope * score + calibration.intercept;
}

/** Variance of `calibratedScore` by the delta method: coefficients and calibration, taken as independent. */
export function scoreVariance({ intercept, coefficients, covariance, calibration }: LinearPart, row: Float64Array): number {
  let score = intercept;
  for (let j = 0; j < row.length; j++) score += coefficients[j]! * row[j]!;
  return calibration.slope ** 2 * quadraticForm(covariance, [1, ...row]) + quadraticForm(calibration.covariance, [1, score]);
}
