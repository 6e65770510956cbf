/** The Jobs page: one page of the workspace's runs, newest first, with what there is of each status. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { JobRun, RunQuery, RunStatus } from './schema';
import { countRuns, findRuns, functionNames } from './store';

export type RunPage = { runs: JobRun[]; nextCursor: string | null; counts: Partial<Record<RunStatus, number>>; functions: string[] };

export const listRuns = (scope: Scope, query: RunQuery): Promise<RunPage> => transaction(scope, async () => {
  const found = await findRuns(scope, { ...query, limit: query.limit + 1 });
  const runs = found.slice(0, query.limit);
  return { runs, nextCursor: found.length > query.limit ? runs.at(-1)!.id : null, counts: await countRuns(scope), functions: await functionNames(scope) };
});
