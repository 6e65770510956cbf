/** Deals with advice of the past for database tests: written as rows, since what is tried is how they are counted. */
import { v7 as uuidv7 } from 'uuid';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { db, transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { TestWorkspace } from '@/lib/workspaces/testing/new-workspace';

export const DAY = 86_400_000;

export type Advice = {
  type?: string; ruleKey?: string | null; promptVersion?: string; provider?: string; winModelVersion?: string | null; simulated?: boolean;
  /** Days before `now`; null: nobody saw it. */
  shown?: number | null;
  resolved?: { days: number; as: 'right' | 'wrong' | 'not_testable'; acted?: 'averted' | 'came_true' };
  claim?: string; probability?: number | null;
  disposition?: 'open' | 'acted_on' | 'dismissed';
  actions?: readonly string[];
};

/** A deal of `owner`, closed `closed` days before `now` when it says so. */
export async function dealOf(workspace: TestWorkspace, owner: Scope, now: Date, outcome: 'Won' | 'Lost' | null = null, closed = 1, amount = 1000): Promise<string> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY).toISOString();
  const { id } = await createDeal(owner, { name: `deal ${uuidv7()}`, amount, openedAt: ago(300) });
  if (outcome) await moveStage(owner, id, { stageId: workspace.stage(outcome).id, reason: 'test', closedAt: ago(closed) });
  return id;
}

export const adviceOn = (workspace: TestWorkspace, dealId: string, now: Date, advice: Advice): Promise<string> => transaction(workspace.system, async () => {
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const [id, { workspaceId }, client] = [uuidv7(), workspace.system, db(workspace.system)];
  const { type = 'risk', ruleKey = null, promptVersion = '1', provider = 'builtin', winModelVersion = null, simulated = false, shown = 5, resolved, claim = 'lost', probability = null, disposition = 'open', actions = [] } = advice;
  const run = await client.insightRun.create({ data: { workspaceId, dealId, status: 'completed', stages: [], asOf: now, requestedBy: 'test' } });
  await client.insight.create({
    data: {
      id, workspaceId, dealId, runId: run.id, type, title: 't', body: 'b', severity: 'high', confidence: 0.5, dedupeKey: id, provider, model: 'm', promptVersion, winModelVersion, ruleKey, simulated, disposition,
      prediction: { claim, probability }, resolution: resolved?.as ?? 'pending', resolvedAt: resolved ? ago(resolved.days) : null, actedResult: resolved?.acted ?? null, shownAt: shown === null ? null : ago(shown),
    },
  });
  await client.insightAction.createMany({ data: actions.map((action, position) => ({ workspaceId, insightId: id, position, type: action, title: action, dueInDays: 2, why: 'w' })) });
  return id;
});
