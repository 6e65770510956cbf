/** multiplicity: adjusted p-values in input order. */
import { z } from 'zod';
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from '../false-discovery';
import type { Family } from './inputs';

const shape = z.object({ pValues: z.array(z.number().min(0).max(1)) });

export const multiplicity: Family = (inputs) => {
  const { pValues } = shape.parse(inputs);
  return { bonferroni: bonferroni(pValues), holm: holm(pValues), benjaminiHochberg: benjaminiHochberg(pValues), benjaminiYekutieli: benjaminiYekutieli(pValues) };
};
