/** Rules in words that a workspace keeps ("we never discount in Q1"): given to every analyst as context, from the next insight on. */
import { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { changeWorkspaceRule as write, deleteWorkspaceRule, insertWorkspaceRule, readWorkspaceRules } from './statistics-store';

export type WorkspaceRule = { id: string; text: string; enabled: boolean };

/** All of them stand in each prompt, so they are few and short. */
export const MOST_RULES = 20;
export const ruleText = z.string().trim().min(3, 'Write the rule as a sentence').max(400, 'At most 400 characters');
export const workspaceRuleChange = z.object({ id: z.uuid(), text: ruleText.optional(), enabled: z.boolean().optional() });

export const listWorkspaceRules = (scope: Scope): Promise<WorkspaceRule[]> => transaction(scope, () => readWorkspaceRules(scope));

/** Throws conflict when there are too many. */
export const addWorkspaceRule = (scope: Scope, text: string): Promise<{ id: string }> => transaction(scope, async () => {
  if ((await readWorkspaceRules(scope)).length >= MOST_RULES) throw conflict(`There are ${MOST_RULES} rules already. Remove one, or make two into one.`);
  const { id } = await insertWorkspaceRule(scope, text);
  await audit(scope, { action: 'workspace_rule.create', entityId: id, after: { text } });
  return { id };
});

const existing = async (scope: Scope, id: string): Promise<WorkspaceRule> => {
  const rule = (await readWorkspaceRules(scope)).find((one) => one.id === id);
  if (!rule) throw notFound('rule');
  return rule;
};

/** Throws not_found. */
export const changeWorkspaceRule = (scope: Scope, { id, ...change }: z.output<typeof workspaceRuleChange>): Promise<void> => transaction(scope, async () => {
  const { text, enabled } = await existing(scope, id);
  const before = { text, enabled };
  const after = { ...before, ...change };
  if (after.text === before.text && after.enabled === before.enabled) return;
  await write(scope, id, change);
  await audit(scope, { action: 'workspace_rule.update', entityId: id, before, after });
});

/** Throws not_found. */
export const removeWorkspaceRule = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  const { text, enabled } = await existing(scope, id);
  await deleteWorkspaceRule(scope, id);
  await audit(scope, { action: 'workspace_rule.delete', entityId: id, before: { text, enabled } });
});
