/** srm: was the split the intended one. */
import { z } from 'zod';
import { checkSplit } from '../sample-ratio';
import { count, type Family } from './inputs';

const shape = z.object({ observed: z.array(count).min(1), weights: z.array(count).min(1).optional() });

export const srm: Family = (inputs) => {
  const { observed, weights = observed.map(() => 1) } = shape.parse(inputs);
  return { ...checkSplit(observed, weights) };
};
