/**
 * Leads for the sample workspace, made up from a seed: people who asked, what is known of them, what they did, and how it ended (planted-leads.ts).
 * Pure: the same seed, moment and owners give the same leads. Ended ones came in over fourteen months, open ones over the last two.
 */
import { DAY } from '@/lib/deals/history';
import { sigmoid } from '@/lib/ml/logistic-regression';
import { createRng, randomNormal, type Rng } from '@/lib/stats/rng';
import { between, chance, pick, poisson } from './draw';
import { FIRST_NAMES, LAST_NAMES } from './people';
import { PLANTED_LEADS, type LEAD_SOURCES } from './planted-leads';
import type { NewInteraction } from './world';

/** On no deal, for there is none yet. */
export type LeadTalk = Omit<NewInteraction, 'dealId' | 'memberId'>;
export type LeadState = 'new' | 'working' | 'qualified' | 'converted' | 'disqualified';
export type SampleLead = {
  id: string; name: string; email: string; jobTitle: string; company: string; source: string; ownerId: string | null;
  state: LeadState; leadAt: number; endedAt: number | null; endReason: string | null;
  /** Facts without a field of their own. */
  custom: Record<string, string | number>;
  /** Moves from state to state, the first one into new. */
  moves: { from: LeadState | null; to: LeadState; at: number }[];
  interactions: LeadTalk[];
};

export const ENDED_LEADS = 330;
export const OPEN_LEADS = 70;

const NAMES = ['Alder', 'Beacon', 'Cinder', 'Dovetail', 'Ember', 'Fathom', 'Granite', 'Harbour', 'Ivory', 'Juniper', 'Keystone', 'Lantern', 'Meridian', 'Nimbus', 'Orchard', 'Pebble', 'Quarry', 'Rowan', 'Saffron', 'Tidewater'];
const KINDS = ['Clinics', 'Foods', 'Freight', 'Glass', 'Hotels', 'Insurance', 'Labs', 'Media', 'Mills', 'Pharmacy', 'Schools', 'Studios', 'Textiles', 'Water'];
const TITLES = ['Operations Manager', 'IT Manager', 'Head of Finance', 'Office Manager', 'Systems Architect', 'Managing Director', 'Category Manager', 'Team Lead'];
const REASONS = ['No budget this year', 'Chose another supplier', 'Does not answer', 'Wrong size for us', 'Only looking around', 'Student project'];
const REGIONS = ['North', 'South', 'East', 'West'];
const SIZES = ['1-10', '11-50', '51-200', '201-1000', 'over 1000'];

type Facts = { source: (typeof LEAD_SOURCES)[number]; price: boolean; minutes: number; replied: boolean };

/** Probability that a lead of these facts converts: the truth that was planted. */
export const chanceOf = ({ source, price, minutes, replied }: Facts): number => sigmoid(
  Math.log(PLANTED_LEADS.baseOdds) + Math.log(PLANTED_LEADS.source[source]) + (price ? Math.log(PLANTED_LEADS.askedForPrice) : 0)
  + Math.log(PLANTED_LEADS.minutesDoubled) * Math.log2(minutes / 8) + (replied ? Math.log(PLANTED_LEADS.replied) : 0));

const drawFacts = (rng: Rng): Facts => ({
  source: pick(rng, ['Website', 'Website', 'Website', 'Paid search', 'Paid search', 'Event', 'Event', 'Outbound', 'Referral'] as const),
  price: chance(rng, 0.3), minutes: Math.max(1, Math.round(8 * Math.exp(0.8 * randomNormal(rng)))), replied: chance(rng, 0.4),
});

/** States on the way to `end` (or to where an open lead stands after `days`), each at its moment. */
function movesOf(rng: Rng, leadAt: number, days: number, end: 'converted' | 'disqualified' | null): SampleLead['moves'] {
  const moves: SampleLead['moves'] = [{ from: null, to: 'new', at: leadAt }];
  const until = leadAt + days * DAY;
  const step = (to: LeadState, at: number) => moves.push({ from: moves.at(-1)!.to, to, at: Math.round(at) });
  const worked = leadAt + between(rng, 0.1, 4) * DAY;
  const qualified = worked + between(rng, 3, 12) * DAY;
  if (worked < until && chance(rng, 0.9)) step('working', worked);
  if (qualified < until && chance(rng, end === 'converted' ? 0.85 : 0.35)) step('qualified', qualified);
  if (end) step(end, until);
  return moves;
}

function talkOf(rng: Rng, id: string, leadAt: number, until: number, { replied }: Facts, name: string): LeadTalk[] {
  const at = (low: number, high: number) => Math.round(leadAt + between(rng, low, high) * DAY);
  const one = (kind: LeadTalk['kind'], moment: number, subject: string | null, text: string | null): LeadTalk =>
    ({ contactId: id, kind, direction: kind === 'sent' ? 'outbound' : 'inbound', channel: 'email', subject, text, at: moment });
  const first = name.split(' ')[0]!;
  const sent = at(0.1, 1);
  const list = [one('sent', sent, 'Your question', `Hello ${first}, thank you for asking. Shall we talk this week?`)];
  for (let i = poisson(rng, 1.2); i > 0; i--) list.push(one('opened', Math.round(sent + between(rng, 0.02, 8) * DAY), 'Your question', null));
  if (replied) list.push(one('replied', Math.round(sent + between(rng, 0.2, 8.5) * DAY), 'Re: Your question', 'Thank you. Could you send me the details and a date for a call?'));
  return list.filter((interaction) => interaction.at < until).sort((a, b) => a.at - b.at);
}

/** The lead of this number among those that have ended, or among the open ones. */
function leadOf(n: number, ended: boolean, owners: readonly string[], { seed, now, newId }: SampleLeadOptions): SampleLead {
  const rng = createRng(`${seed}:lead:${ended ? 'ended' : 'open'}:${n}`);
  const facts = drawFacts(rng);
  const end = ended ? (chance(rng, chanceOf(facts)) ? 'converted' : 'disqualified') : null;
  const days = ended ? between(rng, 11, 55) : between(rng, 0.5, 58);
  const leadAt = Math.round(ended ? now - days * DAY - between(rng, 1, 425) * DAY : now - days * DAY);
  const endedAt = ended ? Math.round(leadAt + days * DAY) : null;
  const moves = movesOf(rng, leadAt, days, end).map((move) => (endedAt !== null && move.to === end ? { ...move, at: endedAt } : move));
  const name = `${pick(rng, FIRST_NAMES)} ${pick(rng, LAST_NAMES)}`;
  const company = `${pick(rng, NAMES)} ${pick(rng, KINDS)}`;
  const id = newId();
  return {
    id, name, company, jobTitle: pick(rng, TITLES), email: `${name.replace(' ', '.')}.${ended ? 'e' : 'o'}${n}@${company.replace(' ', '-')}.example`.toLowerCase(), source: facts.source,
    ownerId: owners.length === 0 || (!ended && chance(rng, 0.2)) ? null : pick(rng, owners),
    state: moves.at(-1)!.to, leadAt, endedAt, endReason: end === 'disqualified' ? pick(rng, REASONS) : null,
    custom: {
      'Minutes on website': facts.minutes, 'Asked for a price': facts.price ? 'yes' : 'no', 'Pages visited': 1 + poisson(rng, 4), 'Company size': pick(rng, SIZES), Region: pick(rng, REGIONS), Newsletter: chance(rng, 0.5) ? 'yes' : 'no',
    },
    moves, interactions: talkOf(rng, id, leadAt, endedAt ?? now, facts, name),
  };
}

export type SampleLeadOptions = { seed: string; now: number; newId: () => string };

/** `counts` are for tests: how many of each. */
export function sampleLeads(owners: readonly string[], options: SampleLeadOptions, counts = { ended: ENDED_LEADS, open: OPEN_LEADS }): SampleLead[] {
  return [
    ...Array.from({ length: counts.ended }, (_, n) => leadOf(n, true, owners, options)), ...Array.from({ length: counts.open }, (_, n) => leadOf(n, false, owners, options)),
  ].sort((a, b) => a.leadAt - b.leadAt);
}
