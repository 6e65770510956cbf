/** What can be tested in a workspace, for the form, and what subjects are called. */
import type { PayloadLabels, SubjectNames } from '@/components/experiments/experiment-words';
import type { Choices } from '@/components/experiments/form/choices';
import { KNOWN_ATTRIBUTES } from '@/lib/experiments/attribute-list';
import type { Subject } from '@/lib/experiments/schema';
import { listRules } from '@/lib/insights/rule-reports';
import { RULES } from '@/lib/insights/rules/catalogue';
import { configuredProviders } from '@/lib/llm/workspace-deps';
import { PROMPTED_TASKS } from '@/lib/prompts/catalogue';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION } from '@/lib/prompts/schema';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';

/** Only what is made for deals: the improver's own prompt is asked for no unit. */
const TASKS = PROMPTED_TASKS.filter(({ replayable }) => replayable);

export async function readChoices(scope: Scope): Promise<Choices> {
  const { rules } = await listRules(scope);
  const prompts: Choices['prompts'][number][] = [];
  for (const { name } of TASKS) {
    const { title, versions } = await getPrompt(scope, name);
    prompts.push({ task: name, title, versions: versions.map(({ id, version, labels, rationale }) => ({ id, version, production: labels.includes(PRODUCTION), rationale })) });
  }
  const keyed = Object.keys(configuredProviders()) as ('anthropic' | 'openai')[];
  return {
    // A rule that its record has muted, or that lacks its facts here, would say nothing in either variant.
    rules: rules.filter(({ muted, missing }) => !muted && missing.length === 0).map(({ key, name, polarity, speaksOf, enabled, settings }) => ({ key, name, polarity, speaksOf, enabled, settings: settings.map(({ key: of, label, unit, min, max, value }) => ({ key: of, label, unit, min, max, value })) })),
    prompts, attributes: KNOWN_ATTRIBUTES, presentation: readSettings((await currentWorkspace(scope)).settings).presentation,
    providers: [...keyed, 'builtin'], hasModel: keyed.length > 0,
  };
}

/** By subject, see `subjectWords`. */
export const SUBJECT_NAMES: SubjectNames = Object.fromEntries([...RULES.map(({ key, name }) => [`rule:${key}`, name]), ...PROMPTED_TASKS.map(({ name, title }) => [`prompt:${name}`, title])]);

/** Names of a rule's settings and of a prompt's versions, for what variants do. */
export async function readLabels(scope: Scope, subject: Subject): Promise<PayloadLabels> {
  if (subject.kind === 'rule') {
    const settings = RULES.find(({ key }) => key === subject.ruleKey)?.settings ?? {};
    return { settings: Object.fromEntries(Object.entries(settings).map(([key, { label, unit }]) => [key, { label, unit }])) };
  }
  if (subject.kind !== 'prompt' || !TASKS.some(({ name }) => name === subject.task)) return {};
  const { versions } = await getPrompt(scope, subject.task);
  return { versions: Object.fromEntries(versions.map(({ id, version }) => [id, `Version ${version}`])) };
}
