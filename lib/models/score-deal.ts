/** Scoring one deal: probability, interval, and the drivers behind it in words. */
import type { DealAsOf } from '@/lib/deals/history';
import { sigmoid } from '@/lib/ml/logistic-regression';
import { CATEGORY_LABELS, categoryWords, isNumeric, NUMERIC, type NumericFeature } from './features';
import type { DealScore, Driver, LinearPart, WinCategory, WinModel } from './schema';
import { viewOf } from './win-context';
import { rawRow, writeRow } from './win-design';
import { calibratedScore, scoreVariance } from './win-linear';

const Z95 = 1.959963984540054;
const TOP = 5;
/** Drivers that move the probability by less than half a point are noise to a reader. */
const MIN_EFFECT = 0.005;

/**
 * Score of a deal as it was known at `deal.at`; nothing else is looked at. With a constant model it is the win rate with its
 * Beta interval and no drivers. Otherwise: linear score, Platt calibration, blended with the prior by `blendWeight`; the
 * interval carries the covariance of coefficients and calibration (delta method on the log-odds) and the prior's own spread.
 */
export function scoreDeal(model: WinModel, deal: DealAsOf): DealScore {
  const shared = { baseRate: model.baseRate.value, n: model.n, blendWeight: model.blendWeight, modelVersion: model.version };
  const { linear } = model;
  if (!linear) return { probability: model.baseRate.value, low: model.baseRate.low, high: model.baseRate.high, drivers: [], ...shared };

  const row = new Float64Array(linear.columns.length);
  writeRow(rawRow(deal, model.context, viewOf(model.context)), linear.columns, row);
  const logOdds = calibratedScore(linear, row);
  const sd = Math.sqrt(scoreVariance(linear, row));
  const { prior } = model;
  const blend = (own: number, borrowed: number): number => model.blendWeight * own + (1 - model.blendWeight) * borrowed;
  const probability = blend(sigmoid(logOdds), prior.rate);
  return {
    probability,
    low: blend(sigmoid(logOdds - Z95 * sd), prior.low),
    high: blend(sigmoid(logOdds + Z95 * sd), prior.high),
    drivers: drivers(model, linear, deal, row, logOdds),
    ...shared,
  };
}

/**
 * What moved the score. The linear part splits exactly: the contributions of the features add up to the deal's log-odds minus
 * the workspace's average. Each is shown in probability: the score now minus the score with that feature alone at the average.
 */
function drivers(model: WinModel, { columns, coefficients, calibration }: LinearPart, deal: DealAsOf, row: Float64Array, logOdds: number): Driver[] {
  const contributions = new Map<string, number>();
  columns.forEach(({ feature }, j) => contributions.set(feature, (contributions.get(feature) ?? 0) + calibration.slope * coefficients[j]! * row[j]!));
  return [...contributions]
    .map(([feature, contribution]) => ({ feature, effect: model.blendWeight * (sigmoid(logOdds) - sigmoid(logOdds - contribution)) }))
    .filter(({ effect }) => Math.abs(effect) >= MIN_EFFECT)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, TOP)
    .map(({ feature, effect }) => ({ feature, effect, direction: effect > 0 ? '+' as const : '-' as const, ...inWords(model, feature, deal) }));
}

function inWords(model: WinModel, feature: string, deal: DealAsOf): { label: string; value: string } {
  const { context } = model;
  if (isNumeric(feature)) {
    const { label, read, words }: NumericFeature = NUMERIC[feature];
    return { label, value: words(read(deal, context), deal, context) };
  }
  // A stored model can only name numeric features and categories: its schema and its trainer allow no other.
  const category = feature as WinCategory;
  return { label: CATEGORY_LABELS[category], value: categoryWords(category, deal, viewOf(context)) };
}
