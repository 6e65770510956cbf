/** Similar closed deals as a page shows them: with which of them the caller may open, and in words why there are none. */
import { getDeal } from '@/lib/deals/get-deal';
import { EmbeddingRefused } from '@/lib/llm/embed-openai';
import { ModelFailure } from '@/lib/llm/failure';
import type { SimilarDeal } from '@/lib/retrieval/schema';
import { similarTo } from '@/lib/retrieval/similar-to';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { dealNames } from './store';

const MOST = 10;

export type SimilarWithAccess = { similar: SimilarDeal[]; visible: ReadonlySet<string>; currency: string; problem: string | null };

/** Throws not_found when the deal is not in sight. An embedding provider that does not answer is said, not thrown. */
export async function similarWithAccess(scope: Scope, dealId: string): Promise<SimilarWithAccess> {
  await getDeal(scope, dealId);
  let problem: string | null = null;
  const similar = await similarTo(scope, dealId, { k: MOST }).catch((error: unknown) => {
    if (!(error instanceof ModelFailure || error instanceof EmbeddingRefused)) throw error;
    problem = `The embedding provider did not answer, so nothing can be compared now: ${error.message}`;
    return [];
  });
  return transaction(scope, async () => ({
    similar, problem, currency: (await currentWorkspace(scope)).currency,
    visible: new Set((await dealNames(scope, similar.map((s) => s.dealId))).keys()),
  }));
}
