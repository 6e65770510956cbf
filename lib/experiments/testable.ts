/** What can be tested in this workspace now, and why not where it cannot: said before somebody waits weeks for a test that can find nothing. */
import { listRules, type RuleReport } from '@/lib/insights/rule-reports';
import { ORDER_WORDS, WORDING_WORDS } from '@/lib/insights/present';
import { configuredProviders } from '@/lib/llm/workspace-deps';
import { PROMPTED_TASKS, type PromptedTask } from '@/lib/prompts/catalogue';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION } from '@/lib/prompts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings, type WorkspaceSettings } from '@/lib/workspaces/schema';
import { KNOWN_ATTRIBUTES } from './attribute-list';
import { MEASURE_KINDS, MEASURE_WORDS } from './measures';
import { EXTERNAL_SUBJECTS, INSIGHT_ORDERS, INSIGHT_WORDINGS, MEASURES, UNITS, type Unit } from './schema';
import { MADE_FOR, unitsOfTask } from './task-units';
import type { Testable, TestableModel, TestablePrompt, TestableRule, TestableSubject } from './testable-schema';

/** How advice is shown may differ by reader. */
const SHOWN_TO: readonly Unit[] = ['deal', 'account', 'user'];
const COUNTED_OF: readonly Unit[] = ['deal', 'account', 'user'];

const NO_MODEL = 'No key for a language model is set: the built-in analyst answers whatever a prompt says, so the arms would be identical. Set a key (Settings, Providers), or test a rule or how advice is shown.';
const NO_UNIT = 'It answers a few times a month and the product counts nothing of its answers: a test would need years. By REST, with an outcome of your own, each request is a unit.';

const offered = (reason: string | null) => ({ reason, available: reason === null });

export const testableSubjects = (scope: Scope): Promise<TestableSubject[]> => transaction(scope, async () => {
  const settings = readSettings((await currentWorkspace(scope)).settings);
  const keyed = Object.keys(configuredProviders()) as ('anthropic' | 'openai')[];
  const rules = (await listRules(scope)).rules.map(testableRule);
  const prompts: TestablePrompt[] = [];
  for (const task of PROMPTED_TASKS) prompts.push(await testablePrompt(scope, task, keyed.length > 0 && settings.firstModel !== 'builtin'));
  return [
    { kind: 'rule', choices: rules, ...together(rules) },
    { kind: 'presentation', available: true, reason: null, units: [...SHOWN_TO], present: settings.presentation, orders: INSIGHT_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] })), wordings: INSIGHT_WORDINGS.map((value) => ({ value, label: WORDING_WORDS[value] })) },
    { kind: 'prompt', choices: prompts, ...together(prompts) },
    { kind: 'model', ...models(keyed, settings) },
    { kind: 'external', available: true, reason: null, units: [...UNITS], what: [...EXTERNAL_SUBJECTS] },
  ];
});

/** With the attributes for targeting and what the product counts by itself: all that a form offers. */
export const testable = async (scope: Scope): Promise<Testable> => ({
  subjects: await testableSubjects(scope), attributes: KNOWN_ATTRIBUTES.map((one) => ({ ...one, units: [...one.units] })),
  measures: MEASURES.map((measure) => ({ measure, ...MEASURE_WORDS[measure], kinds: [...MEASURE_KINDS[measure]], units: [...COUNTED_OF] })),
});

/** Available where any choice is; else the reason of the first. */
const together = (choices: readonly { available: boolean; reason: string | null }[]) => {
  const available = choices.some((one) => one.available);
  return { available, reason: available ? null : (choices[0]?.reason ?? 'There is nothing to choose from.') };
};

function testableRule({ key, name, polarity, speaksOf, enabled, record, missing, settings }: RuleReport): TestableRule {
  // With its facts missing it is silent in every arm. Muted by its record it may speak with other numbers, which are counted when it starts.
  const reason = missing.length > 0 ? `No closed deal here has what this rule needs (${missing.join(', ')}), so it says nothing in any arm.` : null;
  return {
    key, name, polarity, speaksOf, enabled, record, units: [...MADE_FOR], ...offered(reason),
    settings: settings.map(({ key: of, label, unit, min, max, value }) => ({ key: of, label, unit, min, max, value })),
  };
}

async function testablePrompt(scope: Scope, task: PromptedTask, answered: boolean): Promise<TestablePrompt> {
  const { versions } = await getPrompt(scope, task.name);
  const one = versions.length < 2 ? 'There is only one version of this prompt. Write another one (Prompts) to compare with it.' : null;
  return {
    task: task.name, title: task.title, units: [...unitsOfTask(task)], ...offered(!task.replayable ? NO_UNIT : !answered ? NO_MODEL : one),
    versions: versions.map(({ id, version, labels, rationale }) => ({ id, version, production: labels.includes(PRODUCTION), rationale })),
  };
}

function models(keyed: readonly ('anthropic' | 'openai')[], { firstModel }: WorkspaceSettings): { available: boolean; reason: string | null; choices: TestableModel[] } {
  const reason = keyed.length === 0 ? 'No key for a language model is set: the built-in analyst would answer in every arm. Set a key (Settings, Providers).' : null;
  const choices = PROMPTED_TASKS.filter(({ replayable }) => replayable).map(({ name, title }): TestableModel =>
    ({ task: name, title, units: [...MADE_FOR], providers: [...keyed, 'builtin'], first: keyed.find((one) => one === firstModel) ?? (firstModel === 'builtin' ? 'builtin' : (keyed[0] ?? 'builtin')), ...offered(reason) }));
  return { ...together(choices), choices };
}
