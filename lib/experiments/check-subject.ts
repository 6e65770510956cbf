/** Whether what the variants say exists here: prompt versions, rules and their bounds. */
import { isRuleKey, ruleOf } from '@/lib/insights/rules/catalogue';
import { settingsSchema } from '@/lib/insights/rules/rule';
import { promptedTask } from '@/lib/prompts/catalogue';
import { getPrompt } from '@/lib/prompts/get-prompt';
import type { FieldProblem } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { NewExperiment } from './schema';
import { unitsOfTask } from './task-units';

/** Inside a transaction. Empty when everything is there. */
export async function checkSubject(scope: Scope, { subject, variants, unit }: Pick<NewExperiment, 'subject' | 'variants' | 'unit'>): Promise<FieldProblem[]> {
  if (subject.kind === 'rule') {
    if (!isRuleKey(subject.ruleKey)) return [{ path: 'subject.ruleKey', message: 'There is no such rule.' }];
    const bounds = settingsSchema(ruleOf(subject.ruleKey).settings);
    return variants.flatMap(({ payload }, i) => {
      const parsed = payload.kind === 'rule' ? bounds.safeParse(payload.settings) : null;
      return parsed && !parsed.success ? parsed.error.issues.map(({ path, message }) => ({ path: ['variants', i, 'payload', 'settings', ...path].join('.'), message })) : [];
    });
  }
  if (subject.kind !== 'prompt' && subject.kind !== 'model') return [];
  const task = promptedTask(subject.task);
  if (!task) return [{ path: 'subject.task', message: 'There is no such task.' }];
  const units = unitsOfTask(task);
  if (!units.includes(unit)) return [{ path: 'unit', message: units.includes('message') ? 'This task is about no deal: each request to it is a unit of its own (message).' : 'This task answers about deals: choose deals or accounts.' }];
  if (subject.kind === 'model') return [];
  const versions = new Set((await getPrompt(scope, subject.task)).versions.map(({ id }) => id));
  return variants.flatMap(({ payload }, i) => (payload.kind === 'prompt' && !versions.has(payload.versionId) ? [{ path: `variants.${i}.payload.versionId`, message: 'There is no such version of this prompt.' }] : []));
}
