/**
 * One look for improvements, in resumable parts: `beginImprovement` (whose it is), `draftImprovement` (evidence, and what a language model
 * or the built-in makes of it; memoised by the job's step, so a paid call is repeated at most once), `keepDraft` (a new version and its
 * replay), `concludeImprovement` (the proposals). Nothing goes live here: a version is made and a plan item waits, no more.
 */
import { askedWith } from '@/lib/experiments/ask-under';
import { armsOfRequest } from '@/lib/experiments/assign-deal';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { runTask } from '@/lib/llm/router';
import { workspaceDeps } from '@/lib/llm/workspace-deps';
import { proposeItem } from '@/lib/plans/propose-item';
import type { Proposal } from '@/lib/plans/schema';
import { createVersion } from '@/lib/prompts/create-version';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION, type PromptDetail } from '@/lib/prompts/schema';
import { foundWords } from '@/lib/replays/replay-words';
import { openReplay } from '@/lib/replays/request-replay';
import { getReplay } from '@/lib/replays/get-replay';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import { systemScope, type Scope } from '@/lib/server/scope';
import { gatherEvidence } from './gather-evidence';
import { LEAST_EVIDENCE, type PromptDraft, type RuleDraft, type RuleSuggestion } from './schema';
import { changeImprovement, ensureImprovement, findImprovement, findSameEvidence, readRejected } from './store';
import { improvePrompt } from './tasks/improve-prompt';

/** The prompt that is improved: the one whose answers are held to account. */
const SUBJECT = analyseDeal.name;
/** Past deals that a draft is tried on. */
const DEALS = 30;

export const improverScope = (workspaceId: string): Scope => systemScope(workspaceId, 'improver');

/** The look of this request; null when it has ended. */
export const beginImprovement = (scope: Scope, requestId: string): Promise<string | null> => transaction(scope, async () => {
  const prompt = await getPrompt(scope, SUBJECT);
  const { id, status } = await ensureImprovement(scope, prompt.id, requestId, scope.principal.name);
  if (status !== 'queued' && status !== 'running') return null;
  await changeImprovement(scope, id, { status: 'running' });
  return id;
});

const end = (scope: Scope, id: string, status: 'proposed' | 'nothing' | 'failed', said: string, more: { planItemIds?: string[] } = {}) =>
  transaction(scope, () => changeImprovement(scope, id, { status, said: said.slice(0, 2_000), finishedAt: new Date(), ...more }));

export type Draft = { kind: 'prompt'; draft: PromptDraft; provider: string } | { kind: 'rules'; draft: RuleDraft; refused: string | null };

/** What could be changed; null when the look ended with nothing, and says why. */
export async function draftImprovement(scope: Scope, id: string): Promise<Draft | null> {
  const { counts, about, hash, input } = await gatherEvidence(scope, SUBJECT);
  if (counts.bad < LEAST_EVIDENCE) {
    await end(scope, id, 'nothing', `${counts.bad} insights were rejected or wrong. From ${LEAST_EVIDENCE} on there is something to go by.`);
    return null;
  }
  const same = await transaction(scope, async () => {
    const found = await findSameEvidence(scope, (await getPrompt(scope, SUBJECT)).id, hash);
    if (!found) await changeImprovement(scope, id, { evidenceHash: hash, evidence: { ...counts, about, insights: input.insights.map(({ id: one }) => one) } });
    return found;
  });
  if (same) {
    await end(scope, id, 'nothing', `The same insights were looked at on ${(same.finishedAt ?? same.createdAt).toISOString().slice(0, 10)}: nothing was rejected or turned out wrong since.`);
    return null;
  }
  const deps = await workspaceDeps(scope, improvePrompt, id);
  // Each look is a unit of its own, where an experiment tries another version of this prompt.
  const { payloads } = await armsOfRequest(scope, id, improvePrompt.name);
  const { prompt, order } = await askedWith(scope, improvePrompt, payloads);
  // Without a model's own rejected insights there is nothing to learn for its prompt: the built-in looks at the rules.
  const result = await runTask(improvePrompt, input, { ...deps, prompts: async () => prompt }, { order: about === 'rules' ? [] : order });
  await transaction(scope, () => changeImprovement(scope, id, { provider: result.provider }));
  const { output } = result;
  if (!('rules' in output)) return { kind: 'prompt', draft: output, provider: result.model };
  const refused = about === 'rules' ? null
    : result.abstained ? `The language model made no draft: ${result.abstained.reason}` : `No draft of a prompt: ${result.fallbacks.filter(({ reason }) => reason !== 'no key is set').map(({ reason }) => reason).join('; ')}`;
  return { kind: 'rules', draft: output, refused };
}

/** Makes the version and opens its replay, once: a repeated step finds them. Null when the look ended. */
export const keepDraft = (scope: Scope, id: string, draft: PromptDraft): Promise<{ versionId: string; replayId: string } | null> => transaction(scope, async () => {
  const look = await findImprovement(scope, id);
  if (!look || (look.status !== 'queued' && look.status !== 'running')) return null;
  if (look.versionId && look.replayId) return { versionId: look.versionId, replayId: look.replayId };
  const prompt = await getPrompt(scope, look.promptId);
  const present = inProduction(prompt);
  const made = await createVersion(scope, {
    promptId: look.promptId, template: { system: draft.system, user: draft.user }, config: present.config,
    rationale: `${draft.rationale}\n\nExpected: ${draft.expected}\n\nIt rests on ${draft.cites.length} ${draft.cites.length === 1 ? 'insight' : 'insights'}: ${draft.cites.map(({ why }) => why).join('; ')}`.slice(0, 2_000),
  }).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'conflict') return error;
    throw error;
  });
  if (made instanceof AppError) {
    await changeImprovement(scope, id, { status: 'nothing', said: `The draft says what another version says already. ${made.message}`, finishedAt: new Date() });
    return null;
  }
  const replay = await openReplay(scope, { versionId: made.id, deals: DEALS });
  await changeImprovement(scope, id, { versionId: made.id, replayId: replay.id });
  return { versionId: made.id, replayId: replay.id };
});

function inProduction({ versions }: PromptDetail) {
  const found = versions.find(({ labels }) => labels.includes(PRODUCTION));
  if (!found) throw new Error('the prompt has no version in production');
  return found;
}

/** Puts the draft before a manager, unless its replay found it worse or could not be made. */
export async function concludePrompt(scope: Scope, id: string, draft: PromptDraft, { versionId, replayId }: { versionId: string; replayId: string }): Promise<void> {
  const { result, error, against } = await getReplay(scope, replayId);
  const look = await transaction(scope, () => findImprovement(scope, id));
  if (!look) return;
  const prompt = await getPrompt(scope, look.promptId);
  const to = prompt.versions.find((one) => one.id === versionId);
  const from = inProduction(prompt);
  if (!to) return;
  const found = result ? foundWords(result, to.version, against) : '';
  const notTried = !result || result.verdict === 'too_few';
  if (notTried) return void (await end(scope, id, 'nothing', `Version ${to.version} was drafted but could not be compared, so it is not proposed. ${error ?? found}`));
  if (result.verdict === 'worse') return void (await end(scope, id, 'nothing', `Version ${to.version} was drafted and is not proposed: ${found}`));
  if (from.version !== against) return void (await end(scope, id, 'nothing', `Version ${to.version} was compared with version ${against}, which is not in production any more. Try it beside version ${from.version}.`));

  const path = `/prompts/${prompt.name}`;
  const { claims, pairs } = result;
  const { id: item, status } = await proposeItem(scope, {
    kind: 'move_prompt_label', title: `Version ${to.version} of the prompt “${prompt.title}”`, rationale: `${draft.rationale}\n\nExpected: ${draft.expected}\n\n${found}`.slice(0, 4_000),
    change: { promptId: prompt.id, promptName: prompt.name, label: PRODUCTION, from: { versionId: from.id, version: from.version }, to: { versionId: to.id, version: to.version } },
    evidence: [
      { text: `What differs from version ${from.version}`, path: `${path}?tab=compare&a=${from.version}&b=${to.version}` }, { text: found.slice(0, 600), path: `${path}?tab=past-deals&replay=${replayId}` },
      ...(await citedEvidence(scope, draft)),
    ],
    expected: claims ? { metric: 'accuracy', difference: claims.difference, low: claims.low, high: claims.high, n: pairs, basis: `both versions on the same ${pairs} past deals, as of past days` } : null,
    risk: result.verdict === 'undecided' ? 'On past deals it could not be told apart from the version in production: it may be no better.' : 'It was tried on past deals only; what people make of its words is not known yet.',
  });
  await end(scope, id, status === 'rejected' ? 'nothing' : 'proposed', status === 'rejected' ? `Version ${to.version} was rejected lately, and nothing new speaks for it.` : `Version ${to.version} waits for approval under Plans. ${found}`, status === 'rejected' ? {} : { planItemIds: [item] });
}

/** What the model said of each insight that it cites; whoever may not see the deal is not shown the words. */
async function citedEvidence(scope: Scope, { cites }: PromptDraft): Promise<NonNullable<Proposal['evidence']>> {
  const { input } = await gatherEvidence(scope, SUBJECT);
  const deals = new Map(input.insights.map(({ id, dealId, title }) => [id, { dealId, title }]));
  return cites.slice(0, 20).flatMap(({ id, why }) => {
    const cited = deals.get(id);
    return cited ? [{ text: `“${cited.title}”: ${why}`.slice(0, 600), path: `/deals/${cited.dealId}`, dealId: cited.dealId }] : [];
  });
}

/** Puts changes of rules before a manager. */
export async function concludeRules(scope: Scope, id: string, { rules, said }: RuleDraft, refused: string | null): Promise<void> {
  const proposed: string[] = [];
  const notes: string[] = [];
  for (const suggestion of rules) {
    const outcome = await propose(scope, suggestion);
    if (typeof outcome === 'string') notes.push(outcome);
    else proposed.push(outcome.id);
  }
  const words = [refused, said, ...notes].filter(Boolean).join(' ');
  await end(scope, id, proposed.length > 0 ? 'proposed' : 'nothing', words, { planItemIds: proposed });
}

/** The item that waits, or why there is none. */
async function propose(scope: Scope, { ruleKey, before, after, title, rationale, basis, effect, cites, risk }: RuleSuggestion): Promise<{ id: string } | string> {
  try {
    const item = await proposeItem(scope, {
      kind: 'change_rule', change: { ruleKey, before, after }, title, rationale,
      evidence: [{ text: basis.slice(0, 600), path: '/settings/rules' }, ...(await rejectedEvidence(scope, cites))],
      expected: effect && { metric: 'accuracy', difference: effect.difference, low: effect.low, high: effect.high, n: effect.n, basis }, risk,
    });
    return item.status === 'rejected' ? `“${title}” was rejected lately, and nothing new speaks for it.` : { id: item.id };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'conflict') return `“${title}”: ${error.message}`;
    throw error;
  }
}

/** Insights with what was said of them; whoever may not see the deal is not shown the words. */
const rejectedEvidence = (scope: Scope, ids: readonly string[]): Promise<NonNullable<Proposal['evidence']>> => transaction(scope, async () =>
  (await readRejected(scope, ids)).map(({ dealId, title, resolution, resolutionReason, feedback }) => {
    const said = [resolution === 'wrong' ? `turned out wrong${resolutionReason ? ` (${resolutionReason})` : ''}` : null, ...feedback.map(({ kind, text }) => [kind?.replaceAll('_', ' '), text].filter(Boolean).join(': '))];
    return { text: `“${title}”: ${said.filter(Boolean).join('; ')}`.slice(0, 600), path: `/deals/${dealId}`, dealId };
  }));

/** Ends a look that could not be finished, with the reason where the person looks. */
export const failImprovement = (scope: Scope, requestId: string, why: string): Promise<void> => transaction(scope, async () => {
  const prompt = await getPrompt(scope, SUBJECT);
  const { id } = await ensureImprovement(scope, prompt.id, requestId, scope.principal.name);
  await end(scope, id, 'failed', why);
});
