/** Shapes of leads: the only source of their types, safe in the browser. A lead is a contact with a triage state; its id is the contact's. */
import { z } from 'zod';
import { NOBODY } from '@/lib/deals/schema';

const text = (max: number) => z.string().trim().min(1, 'Please fill this in').max(max, `At most ${max} characters`);
const moment = z.iso.datetime({ offset: true }).or(z.iso.date()).transform((value) => new Date(value).toISOString());
const named = z.object({ id: z.uuid(), name: z.string() });

export const LEAD_STATES = ['new', 'working', 'qualified', 'converted', 'disqualified'] as const;
/** Still to be worked on, in their order. The other two end a lead. */
export const OPEN_STATES = ['new', 'working', 'qualified'] as const satisfies readonly LeadState[];
export const leadState = z.enum(LEAD_STATES);
export const isOpen = (state: LeadState): boolean => (OPEN_STATES as readonly LeadState[]).includes(state);

/** Ended leads that it takes before a model is tried (as with deals). */
export const MIN_ENDED = 50;

/** A fact under the name of its column in the system that it came from. */
export const factValue = z.union([z.string().max(2000), z.number()]);
export const facts = z.record(z.string().trim().min(1).max(200), factValue).refine((given) => Object.keys(given).length <= 500, 'At most 500 facts');

/** What a person or program gives of a new lead. */
export const newLead = z.object({
  name: text(200),
  email: z.email('Use an address such as dana@acme.com').max(320).nullish(),
  phone: text(60).nullish(),
  jobTitle: text(200).nullish(),
  accountId: z.uuid().nullish(),
  company: text(200).nullish().describe('where they work, as long as it is no account'),
  source: text(120).nullish(),
  ownerId: z.uuid().nullish().describe('absent: whoever creates it; null: nobody yet'),
  leadAt: moment.optional().describe('when it came in; absent: now'),
  facts: facts.optional().describe('any other facts, under the names that you know them by: the scoring model may read them all'),
});
/** The form of a page: what is known of a company becomes its account when the lead converts. */
export const leadForm = newLead.pick({ name: true, email: true, phone: true, jobTitle: true, company: true, source: true, ownerId: true });

export const leadPatch = z.object({
  source: text(120).nullish(), company: text(200).nullish(), facts: facts.optional().describe('merged into those that are there'),
  /** The version that was read: a change made by somebody else since then is not overwritten. */
  version: z.number().int().optional(),
});

export const stateChange = z.object({
  state: leadState, reason: text(500).nullish().describe('why it ended'), endedAt: moment.nullish().describe('when it ended; absent: now'), version: z.number().int().optional().describe('only if it is still as it was then'),
});
/** `deal`: what to call the deal that is made of it; null makes none. */
export const conversion = z.object({
  deal: z.object({ name: text(200), amount: z.number().min(0, 'An amount cannot be negative').max(1e13, 'That amount is too large').nullish() }).nullish(),
  version: z.number().int().optional(),
});
export const ownerChange = z.object({ ownerId: z.uuid().nullable(), version: z.number().int().optional() });

export const SORTS = ['score', 'date', 'name', 'state', 'owner'] as const;
/** List filters as they stand in the URL. */
export const leadQuery = z.object({
  state: leadState.or(z.enum(['open', 'ended', 'all'])).default('open'),
  q: z.string().trim().max(200).optional(),
  owner: z.uuid().or(z.literal(NOBODY)).optional().describe('id of a member, or nobody: those without an owner'),
  source: z.string().trim().min(1).max(120).optional(),
  sort: z.enum(SORTS).default('score'),
  dir: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

export const lead = z.object({
  id: z.uuid(),
  externalId: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  account: named.nullable(),
  company: z.string().nullable(),
  state: leadState,
  source: z.string().nullable(),
  owner: named.nullable(),
  /** When it came in; null where it is not known. */
  leadAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endReason: z.string().nullable(),
  /** The deal that was made of it, when it is in sight. */
  deal: named.nullable(),
  /** Probability that it converts, with its 95% interval; null until there is a model. */
  score: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  scoredAt: z.iso.datetime().nullable(),
  modelVersion: z.string().nullable(),
  simulated: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export const leadWithFacts = lead.extend({ facts: z.record(z.string(), z.unknown()) });

export type LeadState = (typeof LEAD_STATES)[number];
export type NewLead = z.infer<typeof newLead>;
export type LeadForm = z.infer<typeof leadForm>;
export type LeadPatch = z.infer<typeof leadPatch>;
export type StateChange = z.infer<typeof stateChange>;
export type Conversion = z.infer<typeof conversion>;
export type OwnerChange = z.infer<typeof ownerChange>;
export type LeadQuery = z.infer<typeof leadQuery>;
export type Lead = z.infer<typeof lead>;
export type LeadWithFacts = z.infer<typeof leadWithFacts>;
