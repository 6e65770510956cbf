'use server';

import { z } from 'zod';
import { ruleSettingInput, saveRuleSetting } from '@/lib/insights/save-rule-setting';
import { addWorkspaceRule, changeWorkspaceRule, removeWorkspaceRule, ruleText, workspaceRuleChange } from '@/lib/insights/workspace-rules';
import { action } from '@/lib/server/action';

export const saveRule = action({ permission: 'rule.write', input: ruleSettingInput, run: saveRuleSetting });
export const addOwnRule = action({ permission: 'rule.write', input: z.object({ text: ruleText }), run: (scope, { text }) => addWorkspaceRule(scope, text) });
export const changeOwnRule = action({ permission: 'rule.write', input: workspaceRuleChange, run: changeWorkspaceRule });
export const removeOwnRule = action({ permission: 'rule.write', input: z.object({ id: z.uuid() }), run: (scope, { id }) => removeWorkspaceRule(scope, id) });
