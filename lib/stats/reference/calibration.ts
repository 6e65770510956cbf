/** calibration: how good probabilities are, and making them out of scores (isotonic with `newScores`, Platt without). */
import { z } from 'zod';
import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt, type PlattCalibration } from '../../ml/calibration';
import { auc, averagePrecision, brier, expectedCalibrationError, logLoss, maxCalibrationError } from '../probability-metrics';
import type { Family } from './inputs';

const label = z.union([z.literal(0), z.literal(1)]);
const measured = z.object({ labels: z.array(label).min(1), probabilities: z.array(z.number().min(0).max(1)).min(1), eceBins: z.int().min(1).default(10), logLossClip: z.number().positive().lt(0.5).default(1e-15) });
const scored = z.object({ scores: z.array(z.number()).min(1), labels: z.array(label).min(1), newScores: z.array(z.number()).optional() });

export const calibration: Family = (inputs) => {
  if (typeof inputs === 'object' && inputs !== null && 'probabilities' in inputs) return measures(measured.parse(inputs));
  const { scores, labels, newScores } = scored.parse(inputs);
  if (scores.length !== labels.length) throw new RangeError('one label per score');
  return { ...isotonic(scores, labels, newScores), ...(newScores === undefined && labels.includes(0) && labels.includes(1) && sigmoids(scores, labels)) };
};

function measures({ labels, probabilities, eceBins, logLossClip }: z.output<typeof measured>) {
  return {
    brier: brier(labels, probabilities), logLoss: logLoss(labels, probabilities, undefined, logLossClip), rocAuc: auc(labels, probabilities), averagePrecision: averagePrecision(labels, probabilities),
    ece: expectedCalibrationError(labels, probabilities, undefined, eceBins), maxCalibrationError: maxCalibrationError(labels, probabilities, undefined, eceBins),
  };
}

function isotonic(scores: number[], labels: number[], newScores: number[] | undefined) {
  const map = fitIsotonic(scores, labels);
  return { fitted: scores.map((score) => applyIsotonic(map, score)), ...(newScores && { predictNew: newScores.map((score) => applyIsotonic(map, score)) }) };
}

function sigmoids(scores: number[], labels: number[]) {
  const positives = labels.filter((y) => y === 1).length, negatives = labels.length - positives;
  const line = (fit: PlattCalibration) => ({ slope: fit.slope, intercept: fit.intercept, fitted: scores.map((score) => applyPlatt(fit, score)) });
  return {
    platt: { ...line(fitPlatt(scores, labels)), targetPositive: (positives + 1) / (positives + 2), targetNegative: 1 / (negatives + 2) },
    plainLogistic: line(fitPlatt(scores, labels, { smooth: false })),
  };
}
