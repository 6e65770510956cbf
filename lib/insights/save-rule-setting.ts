import { z } from 'zod';
import { isRuleKey, ruleOf } from '@/lib/insights/rules/catalogue';
import { resolveSettings, sameSettings, settingsSchema } from '@/lib/insights/rules/rule';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/guard';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { lockRuleSetting, saveRuleSetting as write } from './statistics-store';
import { ruleSettings } from './workspace-statistics';

export const ruleSettingInput = z.object({ key: z.string().max(60), enabled: z.boolean(), settings: z.record(z.string().max(60), z.number()) });
export type RuleSettingInput = z.infer<typeof ruleSettingInput>;
export type RuleState = { enabled: boolean; settings: Readonly<Record<string, number>> };

/** How a rule stands here now, every number of it. Throws not_found for an unknown rule. */
export const presentRule = (scope: Scope, key: string): Promise<RuleState> => transaction(scope, async () => {
  if (!isRuleKey(key)) throw notFound('rule');
  const stored = (await ruleSettings(scope))[key];
  return { enabled: stored?.enabled ?? true, settings: resolveSettings(ruleOf(key).settings, stored?.settings) };
});

/**
 * Sets a rule's numbers and whether it speaks; its record is then counted anew. With `from`, only if it stands so (compare and swap).
 * Throws not_found for an unknown rule, invalid for a number out of bounds, conflict when it stands otherwise than `from`.
 */
export const saveRuleSetting = (scope: Scope, { key, enabled, settings }: RuleSettingInput, from?: RuleState): Promise<void> => transaction(scope, async () => {
  if (!isRuleKey(key)) throw notFound('rule');
  const values = parseInput(settingsSchema(ruleOf(key).settings), settings) as Record<string, number>;
  await lockRuleSetting(scope, key);
  const before = await presentRule(scope, key);
  if (from && (from.enabled !== before.enabled || !sameSettings(from.settings, before.settings))) throw conflict('The rule was changed meanwhile. Look at how it stands now, then decide again.');
  if (before.enabled === enabled && sameSettings(before.settings, values)) return;
  await write(scope, key, enabled, values);
  await audit(scope, { action: 'rule.update', entityId: key, before, after: { enabled, settings: values } });
  await send(scope, 'workspace/refresh.requested', { cause: 'rule changed' }, `rule:${key}:${scope.requestId}`);
});
