/** A lead, and everything that stands on its page. */
import { contactOverview } from '@/lib/contacts/get-contact';
import type { RelatedDeal, TimelineEntry } from '@/lib/contacts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import type { Lead, LeadWithFacts } from './schema';
import { readScores, type LeadScorePoint } from './score-store';
import { countEndings, findLead, memberNames, readChanges, readFacts, type Endings } from './store';

/** The lead, or not_found when it is not there, no lead, or not in sight. */
export const getLead = (scope: Scope, id: string): Promise<Lead> => transaction(scope, async () => {
  const lead = await findLead(scope, id);
  if (!lead) throw notFound('lead');
  return lead;
});

/** The lead that a contact is, when it is one and in sight. */
export const leadOf = (scope: Scope, contactId: string): Promise<Lead | null> => transaction(scope, () => findLead(scope, contactId));

/** With the facts that have no field of their own. */
export const getLeadWithFacts = (scope: Scope, id: string): Promise<LeadWithFacts> => transaction(scope, async () => ({ ...(await getLead(scope, id)), facts: await readFacts(scope, id) }));

/** A change of the lead as a person reads it: owners by name. */
export type LeadEvent = { id: string; at: string; field: string; before: string | number | null; after: string | number | null; by: string; simulated: boolean };

export type LeadOverview = {
  lead: Lead; facts: Record<string, unknown>;
  /** The scores so far, ascending by time; empty while there is no model. */
  scores: LeadScorePoint[];
  /** Newest first. */
  events: LeadEvent[]; timeline: TimelineEntry[]; deals: RelatedDeal[];
  /** Of the whole workspace: what a model would learn from. */
  endings: Endings;
};

const MOST_EVENTS = 200;
const MOST_SCORES = 200;
const plain = (value: unknown): string | number | null => (typeof value === 'string' || typeof value === 'number' ? value : null);

async function eventsOf(scope: Scope, id: string): Promise<LeadEvent[]> {
  const rows = await readChanges(scope, id, MOST_EVENTS);
  const owners = rows.filter((r) => r.field === 'owner').flatMap((r) => [r.before, r.after]).filter((v): v is string => typeof v === 'string');
  const names = await memberNames(scope, [...new Set(owners)]);
  const said = (field: string, value: unknown) => (field === 'owner' && typeof value === 'string' ? (names.get(value) ?? 'somebody who left') : plain(value));
  return rows.map((r) => ({ id: r.id, at: r.at.toISOString(), field: r.field, before: said(r.field, r.before), after: said(r.field, r.after), by: r.actorName, simulated: r.simulated }));
}

/** How many leads of the workspace ended, whoever asks: the model learns from all of them. */
export const endingsOf = (scope: Scope): Promise<Endings> => transaction(seeingAll(scope), () => countEndings(seeingAll(scope)));

export const leadOverview = (scope: Scope, id: string): Promise<LeadOverview> => transaction(scope, async () => {
  const lead = await getLead(scope, id);
  const { deals, timeline } = await contactOverview(scope, id);
  return { lead, facts: await readFacts(scope, id), scores: await readScores(scope, id, MOST_SCORES), events: await eventsOf(scope, id), timeline, deals, endings: await endingsOf(scope) };
});
