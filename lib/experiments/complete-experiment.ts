/**
 * An experiment is decided: with a winner, whose becoming the default is proposed as a change for approval, or without. The decision and the statistics
 * that it rested on are in the ledger; whether it held up is looked at when the last units' days are over (watch-experiment.ts).
 */
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { analyzeExperiment } from './analyze-experiment';
import { writeDecision } from './decide';
import { foldAll } from './fold-outcomes';
import { proposeDefault } from './propose-default';
import { toExperiment } from './read-experiment';
import type { Results } from './results-schema';
import type { ExperimentStatus } from './schema';
import { changeExperiment, lockExperiment } from './store';

export type Completed = { status: ExperimentStatus; /** The proposed change, where there is one. */ itemId: string | null; words: string };

/** What of the results the ledger keeps. */
export const ledgerStatistics = ({ verdict, metrics, units, sampleRatio }: Results) => ({ verdict, units, sampleRatio, metrics: metrics.map(({ key, role, model, variants }) => ({ key, role, model, variants })) });

/** Throws not_found, also for a variant of another experiment; conflict for one that never began or was decided otherwise. */
export const completeExperiment = async (scope: Scope, { id, winnerId, learnings }: { id: string; winnerId: string | null; learnings: string }, given?: Date): Promise<Completed> => {
  await foldAll(scope, id);
  return transaction(scope, async () => {
    const row = await lockExperiment(scope, id);
    const now = given ?? new Date();
    if (!row) throw notFound('experiment');
    const winner = row.variants.find((one) => one.id === winnerId);
    if (winnerId !== null && !winner) throw notFound('variant');
    if (row.status === 'completed') {
      if (row.winnerId === winnerId) return { status: 'completed', itemId: null, words: 'It was decided so already.' };
      throw conflict('This experiment was decided already: look at its ledger.');
    }
    if (row.status === 'draft' || row.status === 'scheduled') throw conflict('An experiment that never began cannot be decided: remove it, or start it.');
    const results = await analyzeExperiment(scope, id, now);
    await changeExperiment(scope, id, { status: 'completed', endedAt: row.endedAt ?? now, winnerId, learnings: learnings.trim() || null });
    const words = winner ? `“${winner.name}” was chosen${results.verdict.safeToStop && results.verdict.variantId === winner.id ? '' : ', though the statistics did not say so yet'}.` : 'Ended without a winner.';
    await writeDecision(scope, row, 'completed', `${words}${learnings.trim() ? ` ${learnings.trim()}` : ''}`, { at: now, statistics: ledgerStatistics(results), before: { status: row.status } });
    await send(scope, 'experiment/changed', { experimentId: id }, `experiment:${id}:${row.version}`);
    // The control is how things are already.
    const proposed = winner && winner.position > 0 ? await proposeDefault(scope, toExperiment(row), winner.id, results) : { itemId: null, words: '' };
    return { status: 'completed', itemId: proposed.itemId, words: [words, proposed.words].filter(Boolean).join(' ') };
  });
};
