/** The families of reference cases by name. Each loads only what it needs: the command line asks for one and is gone. */
import type { Family } from './inputs';

export const FAMILIES: Readonly<Record<string, () => Promise<Family>>> = {
  bayes_binomial: async () => (await import('./bayesian')).bayes,
  bayes_mean: async () => (await import('./bayesian')).bayes,
  bayes_beta_exact: async () => (await import('./bayesian-rates')).bayesBetaExact,
  freq: async () => (await import('./frequentist')).freq,
  sequential: async () => (await import('./sequential')).sequential,
  srm: async () => (await import('./sample-ratio')).srm,
  cuped: async () => (await import('./cuped')).cuped,
  bandit_weights: async () => (await import('./bandits')).banditWeights,
  bandit_regret: async () => (await import('./bandits')).banditRegret,
  power: async () => (await import('./power')).power,
  multiplicity: async () => (await import('./multiplicity')).multiplicity,
  drift: async () => (await import('./drift')).drift,
  calibration: async () => (await import('./calibration')).calibration,
  logistic: async () => (await import('./logistic')).logistic,
};
