/** The experiments of a workspace, each with what is true of it now in a sentence. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { analyzeExperiment } from './analyze-experiment';
import { countAssignments } from './assignment-store';
import { toExperiment } from './read-experiment';
import type { Results } from './results-schema';
import type { Experiment, ExperimentStatus, ExperimentSummary } from './schema';
import { findExperiments, readDecisions } from './store';

const WORST = { ok: 0, caution: 1, alert: 2 } as const;

const healthOf = (results: Results | null): ExperimentSummary['health'] =>
  (results?.health ?? []).reduce<ExperimentSummary['health']>((worst, { level }) => (WORST[level] > WORST[worst] ? level : worst), 'ok');

/** Newest first. Those that run are analysed; of the others the ledger's last word is told. */
export const listExperiments = (scope: Scope, which: { archived?: boolean; statuses?: readonly ExperimentStatus[] } = {}, now: Date = new Date()): Promise<ExperimentSummary[]> => transaction(scope, async () => {
  const rows = await findExperiments(scope, which);
  const units = await countAssignments(scope, rows.map(({ id }) => id));
  const listed: ExperimentSummary[] = [];
  for (const row of rows) {
    const experiment = toExperiment(row);
    const live = experiment.status === 'running' || experiment.status === 'paused';
    const results = live ? await analyzeExperiment(scope, row.id, now) : null;
    const last = live ? null : (await readDecisions(scope, row.id, 1))[0];
    listed.push(summaryOf(experiment, units.get(row.id) ?? 0, results, last?.words ?? ''));
  }
  return listed;
});

function summaryOf(experiment: Experiment, units: number, results: Results | null, lastWords: string): ExperimentSummary {
  const { id, name, hypothesis, learnings, type, allocation, unit, status, createdAt, startedAt, endedAt, archivedAt, startAt, createdBy, subject, variants, plan, winnerId } = experiment;
  return {
    id, name, hypothesis, learnings, type, allocation, unit, status, createdAt, startedAt, endedAt, archivedAt, startAt, createdBy, subject,
    variants: variants.length, units, plannedUnits: plan.plannedUnits, health: healthOf(results), says: results?.verdict.headline ?? lastWords,
    winner: variants.find((one) => one.id === winnerId)?.name ?? null,
  };
}
