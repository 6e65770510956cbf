/** Similar closed deals for a person or program that asks about one deal, with the workspace's own embedder. */
import { workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { invalid } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { findSimilarDeals } from './find-similar-deals';
import type { SimilarDeal } from './schema';

/** `asOf` is an ISO moment; the present unless given. Throws not_found, or invalid for a moment before the deal was opened or still to come. */
export async function similarTo(scope: Scope, dealId: string, { k, asOf }: { k: number; asOf?: string | undefined }): Promise<SimilarDeal[]> {
  const at = asOf === undefined ? undefined : Date.parse(asOf);
  if (at !== undefined && at > Date.now()) throw invalid('asOf: the future is not known yet. Give a moment up to now.');
  return findSimilarDeals(scope, dealId, { embedder: await workspaceEmbedder(scope), k, ...(at === undefined ? {} : { asOf: at }) });
}
