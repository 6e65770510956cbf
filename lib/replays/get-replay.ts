/** Replays of a prompt as people follow and read them. */
import { getPrompt } from '@/lib/prompts/get-prompt';
import type { PromptDetail } from '@/lib/prompts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Look } from './past-deals';
import { replaySummary, type ReplayDetail, type ReplayedDeal, type ReplaySummary } from './schema';
import { findReplay, readAnswers, readReplays } from './store';

const MOST = 20;
type Stored = NonNullable<Awaited<ReturnType<typeof findReplay>>>;

function toSummary(row: Stored, { versions }: Pick<PromptDetail, 'versions'>): ReplaySummary {
  const numberOf = (id: string) => versions.find((version) => version.id === id)?.version ?? 0;
  return replaySummary.parse({
    id: row.id, status: row.status, tried: numberOf(row.versionId), against: numberOf(row.againstId), deals: row.deals, done: row.done, calls: row.deals * 2, result: row.result, error: row.error,
    actorName: row.actorName, cutoff: row.cutoff?.toISOString() ?? null, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
  });
}

/** Newest first. The figures are over all deals; single deals are told only of those in sight. */
export const listReplays = (scope: Scope, prompt: Pick<PromptDetail, 'id' | 'versions'>): Promise<ReplaySummary[]> =>
  transaction(scope, async () => (await readReplays(scope, prompt.id, MOST)).map((row) => toSummary(row, prompt)));

/** Throws not_found. */
export const getReplay = (scope: Scope, id: string): Promise<ReplayDetail> => transaction(scope, async () => {
  const row = await findReplay(scope, id);
  if (!row) throw notFound('replay');
  const deals = new Map<string, ReplayedDeal>();
  const moments = new Map((row.dataset as Look[]).map(({ dealId, at }) => [dealId, at]));
  for (const { dealId, name, status, arm, judged } of await readAnswers(scope, id)) {
    const entry = deals.get(dealId) ?? { dealId, name, outcome: status, at: new Date(moments.get(dealId) ?? row.createdAt).toISOString(), tried: null, against: null };
    entry[arm] = judged;
    deals.set(dealId, entry);
  }
  return { ...toSummary(row, await getPrompt(scope, row.promptId)), answers: [...deals.values()] };
});
