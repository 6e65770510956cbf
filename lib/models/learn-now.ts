/** All that the refresh job does (inngest/functions/refresh-workspace.ts), at once: for those who wait for it, as the sample and the command line without a server. */
import { refreshStatistics } from '@/lib/insights/workspace-statistics';
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import type { Scope } from '@/lib/server/scope';
import { assessOpenDeals } from './assess-deals';
import { trainChampion } from './train-champion';

/** Learns from the closed deals, judges the open ones by it (`cause` is said beside scores that move) and makes the vectors that are missing. Never inside a transaction. */
export async function learnNow(scope: Scope, cause: string): Promise<void> {
  await trainChampion(scope);
  await refreshStatistics(scope);
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) ({ cursor } = await assessOpenDeals(scope, cursor, cause));
  await embedDeals(scope, 'missing', { embedder: await workspaceEmbedder(scope) });
}
