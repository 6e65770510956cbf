/** Shapes of imports: the only source of their types, safe in the browser and in JSON. */
import { z } from 'zod';
import { dealStatus } from '@/lib/deals/schema';
import { leadState } from '@/lib/leads/schema';

export const entity = z.enum(['accounts', 'products', 'contacts', 'leads', 'deals', 'members']);
/** What a person may call it: "people" are contacts, "teams" are members with their teams. */
export const entityName = entity.or(z.enum(['people', 'teams']).transform((name): 'contacts' | 'members' => (name === 'people' ? 'contacts' : 'members')));

export const fieldType = z.enum(['text', 'email', 'url', 'integer', 'decimal', 'money', 'percent', 'date', 'enum', 'reference', 'references']);
export const dateOrder = z.enum(['dmy', 'mdy', 'ymd']);
export const decimalMark = z.enum(['.', ',']);
export const delimiter = z.enum([',', ';', '\t', '|']);
const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'Use a three-letter currency code such as USD');
const moment = z.iso.datetime();

/** Column of the file -> field of the entity; null: not imported as a field. */
export const mapping = z.record(z.string().max(200), z.string().max(60).nullable());

/** What a stage of the file is in the workspace. */
export const stageChoice = z.object({ name: z.string().trim().min(1).max(120), kind: dealStatus });

export const importOptions = z.object({
  /** How rows find the records that are there already. An id of ours in the row always comes first. */
  matchKey: z.enum(['externalId', 'name', 'name+account', 'email']).default('externalId'),
  dateOrder: dateOrder.or(z.literal('auto')).default('auto'),
  decimal: decimalMark.or(z.literal('auto')).default('auto'),
  /** Are bare numbers in percent columns 12 or 0.12? */
  percent: z.enum(['auto', 'percent', 'fraction']).default('auto'),
  delimiter: delimiter.or(z.literal('auto')).default('auto'),
  /** Of amounts that do not say theirs. */
  currency: currencyCode.default('USD'),
  /** Of times without a zone. Days without a time are midnight UTC. */
  timezone: z.string().max(60).refine((zone) => { try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })); } catch { return false; } }, 'Use a time zone such as Europe/Berlin').default('UTC'),
  /** Columns given in thousands or millions: what to multiply by. */
  scales: z.record(z.string(), z.number().positive().max(1e12)).default({}),
  /** Stages of the file (as written there) that a person has decided on. */
  stageMap: z.record(z.string(), stageChoice).default({}),
  /** An empty cell leaves what is there, or clears it. */
  emptyCells: z.enum(['keep', 'clear']).default('keep'),
  /** "n/a", "null", "Select" and the like count as empty. */
  emptyWords: z.boolean().default(true),
  /** A value that cannot be read: leave the row out, or only the value where the row can do without it. */
  badValues: z.enum(['skip-row', 'leave-empty']).default('skip-row'),
  /** Columns without a field are kept in `custom`. */
  keepUnmapped: z.boolean().default(true),
  /** Of those, columns that are not kept. */
  leftOut: z.array(z.string().max(200)).max(500).default([]),
  dryRun: z.boolean().default(false),
  /** Moves every date by whole calendar quarters (sample workspace). */
  shiftQuarters: z.number().int().min(-400).max(400).default(0),
});

/** The options that somebody chose: those not chosen are absent, so that what suits the file can take their place. */
export const chosenOptions = z.object(Object.fromEntries(Object.entries(importOptions.shape).map(([name, option]) => [name, option.unwrap().optional()]))) as unknown as z.ZodType<Partial<z.infer<typeof importOptions>>>;

/** Minor units (a safe integer) of a currency. */
export const money = z.object({ minor: z.number().int(), currency: currencyCode });

const text = (max: number) => z.string().min(1).max(max);
const custom = z.record(z.string(), z.string()).default({});
const identity = { id: z.uuid().nullish(), externalId: text(200).nullish() };

/** Absent: the file says nothing; null: to be cleared (option emptyCells). Relations are texts: name, external id or e-mail. */
export const accountRecord = z.object({
  entity: z.literal('accounts'), ...identity, name: text(200),
  industry: text(120).nullish(), website: text(500).nullish(), country: text(120).nullish(), employees: z.number().int().min(0).nullish(),
  revenue: money.nullish(), foundedYear: z.number().int().nullish(), parentName: text(200).nullish(), custom,
});
export const productRecord = z.object({
  entity: z.literal('products'), ...identity, name: text(200), family: text(120).nullish(), listPrice: money.nullish(), custom,
});
export const BUYING_ROLES = ['economic_buyer', 'champion', 'influencer', 'user', 'blocker', 'unknown'] as const;
export const contactRecord = z.object({
  entity: z.literal('contacts'), ...identity, name: text(200), email: text(320).nullish(), phone: text(60).nullish(), jobTitle: text(200).nullish(),
  account: text(200).nullish(), buyingRole: z.enum(BUYING_ROLES).nullish(), custom,
});
export const recordStage = stageChoice.extend({ /** Not among the stages of the workspace: to be created. */ isNew: z.boolean() });
export const dealRecord = z.object({
  entity: z.literal('deals'), ...identity, name: text(200),
  /** The file gives no name, so that one was made of account and product: not to be written over a name that is there. */
  nameIsMade: z.boolean().optional(),
  account: text(200).nullish(), product: text(200).nullish(), owner: text(320).nullish(),
  /** Absent when the file has neither stage nor outcome: the deal stays or begins in the first open stage. */
  stage: recordStage.nullish(),
  amount: money.nullish(), openedAt: moment.nullish(), expectedCloseAt: moment.nullish(), closedAt: moment.nullish(),
  closeReason: text(500).nullish(), leadSource: text(120).nullish(), competitor: text(120).nullish(), discount: z.number().min(0).max(1).nullish(),
  contacts: z.array(text(320)).max(200).nullish(), notes: text(8000).nullish(), custom,
});
export const leadRecord = z.object({
  entity: z.literal('leads'), ...identity, name: text(200),
  /** The file gives no name, so that one was made of e-mail or id: not to be written over a name that is there. */
  nameIsMade: z.boolean().optional(),
  email: text(320).nullish(), phone: text(60).nullish(), jobTitle: text(200).nullish(), company: text(200).nullish(), state: leadState.nullish(), source: text(120).nullish(),
  owner: text(320).nullish(), leadAt: moment.nullish(), endedAt: moment.nullish(), endReason: text(500).nullish(), custom,
});
export const MEMBER_ROLES = ['rep', 'manager', 'operator', 'admin'] as const;
export const memberRecord = z.object({
  entity: z.literal('members'), ...identity, name: text(200), email: text(320).nullish(), team: text(120).nullish(), manager: text(320).nullish(),
  office: text(120).nullish(), role: z.enum(MEMBER_ROLES).nullish(), custom,
});
export const importRecord = z.discriminatedUnion('entity', [accountRecord, productRecord, contactRecord, leadRecord, dealRecord, memberRecord]);

/** Something about a row that kept it out. `message` is a clause; `sentence` in row-error.ts makes the sentence. */
export const rowError = z.object({ row: z.number().int(), column: z.string().nullable(), message: z.string() });
/** Something that was read in a way worth saying; counted over rows. */
export const note = z.object({ column: z.string().nullable(), message: z.string() });
export const countedNote = note.extend({ rows: z.number().int(), firstRow: z.number().int() });

/** How the values of a column are written: what a single value cannot tell. */
export const columnFormat = z.object({
  dateOrder: dateOrder.nullable(),
  decimal: decimalMark.nullable(),
  percent: z.enum(['percent', 'fraction']),
  /** Named in the header: "Amount (EUR)". */
  currency: currencyCode.nullable(),
  scale: z.number().positive(),
});

export const columnGuess = z.object({
  column: z.string(),
  field: z.string().nullable(),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
});
export const entityGuess = z.object({ entity, confidence: z.number().min(0).max(1), reason: z.string() });

/** What a person must decide, since the file does not. */
export const question = z.object({
  kind: z.enum(['date-order', 'decimal', 'stage', 'match-key', 'required']),
  column: z.string().nullable(),
  /** The text of the file that is asked about, as it stands there (kind stage); null where a column or the whole file is. */
  text: z.string().nullable(),
  message: z.string(),
  /** `stage`: what the choice makes of the text (kind stage). */
  choices: z.array(z.object({ value: z.string(), label: z.string(), stage: stageChoice.optional() })),
  /** The choice that somebody made already, which can be changed; null while the question is open. */
  answer: z.string().nullable(),
});
export const preview = z.object({
  columns: z.array(z.object({ column: z.string(), field: z.string().nullable(), label: z.string().nullable(), samples: z.array(z.string()) })),
  rows: z.array(z.object({
    row: z.number().int(),
    /** Column -> the value as understood, for a person; null where nothing was. */
    understood: z.record(z.string(), z.string().nullable()),
    errors: z.array(rowError),
  })),
  questions: z.array(question),
  notes: z.array(countedNote),
  readable: z.number().int(),
  unreadable: z.number().int(),
});

export const importStatus = z.enum(['uploading', 'mapping', 'queued', 'running', 'completed', 'failed', 'cancelled', 'undoing', 'undone']);
/** How an import stands: what programs poll and the page shows. `failed` counts rows left out; `errors` holds the first thousand. */
export const importState = z.object({
  id: z.uuid(), entity, filename: z.string(), status: importStatus, dryRun: z.boolean(), totalRows: z.number().int().nullable(), rowsDone: z.number().int(),
  created: z.number().int(), updated: z.number().int(), skipped: z.number().int(), failed: z.number().int(), error: z.string().nullable(), bytes: z.number().int(),
  actorName: z.string(), createdAt: z.iso.datetime(), startedAt: z.iso.datetime().nullable(), finishedAt: z.iso.datetime().nullable(), errors: z.array(rowError),
  notes: z.array(countedNote),
});

export type ImportStatus = z.infer<typeof importStatus>;
export type ImportState = z.infer<typeof importState>;
export type Entity = z.infer<typeof entity>;
export type FieldType = z.infer<typeof fieldType>;
export type DateOrder = z.infer<typeof dateOrder>;
export type DecimalMark = z.infer<typeof decimalMark>;
export type Mapping = z.infer<typeof mapping>;
export type StageChoice = z.infer<typeof stageChoice>;
export type ImportOptions = z.infer<typeof importOptions>;
export type Money = z.infer<typeof money>;
export type AccountRecord = z.infer<typeof accountRecord>;
export type ProductRecord = z.infer<typeof productRecord>;
export type ContactRecord = z.infer<typeof contactRecord>;
export type LeadRecord = z.infer<typeof leadRecord>;
export type DealRecord = z.infer<typeof dealRecord>;
export type MemberRecord = z.infer<typeof memberRecord>;
export type RecordStage = z.infer<typeof recordStage>;
export type ImportRecord = z.infer<typeof importRecord>;
export type RowError = z.infer<typeof rowError>;
export type Note = z.infer<typeof note>;
export type CountedNote = z.infer<typeof countedNote>;
export type ColumnFormat = z.infer<typeof columnFormat>;
export type ColumnGuess = z.infer<typeof columnGuess>;
export type EntityGuess = z.infer<typeof entityGuess>;
export type Question = z.infer<typeof question>;
export type Preview = z.infer<typeof preview>;
