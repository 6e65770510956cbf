/** What an experiment says now: its cohorts' sums are read, everything else is computed from them (analyse.ts). */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { analyse, type AnalysisInput } from './analysis/analyse';
import { readCohorts, readTallies } from './outcome-store';
import { toExperiment } from './read-experiment';
import type { Results, Verdict } from './results-schema';
import type { Experiment } from './schema';
import { findExperiment, readWeights } from './store';

/** What an analysis is made from. Throws not_found. */
export const readForAnalysis = (scope: Scope, id: string, now: Date): Promise<AnalysisInput & { experiment: Experiment }> => transaction(scope, async () => {
  const row = await findExperiment(scope, id);
  if (!row) throw notFound('experiment');
  return {
    experiment: toExperiment(row), cohorts: await readCohorts(scope, id), tallies: await readTallies(scope, id), now,
    weights: (await readWeights(scope, id)).map(({ epoch, at, weights, reason }) => ({ epoch, at: at.toISOString(), weights: weights as Record<string, number>, reason })),
  };
});

/** The cost does not grow with the outcomes that were folded, only with days, variants, metrics and segments. Throws not_found. */
export const analyzeExperiment = async (scope: Scope, id: string, now: Date = new Date()): Promise<Results> => analyse(await readForAnalysis(scope, id, now));

/** The verdict alone. Throws not_found. */
export const checkSignificance = async (scope: Scope, id: string, now: Date = new Date()): Promise<Verdict> => (await analyzeExperiment(scope, id, now)).verdict;
