/** Shapes of contacts and of what happened with them: the only source of their types, safe in the browser. */
import { z } from 'zod';
import { dealStatus } from '@/lib/deals/schema';

const text = (max: number) => z.string().trim().min(1, 'Please fill this in').max(max, `At most ${max} characters`);
const named = z.object({ id: z.uuid(), name: z.string() });

export const buyingRole = z.enum(['economic_buyer', 'champion', 'influencer', 'user', 'blocker', 'unknown']);

/** What a person fills in. */
export const newContact = z.object({
  name: text(200),
  email: z.email('Use an address such as dana@acme.com').max(320).nullish(),
  phone: text(60).nullish(),
  jobTitle: text(200).nullish(),
  buyingRole: buyingRole.optional(),
  accountId: z.uuid().nullish(),
});
export const contactPatch = newContact.partial();

/** PUT /contacts/external/{externalId}: the account by name or external id, made when missing. */
export const contactUpsert = newContact.omit({ accountId: true }).partial().extend({
  account: text(200).nullish().describe('name or external id; created when there is none'),
});

/** What the form of a page sends: as `contactUpsert`, with a name. */
export const contactForm = contactUpsert.required({ name: true });

export const CONTACT_SORTS = ['name', 'title', 'role', 'account', 'last'] as const;
/** List filters as they stand in the URL. */
export const contactQuery = z.object({
  q: z.string().trim().max(200).optional(),
  account: z.uuid().optional(),
  role: buyingRole.optional(),
  sort: z.enum(CONTACT_SORTS).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

export const contact = z.object({
  id: z.uuid(),
  externalId: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  buyingRole,
  account: named.nullable(),
  /** Made up by the simulator (sample workspace only). */
  simulated: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** A row of the contacts table; deals and interactions are those that the reader may see. */
export const contactRow = contact.extend({ lastInteractionAt: z.iso.datetime().nullable(), openDeals: z.number().int(), deals: z.number().int() });

/** A deal as it stands under its account or contact. */
export const relatedDeal = named.extend({
  status: dealStatus, stage: z.string(), amountMinor: z.number().int().nullable(), currency: z.string(), owner: z.string().nullable(),
  probability: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  expectedCloseAt: z.iso.datetime().nullable(), closedAt: z.iso.datetime().nullable(), simulatedFields: z.array(z.string()),
});

export const interactionKind = z.enum(['sent', 'delivered', 'opened', 'read', 'replied', 'clicked', 'meeting_booked', 'call', 'note', 'bounced', 'opted_out']);
/** One thing that happened with a contact or on a deal. */
export const timelineEntry = z.object({
  id: z.uuid(), at: z.iso.datetime(), kind: interactionKind, direction: z.enum(['inbound', 'outbound', 'internal']),
  channel: z.string().nullable(), subject: z.string().nullable(), text: z.string().nullable(), simulated: z.boolean(),
  contact: named.nullable(), deal: named.nullable(),
});

export type BuyingRole = z.infer<typeof buyingRole>;
export type NewContact = z.infer<typeof newContact>;
export type ContactPatch = z.infer<typeof contactPatch>;
export type ContactUpsert = z.infer<typeof contactUpsert>;
export type ContactForm = z.infer<typeof contactForm>;
export type ContactQuery = z.infer<typeof contactQuery>;
export type Contact = z.infer<typeof contact>;
export type ContactRow = z.infer<typeof contactRow>;
export type RelatedDeal = z.infer<typeof relatedDeal>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
