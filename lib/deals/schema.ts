/** Shapes of deals: the only source of their types, safe in the browser. Amounts are decimal numbers in major units of `currency`. */
import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1, 'Please fill this in').max(max, `At most ${max} characters`);
const moment = z.iso.datetime({ offset: true }).or(z.iso.date()).transform((value) => new Date(value).toISOString());
const currency = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD');
const amount = z.number().min(0, 'An amount cannot be negative').max(1e13, 'That amount is too large');

export const dealStatus = z.enum(['open', 'won', 'lost']);
/** Stands for the owner where there is none: in a filter, and in what a scope sees (the policy `sight` of the database knows the word). */
export const NOBODY = 'nobody';
export const stage = z.object({ id: z.uuid(), name: z.string(), position: z.number().int(), kind: dealStatus });

/** What a person fills in. */
export const newDeal = z.object({
  name: text(200),
  accountId: z.uuid().nullish(),
  productId: z.uuid().nullish(),
  ownerId: z.uuid().nullish(),
  stageId: z.uuid().optional(),
  amount: amount.nullish(),
  currency: currency.optional(),
  openedAt: moment.optional(),
  expectedCloseAt: moment.nullish(),
  leadSource: text(120).nullish(),
  competitor: text(120).nullish(),
  discount: z.number().min(0).max(1, 'A discount is between 0 and 100%').nullish(),
});
export const dealPatch = newDeal.omit({ openedAt: true, stageId: true }).partial().extend({
  /** The version that was read: a change made by somebody else since then is not overwritten. */
  version: z.number().int().optional(),
});

/** PUT /deals/external/{externalId}: relations by name, e-mail or external id; made when missing. */
export const dealUpsert = newDeal.omit({ accountId: true, productId: true, ownerId: true, stageId: true }).partial().extend({
  name: text(200).optional(),
  account: text(200).nullish().describe('name or external id; created when there is none'),
  product: text(200).nullish().describe('name or external id; created when there is none'),
  owner: text(200).nullish().describe('name or e-mail of a member'),
  stage: text(120).optional().describe('name of a stage of the workspace'),
  status: dealStatus.optional().describe('when no stage is given: the first stage of that kind'),
  closedAt: moment.nullish(),
  closeReason: text(500).nullish(),
});

/** The form of a deal: an account goes by its name, and is made when there is none. */
export const dealForm = newDeal.omit({ accountId: true, openedAt: true }).extend({ account: text(200).nullish() });
/** Only what was changed, and the version that was read. */
export const dealFormPatch = dealForm.omit({ stageId: true }).partial().extend(dealPatch.pick({ version: true }).shape);

export const stageMove = z.object({ stageId: z.uuid(), reason: text(500).nullish().describe('why it was won or lost'), amount: amount.nullish() });
export const newNote = z.object({ text: text(8000), contactId: z.uuid().nullish() });

/** A deal asks for attention from this value of `attention` on: a strong risk. 2 is a moderate one, 1 a weak one, 0 none. */
export const NEEDS_ATTENTION = 3;
export const SORTS = ['attention', 'name', 'amount', 'close', 'probability', 'stage', 'opened', 'updated'] as const;
/** The same deals as rows, by stage, and by the month that they are expected to close in. */
export const VIEWS = ['table', 'board', 'forecast'] as const;
/** Columns of the table that may be chosen; the deal's name is always there. */
export const COLUMNS = ['stage', 'amount', 'close', 'probability', 'week', 'why', 'owner', 'product', 'opened', 'activity', 'source'] as const;
/** Those shown unless others are chosen. */
export const USUAL_COLUMNS = ['stage', 'amount', 'close', 'probability', 'week', 'why', 'owner'] as const satisfies readonly DealColumn[];
/** When a deal closes: a month, `YYYY-MM..` for that month and later, `overdue`, or `none` without a date. */
export const closingIn = z.string().regex(/^(\d{4}-(0[1-9]|1[0-2])(\.\.)?|overdue|none)$/, 'Use a month such as 2026-11, 2026-11.. for that month and later, overdue, or none');
/** List filters as they stand in the URL. */
export const dealQuery = z.object({
  status: dealStatus.or(z.literal('all')).default('open'),
  q: z.string().trim().max(200).optional(),
  owner: z.uuid().or(z.literal(NOBODY)).optional().describe('id of a member, or nobody: those without an owner'),
  stage: z.uuid().optional(),
  account: z.uuid().optional(),
  attention: z.enum(['1']).optional(),
  month: closingIn.optional().describe('open deals expected to close, or closed ones that closed, then: YYYY-MM, YYYY-MM.., overdue, none'),
  view: z.enum(VIEWS).default('table'),
  columns: z.string().regex(/^[a-z]+(,[a-z]+)*$/).max(200).optional().describe('columns of the table, separated by commas'),
  saved: z.uuid().optional().describe('the saved view that the address came from'),
  sort: z.enum(SORTS).default('attention'),
  dir: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  deal: z.uuid().optional().describe('the one open in the side panel'),
});

/** Deals that one call changes; more are sent one call after the other, so that it can be watched and stopped. */
export const BULK_BATCH = 25;
/** Deals that a selection of everything in a filter holds at most. */
export const MOST_SELECTED = 1_000;
/** What is done to many deals at once. */
export const bulkChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), stageId: z.uuid(), reason: text(500).nullish().describe('one for all, when it closes them') }),
  z.object({ kind: z.literal('close_date'), day: moment.nullable() }),
  z.object({ kind: z.literal('owner'), ownerId: z.uuid().nullable() }),
  z.object({ kind: z.literal('advice') }),
]);
/** `version`: only if the deal is still as it was then. */
export const bulkItem = z.object({ id: z.uuid(), version: z.number().int().optional(), change: bulkChange });
export const bulkItems = z.object({ items: z.array(bulkItem).min(1).max(BULK_BATCH) });
/** The filters of a list, for what works on all that it holds. */
export const listedDeals = dealQuery.omit({ page: true, deal: true, view: true, saved: true });

const named = z.object({ id: z.uuid(), name: z.string() });
export const deal = z.object({
  id: z.uuid(),
  externalId: z.string().nullable(),
  name: z.string(),
  account: named.nullable(),
  product: named.nullable(),
  owner: named.nullable(),
  stage,
  status: dealStatus,
  amount: z.number().nullable(),
  amountMinor: z.number().int().nullable(),
  currency: z.string(),
  openedAt: z.iso.datetime(),
  stageEnteredAt: z.iso.datetime(),
  expectedCloseAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  closeReason: z.string().nullable(),
  leadSource: z.string().nullable(),
  competitor: z.string().nullable(),
  discount: z.number().nullable(),
  slips: z.number().int(),
  lastActivityAt: z.iso.datetime().nullable(),
  probability: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  topReason: z.string().nullable(),
  attention: z.number().int(),
  simulatedFields: z.array(z.string()),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
/** A row of the deals table: the deal and how its probability moved since a week ago. */
export const dealRow = deal.extend({ weekAgo: z.number().nullable() });

export type Stage = z.infer<typeof stage>;
export type NewDeal = z.infer<typeof newDeal>;
export type DealPatch = z.infer<typeof dealPatch>;
export type DealUpsert = z.infer<typeof dealUpsert>;
export type DealQuery = z.infer<typeof dealQuery>;
export type DealForm = z.infer<typeof dealForm>;
export type DealFormPatch = z.infer<typeof dealFormPatch>;
export type Deal = z.infer<typeof deal>;
export type DealRow = z.infer<typeof dealRow>;
export type BulkChange = z.infer<typeof bulkChange>;
export type BulkItem = z.infer<typeof bulkItem>;
/** `undo` takes the change back, as long as nobody changed the deal since; null where a change cannot be taken back. */
export type BulkResult = { changed: { id: string; undo: BulkItem | null }[]; skipped: { id: string; name: string | null; reason: string }[] };
export type ListedDeals = z.infer<typeof listedDeals>;
export type DealColumn = (typeof COLUMNS)[number];
export type DealView = (typeof VIEWS)[number];
export type DealStatus = z.infer<typeof dealStatus>;
