/** What won becomes the default by a change that a manager approves: here it is proposed. Nothing changes by it. */
import { isDeepStrictEqual } from 'node:util';
import { ruleOf, isRuleKey } from '@/lib/insights/rules/catalogue';
import { presentRule } from '@/lib/insights/save-rule-setting';
import { settingsOf } from '@/lib/insights/rules/apply';
import { proposeItem } from '@/lib/plans/propose-item';
import type { ExpectedEffect, PlanChange, PlanEvidence } from '@/lib/plans/schema';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION } from '@/lib/prompts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import type { MetricResult, Results, VariantResult } from './results-schema';
import type { Experiment, Variant, VariantPayload } from './schema';

/** What would have to change for the workspace to do as this variant does. Null: it does so already. Else in words why nothing can. */
type Needed = (PlanChange & { title: string; risk: string }) | { words: string } | null;

async function neededFor(scope: Scope, { subject }: Experiment, { payload }: Pick<Variant, 'payload'>): Promise<Needed> {
  switch (payload.kind) {
    case 'external': return { words: 'What won is decided by your own program: make it the default there.' };
    case 'prompt': return subject.kind === 'prompt' ? movedLabel(scope, subject.task, payload.versionId) : null;
    case 'rule': return subject.kind === 'rule' ? changedRule(scope, subject.ruleKey, payload) : null;
    case 'presentation': {
      const before = readSettings((await currentWorkspace(scope)).settings).presentation;
      const after = { order: payload.order, wording: payload.wording };
      return isDeepStrictEqual(before, after) ? null
        : { kind: 'change_presentation', change: { before, after }, title: 'Show insights as the experiment found best', risk: 'Whoever is used to the present order finds things elsewhere.' };
    }
    case 'model': {
      const before = readSettings((await currentWorkspace(scope)).settings).firstModel;
      return before === payload.provider ? null
        : { kind: 'change_first_model', change: { before, after: payload.provider }, title: 'Ask the model first that the experiment found best', risk: 'Answers may cost more or take longer than today.' };
    }
  }
}

async function movedLabel(scope: Scope, task: string, versionId: string): Promise<Needed> {
  const prompt = await getPrompt(scope, task);
  const to = prompt.versions.find(({ id }) => id === versionId);
  const from = prompt.versions.find(({ labels }) => labels.includes(PRODUCTION));
  if (!to) return { words: 'The version that won is not there any more.' };
  if (to.id === from?.id) return null;
  const ref = ({ id, version }: typeof to) => ({ versionId: id, version });
  return {
    kind: 'move_prompt_label', change: { promptId: prompt.id, promptName: prompt.name, label: PRODUCTION, from: from ? ref(from) : null, to: ref(to) },
    title: `Version ${to.version} of the prompt “${prompt.title}”`, risk: 'Advice on deals unlike those of the experiment may become worse.',
  };
}

async function changedRule(scope: Scope, ruleKey: string, { enabled, settings }: Extract<VariantPayload, { kind: 'rule' }>): Promise<Needed> {
  if (!isRuleKey(ruleKey)) return { words: 'The rule is not there any more.' };
  const rule = ruleOf(ruleKey);
  const stands = await presentRule(scope, ruleKey);
  const before = { enabled: stands.enabled, settings: { ...stands.settings } };
  const after = { enabled, settings: { ...settingsOf(rule, { [ruleKey]: { enabled, settings } }) } };
  return isDeepStrictEqual(before, after) ? null
    : {
      kind: 'change_rule', change: { ruleKey, before, after }, title: `The rule “${rule.name}” as the experiment found best`,
      risk: enabled ? 'Deals that the rule speaks of today may no longer be named, and others may be named in vain.' : 'Deals in this condition are no longer named.',
    };
}

const JUDGED = { helpful: 'helpful', accurate: 'accuracy' } as const;
const percent = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(share * 1000) / 10}`;
const clamped = (share: number): number => Math.min(1, Math.max(-1, share));

const resultOf = (metric: MetricResult, variantId: string): VariantResult | undefined => metric.variants.find((one) => one.variantId === variantId);

/** The experiment's own difference, where a change is judged by the same: the share of helpful answers, or of insights that came true. */
function expectedOf(experiment: Experiment, winnerId: string, { metrics }: Results): ExpectedEffect | null {
  for (const { key, kind, measure } of experiment.plan.metrics) {
    if (kind !== 'ratio' || (measure !== 'helpful' && measure !== 'accurate')) continue;
    const metric = metrics.find((one) => one.key === key);
    const [won, control] = [metric && resultOf(metric, winnerId), metric?.variants.find((one) => one.control)];
    if (!won?.difference || !control) continue;
    const { value, low, high } = won.difference;
    return { metric: JUDGED[measure], difference: clamped(value), low: clamped(low), high: clamped(high), n: won.n + control.n, basis: `the experiment “${experiment.name}”: ${won.n + control.n} ${experiment.unit}s, always-valid interval`.slice(0, 400) };
  }
  return null;
}

/** What speaks for it: the verdict, and each metric with its interval. */
function evidenceOf({ id }: Experiment, winnerId: string, { verdict, metrics }: Results): PlanEvidence[] {
  const path = `/experiments/${id}`;
  const lines = metrics.flatMap((metric) => {
    const found = resultOf(metric, winnerId)?.relative;
    return found ? [`${metric.name}: ${percent(found.value)}% against the control (${percent(found.low)} to ${percent(found.high)}%)`] : [];
  });
  return [{ text: verdict.headline.slice(0, 600), path, dealId: null }, ...lines.map((text) => ({ text: text.slice(0, 600), path, dealId: null }))];
}

/**
 * Proposes that what won becomes the default; the plan item, and in words what became of it. Done again it gives the same item. Where the workspace
 * does so already, or a program decides, there is none. Inside the caller's transaction, if one is open.
 */
export const proposeDefault = (scope: Scope, experiment: Experiment, winnerId: string, results: Results): Promise<{ itemId: string | null; words: string }> => transaction(scope, async () => {
  const winner = experiment.variants.find(({ id }) => id === winnerId);
  if (!winner) return { itemId: null, words: 'The variant that won is not one of this experiment.' };
  const needed = await neededFor(scope, experiment, winner);
  if (needed === null) return { itemId: null, words: `“${winner.name}” is the default already: nothing needs to change.` };
  if ('words' in needed) return { itemId: null, words: needed.words };
  const control = experiment.variants.find(({ position }) => position === 0);
  // What was measured is the difference to the control: it is expected of a change only where the control is how things stand.
  const fromControl = control !== undefined && (await neededFor(scope, experiment, control)) === null;
  const { title, risk, ...change } = needed;
  try {
    const { id, status } = await proposeItem(scope, {
      ...change, title: title.slice(0, 200), risk, expiresInDays: 30, evidence: evidenceOf(experiment, winnerId, results), expected: fromControl ? expectedOf(experiment, winnerId, results) : null,
      rationale: `“${winner.name}” won the experiment “${experiment.name}”. ${results.verdict.headline} ${results.verdict.detail}`.trim().slice(0, 4_000),
    });
    return status === 'rejected'
      ? { itemId: id, words: `“${winner.name}” was proposed as the default before, and rejected; nothing new speaks for it.` }
      : { itemId: id, words: `“${winner.name}” is proposed as the default: a manager decides under Plans.` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { itemId: null, words: `“${winner.name}” could not be proposed as the default: ${error.message}` };
  }
});
