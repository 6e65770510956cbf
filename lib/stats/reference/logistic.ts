/** logistic: the exact minimum of 1/2 |w|^2 + C sum of losses. The fields named after scikit-learn get the same numbers: its own stop a little short of them. */
import { z } from 'zod';
import { fitLogistic, linearPredictor, sigmoid } from '../../ml/logistic-regression';
import type { Family } from './inputs';

const shape = z.object({ X: z.array(z.array(z.number()).min(1)).min(1), y: z.array(z.union([z.literal(0), z.literal(1)])).min(1), C: z.number().positive().default(1) });

export const logistic: Family = (inputs) => {
  const { X, y, C } = shape.parse(inputs);
  const columns = X[0]!.length;
  if (X.some((row) => row.length !== columns)) throw new RangeError('every row of X needs as many numbers');
  const x = { rows: X.length, columns, values: Float64Array.from(X.flat()) };
  const { intercept, coefficients } = fitLogistic({ x, y, l2: 1 / C });
  const z = X.map((_, i) => linearPredictor(x, i, intercept, coefficients));
  const loss = z.reduce((sum, value, i) => sum + Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))) - y[i]! * value, 0);
  const weights = [...coefficients];
  return {
    coefficients: weights, intercept, fitted: z.map(sigmoid), objective: weights.reduce((sum, w) => sum + (w * w) / 2, 0) + C * loss,
    sklearnCoefficients: weights, sklearnIntercept: intercept,
  };
};
