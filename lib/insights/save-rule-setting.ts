import { z } from 'zod';
import { isRuleKey, ruleOf } from '@/lib/insights/rules/catalogue';
import { resolveSettings, sameSettings, settingsSchema } from '@/lib/insights/rules/rule';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/guard';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { saveRuleSetting as write } from './statistics-store';
import { ruleSettings } from './workspace-statistics';

export const ruleSettingInput = z.object({ key: z.string().max(60), enabled: z.boolean(), settings: z.record(z.string().max(60), z.number()) });
export type RuleSettingInput = z.infer<typeof ruleSettingInput>;

/** Sets a rule's numbers and whether it speaks; its record is then counted anew. Throws not_found for an unknown rule, invalid for a number out of bounds. */
export const saveRuleSetting = (scope: Scope, { key, enabled, settings }: RuleSettingInput): Promise<void> => transaction(scope, async () => {
  if (!isRuleKey(key)) throw notFound('rule');
  const rule = ruleOf(key);
  const values = parseInput(settingsSchema(rule.settings), settings) as Record<string, number>;
  const stored = (await ruleSettings(scope))[key];
  const before = { enabled: stored?.enabled ?? true, settings: resolveSettings(rule.settings, stored?.settings) };
  const sameNumbers = sameSettings(before.settings, values);
  if (before.enabled === enabled && sameNumbers) return;
  await write(scope, key, enabled, values);
  await audit(scope, { action: 'rule.update', entityId: key, before, after: { enabled, settings: values } });
  await send(scope, 'workspace/refresh.requested', { cause: 'rule changed' }, `rule:${key}:${scope.requestId}`);
});
