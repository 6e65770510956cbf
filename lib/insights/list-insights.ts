/** The insights of a deal as the caller sees them: with their own answers, and how the latest run goes. */
import { getDeal } from '@/lib/deals/get-deal';
import type { Deal } from '@/lib/deals/schema';
import { armsOf, SHOWN, viewerOf, type Under } from '@/lib/experiments/assign-deal';
import type { Arm, Presentation } from '@/lib/experiments/schema';
import { ownFeedback } from '@/lib/feedback/own-feedback';
import { recordSignals } from '@/lib/feedback/record-signals';
import { armOf } from '@/lib/holdout/arm-of';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { inOrder } from './present';
import { insight, type DealInsights, type Insight, type RunState, type StageProgress } from './schema';
import { addArms, findInsights, latestRun, type StoredInsight } from './store';

const toInsight = (row: StoredInsight): Insight => insight.parse({
  ...row, tokensIn: row.run.tokensIn, tokensOut: row.run.tokensOut, costUsd: Number(row.run.costMicros) / 1e6, latencyMs: row.run.latencyMs, contextHash: row.run.contextHash,
  evidence: row.evidence.map((e) => ({ kind: e.kind, id: e.refId, quote: e.quote, title: e.title, resolved: true })),
  createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
  shownAt: row.shownAt?.toISOString() ?? null, resolvedAt: row.resolvedAt?.toISOString() ?? null,
});

/**
 * Throws not_found when the deal is not there or not in sight. A program that reads insights shows or uses them: to a key they count
 * as seen. What a person saw the page says itself (lib/feedback/record-signals.ts).
 */
export const listInsights = (scope: Scope, dealId: string): Promise<DealInsights> => transaction(scope, async () => {
  const deal = await getDeal(scope, dealId);
  const found = await insightsOf(scope, deal);
  const pending = found.data.filter((i) => i.resolution === 'pending');
  if (scope.principal.kind !== 'api_key' || pending.length === 0) return found;
  await recordSignals(scope, pending.map((i) => ({ insightId: i.id, kind: 'seen' })));
  return insightsOf(scope, deal);
});

const NOTHING_TRIED: Under = { arms: [], payloads: [] };

/**
 * The variants of how advice is shown, to whoever looks. Looking exposes only where there is something to see that may still help, and
 * only people and programs: the background shows nothing to anybody.
 */
const shownUnder = (scope: Scope, deal: ShownDeal, insights: readonly Insight[]): Promise<Under> | Under =>
  deal.status !== 'open' || scope.principal.kind === 'system' || !insights.some(({ resolution }) => resolution === 'pending')
    ? NOTHING_TRIED
    : armsOf(scope, { id: deal.id, accountId: deal.account?.id ?? null }, SHOWN, viewerOf(scope));

async function presentationOf(scope: Scope, { payloads }: Under): Promise<Presentation> {
  const tried = payloads.find((payload) => payload.kind === 'presentation');
  return tried ? { order: tried.order, wording: tried.wording } : readSettings((await currentWorkspace(scope)).settings).presentation;
}

/** Undecided insights keep under which variants they were shown; `insights` with what is new to them. */
async function noteShown(scope: Scope, insights: readonly Insight[], arms: readonly Arm[]): Promise<Insight[]> {
  const lacking = (one: Insight) => (one.resolution === 'pending' ? arms.filter(({ variantId }) => !one.arms.some((known) => known.variantId === variantId)) : []);
  for (const arm of arms) await addArms(scope, insights.filter((one) => lacking(one).includes(arm)).map(({ id }) => id), arm);
  return insights.map((one) => ({ ...one, arms: [...one.arms, ...lacking(one)] }));
}

type ShownDeal = Pick<Deal, 'id' | 'status'> & { account: { id: string } | null };

/** The same of a deal that the caller was shown already. */
export const insightsOf = (scope: Scope, deal: ShownDeal): Promise<DealInsights> => transaction(scope, async () => {
  const dealId = deal.id;
  const assigned = await armOf(scope, { id: dealId });
  const heldOut = assigned?.arm === 'held_out' ? { share: assigned.share } : null;
  const found = heldOut ? [] : (await findInsights(scope, dealId)).map(toInsight);
  const under = await shownUnder(scope, deal, found);
  const presentation = await presentationOf(scope, under);
  const insights = inOrder(await noteShown(scope, found, under.arms), presentation.order);
  const answers = await ownFeedback(scope, insights);
  const run = await latestRun(scope, dealId);
  return {
    heldOut, presentation,
    data: insights.map((i) => ({ ...i, answer: answers.get(i.id) ?? null })),
    run: run && {
      id: run.id, status: run.status as RunState['status'], stages: (run.stages as StageProgress[]).map((stage) => (heldOut ? { ...stage, found: null } : stage)), error: run.error, provider: run.provider, model: run.model,
      fallbacks: run.fallbacks as RunState['fallbacks'], createdAt: run.createdAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null,
    },
  };
});
