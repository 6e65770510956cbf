/** A reviewer sets the values of a proposed rule change otherwise before anybody approves it. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, isUniqueViolation, notFound } from '@/lib/server/errors';
import { mustAllow } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';
import { changeHash } from './change-hash';
import { kindOf } from './kinds/catalogue';
import { changeRule, type PlanChange, type RuleState } from './schema';
import { findItem, findOpen, replaceChange } from './store';

/**
 * Puts other values in the place of those proposed: a new hash, so that an approval of the old ones no longer holds. What was expected of the old
 * values is not kept for the new ones. Throws not_found, invalid, or conflict when it was edited or decided on meanwhile.
 */
export const editItem = (scope: Scope, id: string, { changeHash: seen, after }: { changeHash: string; after: RuleState }, now: Date = new Date()): Promise<{ changeHash: string }> => transaction(scope, async () => {
  mustAllow(scope, 'plan.decide');
  const item = await findItem(scope, id);
  if (!item) throw notFound('proposed change');
  if (item.kind !== 'change_rule') throw invalid('Only the numbers of a rule can be edited. Reject this with a reason, and propose another.');
  const before = { kind: 'change_rule', change: changeRule.parse(item.change) } as const satisfies PlanChange;
  const edited = { kind: 'change_rule', change: { ...before.change, after } } as const satisfies PlanChange;
  await kindOf(edited).check(scope);
  const hash = changeHash(edited);
  if (hash === seen) return { changeHash: hash };
  if (await findOpen(scope, hash)) throw conflict('The change with these values is proposed already. Reject this one, and decide on that.');
  const rationale = `${item.rationale}\n\n${scope.principal.name} edited the values. ${item.expected ? 'The effect expected was that of the values proposed first.' : ''}`.trim();
  const done = await replaceChange(scope, id, seen, now, { change: edited.change, changeHash: hash, rationale }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? conflict('The change with these values was proposed at this moment. Reject this one, and decide on that.') : error;
  });
  if (!done) throw conflict('Somebody edited or decided on this change since you opened it. Look at it again.');
  await audit(scope, { action: 'plan_item.edit', entityId: id, before: { title: item.title, after: before.change.after }, after: { title: item.title, after } });
  return { changeHash: hash };
});
