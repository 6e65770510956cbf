/**
 * The sample's past: advice on deals as of days on which they were open, by the product's own analyst from what the workspace had
 * learnt by then; what its people did with it (simulated, prisma/sample/planted-answers.ts); how it turned out, by the product's own judgement.
 */
import type { DealHistory } from '@/lib/deals/history';
import { loadClosedHistories, loadHistories, openDealIds } from '@/lib/deals/load-histories';
import { adviseAsOf, forgetPastAdvice, savePastAdvice, type GivenAdvice, type PastAdvice } from '@/lib/insights/advise-as-of';
import { resolveClaim } from '@/lib/insights/claims';
import { pastFrame, type PastFrame } from '@/lib/insights/context-as-of';
import { knowledgeAsOf, type KnowledgeThen } from '@/lib/insights/knowledge-as-of';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { builtinEmbedder } from '@/lib/llm/embed-builtin';
import { championWinModel } from '@/lib/models/champion';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { endOfDay } from '@/lib/outcomes/judge';
import { audit } from '@/lib/server/audit';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { examplesOf } from '@/lib/training/examples-of';
import { reactTo, type Person } from '@/prisma/sample/answers';
import { pastDays, type PastDay } from '@/prisma/sample/past-days';
import { clearArms, readPeople, writeArms, writeReactions, type Colleague, type Reacted } from './past-store';

const BATCH = 25;
const SIMULATOR = 'sample simulator';
type Told = PastDay<{ key: string; openedAt: number; closedAt: number | null; history: DealHistory }>;

/** Can be repeated from its beginning. Never inside a transaction. `tell` hears how many of how many deals are done. */
export async function simulatePast(scope: Scope, { seed, now }: { seed: string; now: number }, tell: (done: number, of: number) => Promise<void> = async () => {}): Promise<{ deals: number; insights: number }> {
  await transaction(scope, () => clearArms(scope));
  await forgetPastAdvice(scope);
  const closed = await loadClosedHistories(scope);
  const open = await loadHistories(scope, await openDealIds(scope, null, 5_000));
  const days: Told[] = pastDays([...closed, ...open].map((history) => ({ key: history.externalId ?? history.id, openedAt: history.openedAt, closedAt: history.closedAt, history })), { seed, now });
  const frame = await pastFrame(scope);
  const people = await transaction(scope, () => readPeople(scope));
  const learnt = learning(scope, closed, frame, now);
  const insightIds: string[] = [];
  for (let i = 0; i < days.length; i += BATCH) {
    const batch = days.slice(i, i + BATCH);
    const advice: PastAdvice[] = [];
    for (const { deal, at } of batch) advice.push(await adviseAsOf(scope, deal.history, at, await learnt(at), { frame, embedder: builtinEmbedder }));
    await transaction(scope, async () => {
      const given = await savePastAdvice(scope, advice, SIMULATOR);
      await writeArms(scope, batch.map(({ deal, at }) => ({ dealId: deal.history.id, ownerId: deal.history.ownerId, at })));
      await writeReactions(scope, reactions(given, batch, people, seed, now));
      insightIds.push(...given.map(({ id }) => id));
    });
    await tell(i + batch.length, days.length);
    await letOthersIn();
  }
  await observeDeals(scope, days.map(({ deal }) => deal.history.id), new Date(now));
  for (let i = 0; i < insightIds.length; i += 200) {
    await examplesOf(scope, insightIds.slice(i, i + 200));
    await letOthersIn();
  }
  await transaction(scope, () => audit(scope, { action: 'sample.past', entityId: scope.workspaceId, after: { deals: days.length, insights: insightIds.length, simulated: true } }));
  return { deals: days.length, insights: insightIds.length };
}

/** In how many quarters back from the present one the workspace is taken to have learnt anew; not in the last, which would cost as much time as all others together. */
const LEARNT = [0, 2, 3, 4];

/**
 * What had been learnt by a day, made when it is first asked for. By the beginning of the present quarter it is what the workspace knows today, if no deal
 * has closed since: the same deals give the same knowledge.
 */
function learning(scope: Scope, closed: readonly DealHistory[], frame: PastFrame, now: number): (at: number) => Promise<KnowledgeThen> {
  const known = new Map<number, KnowledgeThen>();
  const moments = LEARNT.map((back) => quarterStart(now, back));
  const todays = async (at: number): Promise<KnowledgeThen | null> => {
    if (moments[0] !== at || closed.some((deal) => deal.closedAt === null || deal.closedAt > at)) return null;
    const { norms, rules, actions } = await workspaceStatistics(scope);
    return rules && actions && { at, norms, rules, actions, model: await championWinModel(scope) };
  };
  return async (at) => {
    const moment = moments.find((from) => from <= at) ?? 0;
    const found = known.get(moment) ?? (await todays(moment)) ?? knowledgeAsOf(closed, moment, frame.ruleSettings);
    known.set(moment, found);
    return found;
  };
}

function quarterStart(now: number, back: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 - 3 * back, 1);
}

function reactions(given: readonly GivenAdvice[], batch: readonly Told[], people: readonly Colleague[], seed: string, now: number): Reacted[] {
  const told = new Map(batch.map((day) => [day.deal.history.id, day]));
  return given.flatMap(({ id, dealId, at, insight }) => {
    const { deal, month } = told.get(dealId)!;
    const owner = people.find((person) => person.id === deal.history.ownerId);
    if (!owner) return [];
    const stands = resolveClaim(deal.history, insight.prediction.claim, at, endOfDay(insight.prediction.by), now);
    return [{
      insightId: id,
      reaction: reactTo({
        key: `${deal.key}:${insight.dedupeKey}`, ruleKey: insight.ruleKey, severity: insight.severity, right: stands === 'right' ? true : stands === 'wrong' ? false : null,
        actions: insight.actions, at, until: Math.min(deal.closedAt ?? now, now), owner: { id: owner.id, name: owner.name }, colleague: colleagueOf(owner, people),
      }, month, seed),
    }];
  });
}

/** Their manager, who is also asked; else somebody of their team. */
function colleagueOf(owner: Colleague, people: readonly Colleague[]): Person | null {
  const team = people.filter((person) => person.id !== owner.id && owner.teamId !== null && person.teamId === owner.teamId);
  const found = team.find((person) => person.role === 'manager') ?? team[0];
  return found ? { id: found.id, name: found.name } : null;
}
