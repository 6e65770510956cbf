/** The families of reference cases by name. Each loads only what it needs: the command line asks for one and is gone. */
import type { Family } from './inputs';

export const FAMILIES: Readonly<Record<string, () => Promise<Family>>> = {
  bayes_binomial: async () => (await import('./bayesian')).bayes,
  bayes_mean: async () => (await import('./bayesian')).bayes,
  freq: async () => (await import('./frequentist')).freq,
  sequential: async () => (await import('./sequential')).sequential,
  srm: async () => (await import('./sample-ratio')).srm,
  cuped: async () => (await import('./cuped')).cuped,
  multiplicity: async () => (await import('./multiplicity')).multiplicity,
};
