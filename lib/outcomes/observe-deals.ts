/**
 * Looks at deals: writes what became of them (outcomes) and resolves the insights that were shown on them. Looking again changes
 * nothing unless something happened; in whose name one looks does not matter, so it sees the whole workspace.
 */
import type { DealHistory } from '@/lib/deals/history';
import { loadHistories } from '@/lib/deals/load-histories';
import { toMinor } from '@/lib/deals/money';
import { armsByDeal } from '@/lib/experiments/assign-deal';
import { recordMeasures } from '@/lib/experiments/record-measures';
import type { Decided } from '@/lib/insights/claims';
import { settingsOf } from '@/lib/insights/rules/apply';
import { ruleOf } from '@/lib/insights/rules/catalogue';
import type { Claim } from '@/lib/insights/schema';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { learnFrom } from '@/lib/updates/label-arrived';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { detectOutcomes, type Found, type Frame } from './detect';
import { judge, type Verdict } from './judge';
import { dealsToObserve, readObserved, reopenInsights, resolvedBy, resolveInsights, saveOutcomes, voidOutcomes, type NewOutcome, type NewResolution, type ObservedDeal, type StoredOutcome } from './store';

const BATCH = 500;

export type Observed = {
  /** Facts written that were not known before. */
  outcomes: number;
  /** Insights whose resolution changed, opened again or decided. */
  resolved: string[];
};

type Shared = Omit<Frame, 'advisedAt'> & { currency: string };
type Fact = Omit<NewOutcome, 'arms'>;
type Looked = { observed: ObservedDeal; history: DealHistory; found: Found[] };

/**
 * Observes these deals as of `now`. `again` names insights that are to be judged anew although they are decided: somebody now says
 * that they had acted on them, or takes that back.
 */
export async function observeDeals(anyScope: Scope, dealIds: readonly string[], now: Date, again: readonly string[] = []): Promise<Observed> {
  const scope = seeingAll(anyScope);
  const total: Observed = { outcomes: 0, resolved: [] };
  for (let i = 0; i < dealIds.length; i += BATCH) {
    const { outcomes, resolved } = await transaction(scope, () => observeBatch(scope, dealIds.slice(i, i + BATCH), now, again));
    total.outcomes += outcomes;
    total.resolved.push(...resolved);
  }
  return total;
}

/** Observes a batch of deals after `cursor`; gives the next cursor, or null at the end. For the nightly look at a whole workspace. */
export async function observeWorkspace(scope: Scope, cursor: string | null, now: Date): Promise<{ cursor: string | null; outcomes: number; resolved: number }> {
  const wide = seeingAll(scope);
  const ids = await transaction(wide, () => dealsToObserve(wide, cursor, BATCH));
  const { outcomes, resolved } = await observeDeals(wide, ids, now);
  await letOthersIn();
  return { cursor: ids.length < BATCH ? null : ids.at(-1)!, outcomes, resolved: resolved.length };
}

async function observeBatch(scope: Scope, ids: readonly string[], now: Date, again: readonly string[]): Promise<Observed> {
  const [workspace, knowledge] = [await currentWorkspace(scope), await workspaceStatistics(scope)];
  const shared: Shared = {
    now: now.getTime(), zone: workspace.timezone, currency: workspace.currency, norms: knowledge.norms,
    stalledPercentile: settingsOf(ruleOf('stalled'), knowledge.ruleSettings).percentile ?? 80,
  };
  let looked = await look(scope, ids, shared, again);
  const gone = looked.flatMap((one) => noLongerSo(one, shared));
  const reopened = await resolvedBy(scope, gone);
  if (gone.length > 0) {
    await voidOutcomes(scope, gone, now);
    await reopenInsights(scope, reopened, 'The deal was opened again: it is undecided.', now);
    looked = await look(scope, ids, shared, again);
  }
  const fresh = await withArms(scope, looked.flatMap((one) => unknown(one, shared)));
  const saved = await saveOutcomes(scope, fresh);
  const idOf = new Map([...looked.flatMap(({ observed }) => observed.outcomes.map((o) => [`${observed.id} ${o.key}`, o.id] as const)), ...saved.map((o) => [`${o.dealId} ${o.key}`, o.id] as const)]);
  const verdicts = looked.flatMap(({ observed, history }) => observed.insights.flatMap((insight) => {
    const verdict = judge(history, { ...insight, claim: insight.claim as Claim }, shared.now);
    return verdict ? [resolutionOf(insight.id, verdict, verdict.decided && (idOf.get(`${observed.id} ${outcomeKeyOf(verdict.decided)}`) ?? null))] : [];
  }));
  const resolved = [...new Set([...reopened, ...(await resolveInsights(scope, verdicts, again, now))])];
  if (gone.length > 0 || fresh.length > 0 || resolved.length > 0) await recordMeasures(scope, ids, now);
  await learnFrom(scope, resolved);
  return { outcomes: fresh.length, resolved };
}

/** With the variants that the deal had been given when it happened. */
async function withArms(scope: Scope, facts: readonly Fact[]): Promise<NewOutcome[]> {
  if (facts.length === 0) return [];
  const byDeal = await armsByDeal(scope, [...new Set(facts.map(({ dealId }) => dealId))]);
  return facts.map((fact) => ({ ...fact, arms: (byDeal.get(fact.dealId) ?? []).filter(({ exposedAt }) => exposedAt.getTime() <= fact.at).map(({ exposedAt: _since, ...arm }) => arm) }));
}

async function look(scope: Scope, ids: readonly string[], shared: Shared, again: readonly string[]): Promise<Looked[]> {
  const observed = new Map((await readObserved(scope, ids, again)).map((row) => [row.id, row]));
  return (await loadHistories(scope, [...observed.keys()])).map((history) => {
    const row = observed.get(history.id)!;
    return { observed: row, history, found: detectOutcomes(history, { ...shared, advisedAt: row.advisedAt }) };
  });
}

/** Which known facts are so no longer: the deal was opened again, or its past was corrected. What is usual changes, so a stall stays. */
const noLongerSo = ({ observed, found }: Looked, { now }: Shared): string[] => {
  const keys = new Set(found.map((f) => f.dedupeKey));
  // Of what came after the moment as of which one looks nothing can be said: somebody else looked later.
  return observed.outcomes.filter((o) => !o.voided && o.at <= now && o.kind !== 'stalled' && !keys.has(o.key)).map((o) => o.id);
};

/** The facts that are not stored yet, or otherwise than they are now. */
function unknown({ observed, found }: Looked, { currency }: Shared): Fact[] {
  const known = new Map(observed.outcomes.map((o) => [o.key, o]));
  const minor = (amount: number | null) => (amount === null ? null : Number(toMinor(amount, currency)));
  return found.flatMap(({ expectedAmount, finalAmount, ...f }) => {
    const row: Fact = { ...f, dealId: observed.id, at: Math.round(f.at), expectedMinor: minor(expectedAmount), finalMinor: minor(finalAmount), currency: expectedAmount === null && finalAmount === null ? null : currency };
    const stored = known.get(f.dedupeKey);
    return stored && !stored.voided && (row.kind === 'stalled' || sameFact(row, stored)) ? [] : [row];
  });
}

const sameFact = (a: Fact, b: StoredOutcome): boolean =>
  a.at === b.at && a.improvementDays === b.improvementDays && a.expectedMinor === b.expectedMinor && a.finalMinor === b.finalMinor && a.detail.words === b.words;

const resolutionOf = (insightId: string, { resolution, actedResult, reason, at }: Verdict, outcomeId: string | null): NewResolution & { at: number } =>
  ({ insightId, resolution, actedResult, reason, outcomeId, at });

/** The key under which the fact that decided a claim stands among the outcomes, if it does. */
function outcomeKeyOf(decided: Decided): string | null {
  switch (decided.by) {
    case 'closed': return `${decided.outcome}:${new Date(decided.at).toISOString()}`;
    case 'pushed': return `slipped:pushed:${decided.changeId}`;
    case 'passed': return `slipped:passed:${new Date(decided.date).toISOString().slice(0, 10)}`;
    default: return null;
  }
}
