/** Changes what is known of a lead beside its contact's fields; each fact keeps the time at which it changed, so that the past is not rewritten by it. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { lockedLead } from './change-lead-state';
import { getLeadWithFacts } from './get-lead';
import { recordChanges } from './record-changes';
import type { LeadPatch, LeadWithFacts } from './schema';
import { changeLead, readFacts, writeFacts } from './store';

/** Which facts differ, as they are kept in the lead's past. Pure. */
export const changedFacts = (before: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>, prefix = ''): { field: string; before: unknown; after: unknown }[] =>
  Object.entries(given).filter(([name, value]) => value !== undefined && JSON.stringify(before[name] ?? null) !== JSON.stringify(value ?? null)).map(([name, value]) => ({ field: `${prefix}${name}`, before: before[name] ?? null, after: value ?? null }));

export const updateLead = (scope: Scope, id: string, { facts = {}, version, ...plain }: LeadPatch): Promise<LeadWithFacts> => transaction(scope, async () => {
  const before = await lockedLead(scope, id, version);
  const known = await readFacts(scope, id);
  const changes = [...changedFacts({ source: before.source, company: before.company }, plain), ...changedFacts(known, facts, 'custom:')];
  if (changes.length === 0) return { ...before, facts: known };
  const at = new Date();
  await changeLead(scope, id, Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)));
  if (Object.keys(facts).length > 0) await writeFacts(scope, id, { ...known, ...facts });
  await recordChanges(scope, changes.map((change) => ({ leadId: id, ...change, at })), 'facts changed');
  const after = await getLeadWithFacts(scope, id);
  await audit(scope, { action: 'lead.update', entityId: id, before: { ...before, facts: known }, after });
  return after;
});
