/** The kinds of changes that can be proposed. A new one gets its file, its shape in schema.ts and its line here. */
import type { PlanChange, PlanKindName } from '../schema';
import { changeRuleKind } from './change-rule';
import { changeFirstModelKind, changePresentationKind } from './change-setting';
import type { PlanKind } from './kind';
import { movePromptLabelKind } from './move-prompt-label';

const KINDS: { [K in PlanKindName]: PlanKind<Extract<PlanChange, { kind: K }>['change']> } = {
  change_rule: changeRuleKind, move_prompt_label: movePromptLabelKind, change_presentation: changePresentationKind, change_first_model: changeFirstModelKind,
};

/** A change together with what its kind knows: everything asked of it needs no more than the scope. */
export function kindOf(given: PlanChange) {
  // The table pairs each kind with its own shape, which the compiler cannot follow through the union.
  const kind = KINDS[given.kind] as PlanKind<PlanChange['change']>;
  const { change } = given;
  return {
    check: (...[scope]: Scoped) => kind.check(scope, change),
    standing: (...[scope]: Scoped) => kind.standing(scope, change),
    apply: (...[scope, reason]: [...Scoped, string]) => kind.apply(scope, change, reason),
    revert: (...[scope, reason]: [...Scoped, string]) => kind.revert(scope, change, reason),
    diff: kind.diff(change), edit: kind.edit(change), judgedBy: kind.judgedBy(change), measuring: kind.measuring(change), reverting: kind.reverting(change),
  };
}
type Scoped = [Parameters<PlanKind<never>['check']>[0]];
