/**
 * From a deal to stored insights: embed, retrieve, assemble, ask, validate. Three resumable parts, so that a kill between them
 * repeats the least: `prepareRun` (the context is kept with the run), `askRun` (its result is memoised by the job's step: a paid
 * call is repeated at most once), `storeRun` (one transaction: insights appear together or not at all).
 */
import { v7 as uuidv7 } from 'uuid';
import { asOf, type DealAsOf } from '@/lib/deals/history';
import { holdDeal } from '@/lib/deals/hold-deal';
import { loadHistories } from '@/lib/deals/load-histories';
import { askedWith } from '@/lib/experiments/ask-under';
import { armsOf, madeBy, payloadsInForce, type Under } from '@/lib/experiments/assign-deal';
import { arm, type Arm } from '@/lib/experiments/schema';
import { rulesUnder } from '@/lib/experiments/rule-arms';
import { EmbeddingRefused } from '@/lib/llm/embed-openai';
import { ModelFailure } from '@/lib/llm/failure';
import { workspaceDeps, workspaceEmbedder } from '@/lib/llm/workspace-deps';
import { runTask, type TaskResult } from '@/lib/llm/router';
import { assessDeals } from '@/lib/models/assess-deals';
import { servedWinModel } from '@/lib/models/champion';
import { scoreDeal } from '@/lib/models/score-deal';
import { MIN_CLOSED } from '@/lib/models/win-signal';
import { observeDeals } from '@/lib/outcomes/observe-deals';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { findSimilarDeals } from '@/lib/retrieval/find-similar-deals';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { assembleContext, contextHash, type InsightContext } from './context';
import type { DraftInsight, StageProgress } from './schema';
import { renewals } from './renewal';
import { underVariants } from './rule-variants';
import { begun, done, failed } from './stages';
import { readWorkspaceRules } from './statistics-store';
import { changeRun, findRun, findRunWithContext, saveInsights, standingInsights, supersede, type NewInsight } from './store';
import { analyseDeal } from './tasks/analyse-deal';
import { tellAsker } from './tell-asker';
import { validateDrafts, type ValidInsight } from './validate';
import { workspaceStatistics } from './workspace-statistics';

const SIMILAR = 10;
const words = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** The run was cancelled, or finished by somebody else: there is nothing to do. */
export class RunEnded extends Error {}

/** The run, unless it has ended. */
function stillOpen<R extends { id: string; status: string; stages: unknown }>(run: R | null): R & { stages: StageProgress[] } {
  if (!run || (run.status !== 'queued' && run.status !== 'running')) throw new RunEnded(`run ${run?.id ?? ''} is not open`);
  return { ...run, stages: run.stages as StageProgress[] };
}

/** An open run that was prepared, with what it was prepared with. Inside a transaction. */
async function preparedRun(scope: Scope, runId: string) {
  const run = stillOpen(await findRunWithContext(scope, runId));
  if (run.context === null) throw new Error('the run has no context yet');
  return { ...run, context: run.context as unknown as InsightContext };
}

/** Writes to the run; inside a transaction, which it ends when the run was cancelled meanwhile. */
async function writeRun(scope: Scope, runId: string, change: Parameters<typeof changeRun>[2]): Promise<void> {
  if (!(await changeRun(scope, runId, change))) throw new RunEnded(`run ${runId} was ended`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now();
  const result = await work();
  return { result, ms: performance.now() - started };
}

/**
 * Stages 1 to 3. Leaves the context with the run. Where a stage ends is written in the transaction that begins the next, so that
 * the person sees each tick and none costs a transaction of its own.
 */
export async function prepareRun(systemOrMember: Scope, runId: string): Promise<void> {
  const scope = seeingAll(systemOrMember);
  const run = await transaction(scope, async () => {
    const found = stillOpen(await findRun(scope, runId));
    if (found.contextHash === null) await writeRun(scope, runId, { status: 'running', stages: begun(found.stages, 'embed') });
    return found;
  });
  if (run.contextHash !== null) return;
  const at = run.asOf.getTime();

  const embedder = await workspaceEmbedder(scope);
  const { result: problem, ms } = await timed(() => embedDeals(scope, [run.dealId], { embedder }).then(() => null, sayWhy));
  const embedded = done(run.stages, 'embed', ms, problem ?? `fields and latest notes, by ${embedder.model}`);
  const deal = await transaction(scope, async () => {
    await writeRun(scope, runId, { stages: begun(embedded, 'retrieve') });
    const [history] = await loadHistories(scope, [run.dealId]);
    if (!history) throw new RunEnded('the deal is gone');
    return asOf(history, Math.max(at, history.openedAt));
  });
  // Without a vector of the deal there is nothing to compare: the analyst goes on with what else is known, and the stage says so.
  const similar = await timed(async () => (problem ? [] : findSimilarDeals(scope, deal, { embedder, k: SIMILAR, asOf: at })));
  const retrieved = done(embedded, 'retrieve', similar.ms, problem ? 'not possible without an embedding' : similarInWords(similar.result));
  await transaction(scope, async () => {
    // Here the deal is drawn, once: what is made from here on is made under these variants.
    const under = await armsOf(scope, { id: deal.id, accountId: deal.account?.id ?? null }, madeBy(analyseDeal.name));
    const assembled = await timed(() => assemble(scope, deal, similar.result, under));
    const context = assembled.result;
    await writeRun(scope, runId, { context, contextHash: contextHash(context), arms: under.arms, stages: done(retrieved, 'assemble', assembled.ms, contextInWords(context)) });
  });
}

const similarInWords = (found: Similar): string => found.length === 0
  ? 'no closed deal to compare with yet'
  : `${words(found.length, 'similar deal')}: ${found.filter((s) => s.outcome === 'won').length} won, ${found.filter((s) => s.outcome === 'lost').length} lost`;

const contextInWords = ({ interactions, rules }: InsightContext): string =>
  `${words(interactions.length, 'recent interaction')}, ${words(rules.length, 'condition')} that ${rules.length === 1 ? 'holds' : 'hold'}`;

/** The embedding provider's failure in words; anything else is ours and ends the run. */
function sayWhy(error: unknown): string {
  if (error instanceof ModelFailure || error instanceof EmbeddingRefused) return `not embedded: ${error.message}`;
  throw error;
}

type Similar = Awaited<ReturnType<typeof findSimilarDeals>>;

/** Inside a transaction. */
async function assemble(scope: Scope, deal: DealAsOf, similar: Similar, under: Under): Promise<InsightContext> {
  const model = await servedWinModel(scope, deal.id);
  const known = underVariants(await workspaceStatistics(scope), rulesUnder(under));
  const workspace = await currentWorkspace(scope);
  const { probability, low, high, baseRate, n, drivers, modelVersion } = scoreDeal(model, deal);
  return assembleContext({
    deal, similar: similar.map(({ dealId: id, ...s }) => ({ id, ...s })),
    score: { probability, low, high, baseRate, n, drivers, modelVersion, signal: model.signal, needed: MIN_CLOSED, priorName: model.prior.name },
    workspaceRules: (await readWorkspaceRules(scope)).filter((r) => r.enabled).map(({ id, text }) => ({ id, text })),
    // Practices and patterns come with the practice memory; there are none to cite before it.
    practices: [], patterns: [], currency: workspace.currency,
    ruleSettings: known.ruleSettings, norms: known.norms, ruleStatistics: known.rules, actionStatistics: known.actions,
  });
}

export type Asked = Pick<TaskResult<{ insights: DraftInsight[] }>, 'output' | 'provider' | 'model' | 'promptVersion' | 'fallbacks' | 'usage' | 'abstained'> & {
  promptVersionId: string; latencyMs: number;
  /** Variants that it was made under; absent in what was asked before there were any. */
  arms?: Arm[];
};

/** Stage 4. Its result is plain JSON, to be memoised by the caller. */
export async function askRun(systemOrMember: Scope, runId: string): Promise<Asked> {
  const scope = seeingAll(systemOrMember);
  const { context, deps, compare, order, stages, promptVersionId, arms } = await transaction(scope, async () => {
    const run = await preparedRun(scope, runId);
    const settings = readSettings((await currentWorkspace(scope)).settings);
    const wired = await workspaceDeps(scope, analyseDeal, runId);
    const { prompt, order, arms } = await askedUnder(scope, run.arms);
    const stages = begun(run.stages, 'ask');
    await writeRun(scope, runId, { status: 'running', stages });
    return {
      context: run.context, stages, promptVersionId: prompt.id, order, arms,
      deps: { ...wired, prompts: async () => prompt },
      compare: shareOf(runId) < settings.compareShare && order.filter((name) => wired.providers[name]).length > 1,
    };
  });
  const { result, ms: latencyMs } = await timed(() => runTask(analyseDeal, context, deps, { compare, order }));
  const { output, provider, model, promptVersion, fallbacks, usage, abstained } = result;
  const who = provider === 'builtin' ? `built-in analyst${abstained ? ` (${abstained.provider} abstained)` : ''}` : model;
  await transaction(scope, () => writeRun(scope, runId, { stages: done(stages, 'ask', latencyMs, who) }));
  return { output, provider, model, promptVersion, promptVersionId, fallbacks, usage, abstained, latencyMs, arms };
}

/** What it is asked with, and the variants behind that: one whose experiment has ended meanwhile is in force no more. */
async function askedUnder(scope: Scope, stored: unknown) {
  const given = arm.array().parse(stored);
  const inForce = await payloadsInForce(scope, given.filter(({ subject }) => !isOfRule(subject)));
  return {
    ...(await askedWith(scope, analyseDeal, [...inForce.values()])),
    // What was assembled under a rule's variant stays so.
    arms: given.filter(({ subject, variantId }) => isOfRule(subject) || inForce.has(variantId)),
  };
}

const isOfRule = (subject: string): boolean => subject.startsWith('rule:');

/** Position of an id in [0, 1), stable: which runs ask two providers. */
const shareOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(-8), 16) / 0x1_0000_0000;

/** Stage 5, and the end of the run. */
export async function storeRun(systemOrMember: Scope, runId: string, asked: Asked): Promise<{ insights: number }> {
  const scope = seeingAll(systemOrMember);
  return transaction(scope, async () => {
    const run = await preparedRun(scope, runId);
    await holdDeal(scope, run.dealId);
    const started = performance.now();
    const { kept, dropped, unresolved } = validateDrafts(asked.output.insights, run.context);
    const now = new Date();
    // What is due is judged before anything is renewed: no prediction escapes by being made again.
    await observeDeals(scope, [run.dealId], now);
    const arms = asked.arms ?? [];
    const { renewed, untouched, replaced } = renewals(await standingInsights(scope, run.dealId), kept, { ...asked, arms });
    const rows = kept.flatMap((insight, position) => (untouched.has(insight.dedupeKey) ? [] : [toRow(insight, renewed.get(insight.dedupeKey) ?? uuidv7(), position, run, asked)]));
    await supersede(scope, replaced, now);
    await saveInsights(scope, rows);
    const said = `${words(kept.length, 'insight')}${dropped.length > 0 ? `, ${dropped.length} refused` : ''}${unresolved.length > 0 ? `, ${words(unresolved.length, 'citation')} that did not resolve` : ''}`;
    await writeRun(scope, runId, {
      status: 'completed', finishedAt: new Date(), provider: asked.provider, model: asked.model, promptVersionId: asked.promptVersionId, tokensIn: asked.usage.tokensIn, tokensOut: asked.usage.tokensOut,
      costMicros: BigInt(Math.round(asked.usage.costMicros ?? 0)), latencyMs: asked.latencyMs, fallbacks: asked.fallbacks, dropped: JSON.parse(JSON.stringify({ dropped, unresolved })) as object,
      stages: done(begun(run.stages, 'validate'), 'validate', performance.now() - started, said),
    });
    // What is shown of the deal elsewhere is judged by the same rules as its advice.
    if (arms.some(({ subject }) => isOfRule(subject))) await assessDeals(scope, [run.dealId], 'rules as an experiment has them', { quiet: true });
    await tellAsker(scope, run, { insights: kept.length }, new Date());
    return { insights: kept.length };
  });
}

const toRow = (insight: ValidInsight, id: string, position: number, run: { id: string; dealId: string; context: InsightContext }, asked: Asked): NewInsight => ({
  id, dealId: run.dealId, runId: run.id, position, winModelVersion: run.context.score.modelVersion ?? null, type: insight.type, title: insight.title, body: insight.body, severity: insight.severity, confidence: insight.confidence,
  prediction: insight.prediction, ruleKey: insight.ruleKey, dedupeKey: insight.dedupeKey, provider: asked.provider, model: asked.model, promptVersion: asked.promptVersion, arms: asked.arms ?? [],
  evidence: insight.evidence.map((e) => ({ kind: e.kind, refId: e.id, title: e.title, quote: e.quote })),
  actions: insight.actions.map(({ type, title, owner, dueInDays, why }) => ({ type, title, owner, dueInDays, why })),
});

/** Ends a run that could not be finished, and says why where the person looks. */
export const failRun = (systemOrMember: Scope, runId: string, why: string): Promise<void> => {
  const scope = seeingAll(systemOrMember);
  return transaction(scope, async () => {
    const run = await findRun(scope, runId);
    const now = new Date();
    if (run && (await changeRun(scope, runId, { status: 'failed', finishedAt: now, error: why, stages: failed(run.stages as StageProgress[], why) }))) await tellAsker(scope, run, { failure: why }, now);
  });
};

/** All parts in a row, for programs that wait and for benchmarks. */
export async function generateNow(scope: Scope, runId: string): Promise<{ insights: number }> {
  await prepareRun(scope, runId);
  return storeRun(scope, runId, await askRun(scope, runId));
}

