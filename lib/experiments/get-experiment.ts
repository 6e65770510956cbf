import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { toExperiment } from './read-experiment';
import type { Experiment, ExperimentStatus } from './schema';
import { findExperiment, findPage } from './store';

/** Throws not_found. */
export const getExperiment = (scope: Scope, id: string): Promise<Experiment> => transaction(scope, async () => {
  const found = await findExperiment(scope, id);
  if (!found) throw notFound('experiment');
  return toExperiment(found);
});

/** REST: newest first. The cursor is the last id. */
export const pageOfExperiments = (scope: Scope, { status }: { status?: ExperimentStatus | undefined }, cursor: string | null, limit: number): Promise<{ data: Experiment[]; nextCursor: string | null }> => transaction(scope, async () => {
  const rows = await findPage(scope, status, cursor, limit + 1);
  const data = rows.slice(0, limit).map(toExperiment);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
});
