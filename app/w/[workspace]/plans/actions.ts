'use server';

import { revertItem } from '@/lib/plans/apply-item';
import { decideItem } from '@/lib/plans/decide-item';
import { editItem } from '@/lib/plans/edit-item';
import { proposeRule } from '@/lib/plans/propose-rule';
import { decideInput, editInput, proposeRuleInput, revertInput } from '@/lib/plans/schema';
import { action } from '@/lib/server/action';

export const decide = action({ permission: 'plan.decide', input: decideInput, run: (scope, { id, decision, ...given }) => decideItem(scope, id, decision, given) });
export const edit = action({ permission: 'plan.decide', input: editInput, run: (scope, { id, ...given }) => editItem(scope, id, given) });
export const revert = action({ permission: 'plan.decide', input: revertInput, run: (scope, { id, note }) => revertItem(scope, id, { note }) });
export const proposeRuleChange = action({ permission: 'plan.propose', input: proposeRuleInput, run: proposeRule });
