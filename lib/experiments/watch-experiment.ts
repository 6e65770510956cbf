/**
 * What happens to a running experiment without anybody looking: it is counted, a bandit's traffic moves, harm ends it, a winner is chosen where
 * that was allowed and recommended where not, and each is told once.
 */
import { notify } from '@/lib/notifications/notify';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { analyse } from './analysis/analyse';
import { readForAnalysis } from './analyze-experiment';
import { completeExperiment, ledgerStatistics } from './complete-experiment';
import { writeDecision, type DecisionKind } from './decide';
import { foldAll } from './fold-outcomes';
import { nextWeights } from './analysis/next-weights';
import type { Results } from './results-schema';
import type { Experiment, ExperimentStatus } from './schema';
import { changeExperiment, findToWatch, insertWeights, lockExperiment, wasDecided } from './store';
import { stopExperiment } from './stop-experiment';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An ended experiment is looked after for so long: the longest window is a year. */
const LONGEST_WATCH_DAYS = 400;

export type Watched = { status: ExperimentStatus; did: string[] };

/** Ids of the experiments to look at: those that run, and ended ones with something not counted yet or not yet looked at for whether they held up. */
export const experimentsToWatch = (scope: Scope, now: Date): Promise<string[]> => transaction(scope, () => findToWatch(scope, new Date(now.getTime() - LONGEST_WATCH_DAYS * DAY)));

/** Looks at one experiment; looking again changes nothing unless something happened. Throws not_found. */
export async function watchExperiment(scope: Scope, id: string, now: Date): Promise<Watched> {
  await foldAll(scope, id);
  const input = await readForAnalysis(scope, id, now);
  const { experiment } = input;
  const results = analyse(input);
  const did: string[] = [];
  if (experiment.status === 'completed') {
    if (await holdUp(scope, experiment, results, now)) did.push('looked whether it held up');
    return { status: 'completed', did };
  }
  if (experiment.status !== 'running' && experiment.status !== 'paused') return { status: experiment.status, did };

  if (results.health.some(({ key, level }) => key === 'sample_ratio' && level === 'alert')) {
    if (await tellOnce(scope, experiment, 'sample_ratio_alert', results.health.find(({ key }) => key === 'sample_ratio')!.text, results, now)) did.push('told of a sample ratio mismatch');
  }
  if (results.verdict.kind === 'harm' && results.verdict.safeToStop) {
    if (await tellOnce(scope, experiment, 'harm_found', results.verdict.headline, results, now)) did.push('told of harm');
    if (experiment.plan.stopOnHarm) return { status: (await stopExperiment(scope, id, `Ended by itself: ${results.verdict.headline}`, now)).status, did: [...did, 'stopped'] };
  }
  const { verdict } = results;
  if ((verdict.kind === 'winner' || verdict.kind === 'adaptive') && verdict.safeToStop && verdict.variantId !== null && verdict.requirements.every(({ met }) => met)) {
    if (await tellOnce(scope, experiment, 'winner_found', verdict.headline, results, now)) did.push('told of a winner');
    if (experiment.plan.autoWinner) return { status: await chooseWinner(scope, id, verdict.variantId, now), did: [...did, 'chose the winner'] };
  }
  if ((verdict.kind === 'futile' || verdict.kind === 'control') && verdict.safeToStop && (await tellOnce(scope, experiment, 'no_difference_found', verdict.headline, results, now))) did.push('told that there is nothing to gain');
  if (experiment.stopAt !== null && Date.parse(experiment.stopAt) <= now.getTime()) return { status: (await stopExperiment(scope, id, 'The planned end has come.', now)).status, did: [...did, 'stopped at its end'] };
  if (experiment.status === 'running' && (await moveTraffic(scope, input, now))) did.push('moved traffic');
  return { status: experiment.status, did };
}

/** Somebody may have decided in the meantime: then theirs stands. */
async function chooseWinner(scope: Scope, id: string, winnerId: string, now: Date): Promise<ExperimentStatus> {
  try {
    return (await completeExperiment(scope, { id, winnerId, learnings: 'Chosen by itself: everything that was asked for is met.' }, now)).status;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'conflict') return 'completed';
    throw error;
  }
}

/** Into the ledger and to those who run experiments, once an experiment and kind. */
const tellOnce = (scope: Scope, experiment: Experiment, kind: DecisionKind, words: string, results: Results, now: Date): Promise<boolean> => transaction(scope, async () => {
  await lockExperiment(scope, experiment.id);
  if (await wasDecided(scope, experiment.id, kind)) return false;
  await writeDecision(scope, experiment, kind, words, { at: now, statistics: ledgerStatistics(results) });
  await notify(scope, {
    kind: 'experiment_news', severity: kind === 'harm_found' || kind === 'sample_ratio_alert' ? 'high' : 'medium', title: `${experiment.name}: ${words}`, path: `/experiments/${experiment.id}`,
    dedupeKey: `experiment:${experiment.id}:${kind}`, to: { roles: ['operator', 'admin'] },
  });
  return true;
});

/** A bandit's traffic moves when its cadence is over, by the units whose days are over. */
const moveTraffic = (scope: Scope, input: Awaited<ReturnType<typeof readForAnalysis>>, now: Date): Promise<boolean> => {
  const { experiment } = input;
  const last = input.weights.at(-1);
  if (experiment.allocation !== 'THOMPSON' && experiment.allocation !== 'UCB') return Promise.resolve(false);
  if (last && now.getTime() - Date.parse(last.at) < experiment.plan.cadenceHours * HOUR) return Promise.resolve(false);
  const { weights, reason, restartedAt } = nextWeights(input);
  return transaction(scope, async () => {
    const row = await lockExperiment(scope, experiment.id);
    // Somebody else moved it, or it ended.
    if (row?.status !== 'running' || row.epoch !== experiment.epoch) return false;
    await insertWeights(scope, { experimentId: experiment.id, epoch: row.epoch + 1, at: now, weights, reason });
    await changeExperiment(scope, experiment.id, { epoch: row.epoch + 1 });
    if (restartedAt) await writeDecision(scope, row, 'allocation_restarted', reason, { at: now, statistics: { weights } });
    return true;
  });
};

/** Once all days are over: does what was decided still stand, with the outcomes that came after the decision? */
const holdUp = async (scope: Scope, experiment: Experiment, results: Results, now: Date): Promise<boolean> => {
  const primary = results.metrics.find(({ role }) => role === 'primary');
  const winner = primary?.variants.find(({ variantId }) => variantId === experiment.winnerId);
  if (!primary || !winner || winner.control || !winner.difference || primary.variants.some(({ waiting }) => waiting > 0)) return false;
  const longest = Math.max(...experiment.plan.metrics.map(({ delayDays, windowDays }) => delayDays + (windowDays ?? 0)));
  if (experiment.endedAt === null || now.getTime() - Date.parse(experiment.endedAt) < (longest + 1) * DAY) return false;
  const better = (primary.better === 'higher' ? 1 : -1) * winner.difference.value;
  const bound = primary.better === 'higher' ? winner.difference.low : -winner.difference.high;
  const kind = better > 0 ? 'held_up' : 'not_held_up';
  const words = bound > 0 ? 'It held up: with the outcomes that came later the interval still lies on the winner’s side.' : better > 0 ? 'It points the same way, but with the outcomes that came later the interval holds nought.' : 'It did not hold up: with the outcomes that came later the winner is not ahead.';
  return transaction(scope, async () => {
    await lockExperiment(scope, experiment.id);
    if ((await wasDecided(scope, experiment.id, 'held_up')) || (await wasDecided(scope, experiment.id, 'not_held_up'))) return false;
    await writeDecision(scope, experiment, kind, words, { at: now, statistics: ledgerStatistics(results) });
    return true;
  });
};
