/** All that the refresh job does (inngest/functions/refresh-workspace.ts), at once: for those who wait for it, as the sample and the command line without a server. */
import { refreshStatistics } from '@/lib/insights/workspace-statistics';
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { observeWorkspace } from '@/lib/outcomes/observe-deals';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import type { Scope } from '@/lib/server/scope';
import { assessOpenDeals } from './assess-deals';
import { assessOpenLeads } from './leads/assess-leads';
import { trainLeads } from './leads/train-leads';
import { trainChampion } from './train-champion';

export const LEARNING = ['Learning what wins', 'Counting what past deals say', 'Scoring open deals', 'Learning which leads convert', 'Finding what is alike'] as const;

/**
 * Learns from the closed deals, judges the open ones by it (`cause` is said beside scores that move) and makes the vectors that
 * are missing; `tell` hears which part of LEARNING begins. Never inside a transaction.
 */
export async function learnNow(scope: Scope, cause: string, tell: (part: number) => Promise<void> = async () => {}): Promise<void> {
  await tell(0);
  await trainChampion(scope);
  await tell(1);
  await refreshStatistics(scope);
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) ({ cursor } = await observeWorkspace(scope, cursor, new Date()));
  await tell(2);
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) ({ cursor } = await assessOpenDeals(scope, cursor, cause));
  await tell(3);
  await trainLeads(scope);
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) ({ cursor } = await assessOpenLeads(scope, cursor, cause));
  await tell(4);
  await embedDeals(scope, 'missing', { embedder: await workspaceEmbedder(scope) });
}
