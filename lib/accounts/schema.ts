/** Shapes of accounts: the only source of their types, safe in the browser. Revenue is a year's, in major units of `currency`. */
import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1, 'Please fill this in').max(max, `At most ${max} characters`);
const url = z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'Use an address such as acme.com' });

/** What a person fills in. A website without a protocol is taken as https; nothing but http and https becomes a link. */
export const newAccount = z.object({
  name: text(200),
  industry: text(120).nullish(),
  website: z.string().trim().max(300).transform((value) => (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`)).pipe(url).nullish(),
  country: text(120).nullish(),
  employees: z.number().int('Use a whole number').min(0, 'This cannot be negative').max(10_000_000, 'That is too large').nullish(),
  revenue: z.number().min(0, 'This cannot be negative').max(1e13, 'That is too large').nullish().describe('annual, in major units of currency'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD').optional(),
  foundedYear: z.number().int('Use a year').min(1000, 'Use a year').max(2100, 'Use a year').nullish(),
  parentName: text(200).nullish(),
});
export const accountPatch = newAccount.partial();

export const ACCOUNT_SORTS = ['name', 'industry', 'country', 'employees', 'revenue', 'open', 'record', 'pipeline'] as const;
/** List filters as they stand in the URL. */
export const accountQuery = z.object({
  q: z.string().trim().max(200).optional(),
  sort: z.enum(ACCOUNT_SORTS).default('name'),
  dir: z.enum(['asc', 'desc']).default('asc'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

export const account = z.object({
  id: z.uuid(),
  externalId: z.string().nullable(),
  name: z.string(),
  industry: z.string().nullable(),
  website: z.string().nullable(),
  country: z.string().nullable(),
  employees: z.number().int().nullable(),
  revenue: z.number().nullable(),
  revenueMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  foundedYear: z.number().int().nullable(),
  parentName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** Deals of an account that the reader may see, counted. */
export const dealRecord = z.object({
  open: z.number().int(), won: z.number().int(), lost: z.number().int(),
  /** Open amounts in minor units of the workspace's currency; `unconverted` open deals are in one without a stored rate. */
  pipelineMinor: z.number().int(), unconverted: z.number().int(),
});
export const accountRow = account.extend({ deals: dealRecord });

export type NewAccount = z.infer<typeof newAccount>;
export type AccountPatch = z.infer<typeof accountPatch>;
export type AccountQuery = z.infer<typeof accountQuery>;
export type Account = z.infer<typeof account>;
export type AccountRow = z.infer<typeof accountRow>;
export type DealRecord = z.infer<typeof dealRecord>;
