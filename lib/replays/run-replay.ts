/**
 * A replay in resumable parts: `prepareReplay` (which deals, what was known then), `replaySome` (a few deals; each answer is written
 * as soon as it is there, so a kill repeats the one call under way and no other), `finishReplay` (the comparison). A cancelled
 * replay ends at its next deal and keeps what it has.
 */
import { loadClosedHistories, loadHistories } from '@/lib/deals/load-histories';
import { askedWith } from '@/lib/experiments/ask-under';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { ruleSettings } from '@/lib/insights/workspace-statistics';
import { runTask } from '@/lib/llm/router';
import type { RouterDeps } from '@/lib/llm/run';
import type { ProviderName } from '@/lib/llm/provider';
import { workspaceDeps } from '@/lib/llm/workspace-deps';
import { versionById } from '@/lib/prompts/version-for-replay';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { compareAnswers, type DealAnswers } from './compare-answers';
import { judgeDrafts, noAnswer } from './judge-answer';
import { knowledgeAt, type Knowledge } from './knowledge';
import { choosePastDeals, FEWEST, type Look } from './past-deals';
import { pastContext } from './past-context';
import { arm as arms, type Arm, type Comparison, type Judged } from './schema';
import { changeReplay, closeReplay, findReplay, insertAnswer, readAnswers, readKnowledge } from './store';

/** Deals a step: a step is short enough to be repeated, long enough not to be mostly bookkeeping. */
const A_STEP = 3;
/** After so many failures in a row the provider is not asked on. */
const GIVE_UP = 4;

const isOpen = (status: string): boolean => status === 'queued' || status === 'running';

/** Chooses the deals and learns what was known at the cutoff. False when there is nothing to do (any more). */
export async function prepareReplay(given: Scope, id: string): Promise<boolean> {
  const scope = seeingAll(given);
  const replay = await transaction(scope, () => findReplay(scope, id));
  if (!replay || !isOpen(replay.status)) return false;
  if (replay.cutoff !== null) return true;
  const histories = await loadClosedHistories(scope);
  const chosen = choosePastDeals(histories, replay.deals, replay.promptId);
  if (!chosen) {
    const error = `There are too few closed deals to try it on: at least ${FEWEST} that closed after as many others are needed.`;
    await transaction(scope, () => changeReplay(scope, id, { status: 'failed', error, finishedAt: new Date() }));
    return false;
  }
  const knowledge = knowledgeAt(chosen.cutoff, histories, await ruleSettings(scope));
  return transaction(scope, () => changeReplay(scope, id, { status: 'running', cutoff: new Date(chosen.cutoff), dataset: chosen.looks, deals: chosen.looks.length, knowledge }));
}

/** The next few deals. False when none is left, or the replay was ended. */
export async function replaySome(given: Scope, id: string): Promise<boolean> {
  const scope = seeingAll(given);
  const replay = await transaction(scope, () => findReplay(scope, id));
  if (!replay || !isOpen(replay.status)) return false;
  const answered = await transaction(scope, () => readAnswers(scope, id));
  const has = new Set(answered.map(({ dealId, arm }) => `${dealId}:${arm}`));
  const looks = replay.dataset as Look[];
  const missing = ({ dealId }: Look) => arms.options.filter((arm) => !has.has(`${dealId}:${arm}`));
  const next = looks.filter((look) => missing(look).length > 0).slice(0, A_STEP);
  if (next.length === 0) return false;

  const knowledge = await transaction(scope, () => readKnowledge(scope, id)) as Knowledge;
  const versions = await transaction(scope, async () => ({ tried: await versionById(scope, replay.versionId), against: await versionById(scope, replay.againstId) }));
  let failures = 0;
  for (const judgedBefore of answered.slice(-GIVE_UP)) failures = judgedBefore.judged.status === 'failed' ? failures + 1 : 0;
  for (const look of next) {
    const [history] = await loadHistories(scope, [look.dealId]);
    if (!history) { await endEarly(scope, id, 'A deal that it was to be tried on is gone.'); return false; }
    const context = await pastContext(scope, history, look.at, knowledge);
    for (const arm of missing(look)) {
      const status = (await transaction(scope, () => findReplay(scope, id)))?.status;
      if (status === undefined || !isOpen(status)) return false;
      const { judged, costMicros, latencyMs, overBudget } = await ask(scope, id, versions[arm], (drafts) => judgeDrafts(drafts, context, history, Date.now()), context);
      if (overBudget !== null) { await endEarly(scope, id, `It stopped: ${overBudget}. What was answered until then is compared.`); return false; }
      await transaction(scope, () => insertAnswer(scope, { replayId: id, dealId: look.dealId, arm, judged, costMicros, latencyMs }));
      failures = judged.status === 'failed' ? failures + 1 : 0;
      if (failures >= GIVE_UP) { await endEarly(scope, id, `It stopped after ${failures} failures in a row: ${judged.reason ?? 'no answer'}.`); return false; }
    }
    const done = looks.filter((one) => missing(one).length === 0).length + next.indexOf(look) + 1;
    await transaction(scope, () => changeReplay(scope, id, { done }));
  }
  return true;
}

type Answered = { judged: Judged; costMicros: number | null; latencyMs: number; overBudget: string | null };

/** One version on one deal, by the model that the workspace asks first, of those that have a key, and by no other: versions are compared on the same model. */
async function ask(scope: Scope, replayId: string, version: Awaited<ReturnType<typeof versionById>>, judge: (drafts: readonly unknown[]) => Judged, context: Parameters<typeof analyseDeal.builtin>[0]): Promise<Answered> {
  const wired = await workspaceDeps(scope, analyseDeal, replayId);
  const { order } = await askedWith(scope, analyseDeal, []);
  const provider = ([...order, 'anthropic', 'openai'] as const satisfies readonly ProviderName[]).find((name) => wired.providers[name]);
  let overBudget: string | null = null;
  const budget: RouterDeps['budget'] = wired.budget && {
    reserve: async (estimate) => {
      const reservation = await wired.budget!.reserve(estimate);
      if (!reservation.ok) overBudget = reservation.reason;
      return reservation;
    },
  };
  const started = performance.now();
  const result = await runTask(analyseDeal, context, { ...wired, ...(budget ? { budget } : {}), prompts: async () => version }, { order: provider ? [provider] : [] });
  const latencyMs = performance.now() - started;
  const cached = result.cached;
  const judged = result.provider !== 'builtin' ? { ...judge(result.output.insights), cached }
    : result.abstained ? noAnswer('abstained', result.abstained.reason, cached)
      : noAnswer('failed', result.fallbacks.at(-1)?.reason ?? 'no language model has a key');
  return { judged, costMicros: result.usage.costMicros, latencyMs, overBudget };
}

const endEarly = (scope: Scope, id: string, error: string) => transaction(scope, () => changeReplay(scope, id, { status: 'stopped', error, finishedAt: new Date() }));

/** Compares what was answered, also of a replay that ended early; the knowledge is let go. Null where there is no replay. */
export async function finishReplay(given: Scope, id: string): Promise<Comparison | null> {
  const scope = seeingAll(given);
  return transaction(scope, async () => {
    const replay = await findReplay(scope, id);
    if (!replay) return null;
    const deals = new Map<string, DealAnswers>();
    for (const { dealId, status, arm, judged, costMicros, latencyMs } of await readAnswers(scope, id)) {
      // Re-opened meanwhile: how it ends is not known any more.
      if (status === 'open') continue;
      const entry = deals.get(dealId) ?? { won: status === 'won', tried: null, against: null };
      entry[arm satisfies Arm] = { judged, costMicros, latencyMs };
      deals.set(dealId, entry);
    }
    const result = compareAnswers([...deals.values()], createRng(`replay:${id}`));
    if (isOpen(replay.status)) await changeReplay(scope, id, { status: 'completed', finishedAt: new Date() });
    await closeReplay(scope, id, result);
    return result;
  });
}

/** Ends a replay that could not be finished, with the reason where the person looks. */
export const failReplay = (scope: Scope, id: string, error: string): Promise<void> => transaction(seeingAll(scope), async () => void (await changeReplay(scope, id, { status: 'failed', error, finishedAt: new Date() })));
