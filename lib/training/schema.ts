/** Shapes of training data: examples as the seed's Data Schema has them, exports, and how ready the workspace is. Safe in the browser. */
import { z } from 'zod';

/** What an answer or an outcome makes of an insight: see label.ts for the rule. */
export const exampleLabel = z.enum(['good', 'bad', 'mixed']);
export type ExampleLabel = z.infer<typeof exampleLabel>;

const moment = z.iso.datetime();
const days = z.number();

/**
 * The deal as it was known at `as_of`. Every moment in it is at or before that; `expected_close_date` is a plan, which lies ahead.
 * Amounts in major units of `currency`.
 */
export const dealSnapshot = z.object({
  id: z.string(), name: z.string(), as_of: moment,
  value: z.number().nullable(), currency: z.string(),
  stage: z.string().nullable(), stage_since: moment.nullable(), days_in_stage: days.nullable(), opened_at: moment, days_open: days,
  expected_close_date: z.iso.date().nullable(), times_pushed: z.number().int(),
  contact_engagement: z.enum(['none', 'low', 'medium', 'high']),
  competitor_presence: z.boolean(), competitor: z.string().nullable(), discount: z.number().nullable(),
  owner: z.string().nullable(), lead_source: z.string().nullable(),
  account: z.object({ name: z.string(), industry: z.string().nullable(), employees: z.number().nullable(), country: z.string().nullable() }).nullable(),
  product: z.object({ name: z.string(), family: z.string().nullable() }).nullable(),
  contacts: z.array(z.object({ name: z.string(), title: z.string().nullable(), role: z.string(), since: moment })),
  /** Newest first. */
  interactions: z.array(z.object({ at: moment, kind: z.string(), direction: z.string(), contact: z.string().nullable(), text: z.string() })),
  conditions: z.array(z.object({ key: z.string(), title: z.string(), facts: z.array(z.string()) })),
  similar_deals: z.array(z.object({ name: z.string(), outcome: z.enum(['won', 'lost']), closed_at: moment, days_open: days, value: z.number().nullable(), similarity: z.number() })),
  win_probability: z.object({ probability: z.number(), low: z.number(), high: z.number(), closed_deals: z.number().int() }),
});
export type DealSnapshot = z.infer<typeof dealSnapshot>;

export const generatedInsight = z.object({
  type: z.string(), title: z.string(), body: z.string(), severity: z.string(), confidence: z.number(), rule: z.string().nullable(),
  actions: z.array(z.object({ type: z.string(), title: z.string(), owner: z.string().nullable(), due_in_days: z.number(), why: z.string() })),
  evidence: z.array(z.object({ kind: z.string(), title: z.string(), quote: z.string() })),
  prediction: z.object({ statement: z.string(), claim: z.string(), by: z.string(), probability: z.number().nullable() }),
});
export type GeneratedInsight = z.infer<typeof generatedInsight>;

const vote = z.enum(['for', 'against']);
export type Vote = z.infer<typeof vote>;

/** What people said, all together and one by one (without their names). */
export const exampleFeedback = z.object({
  /** More said so than not; null when nobody did, or as many on both sides. */
  helpful: z.boolean().nullable(),
  acted_on: z.boolean(), action_taken: z.string().nullable(), outcome_improvement: z.string().nullable(),
  answers: z.array(z.object({ vote: vote.nullable(), kind: z.string().nullable(), accuracy: z.string().nullable(), stars: z.number().nullable(), text: z.string().nullable(), at: moment })),
});
export type ExampleFeedback = z.infer<typeof exampleFeedback>;

export const exampleOutcome = z.object({
  /** Null while the deal is open. */
  result: z.enum(['won', 'lost']).nullable(), close_date: z.iso.date().nullable(), final_value: z.number().nullable(),
  resolution: z.string(), resolved_at: moment.nullable(), acted_result: z.string().nullable(),
});
export type ExampleOutcome = z.infer<typeof exampleOutcome>;

/** The files that can be made: what reads them is said in formats/. */
export const exportFormat = z.enum(['openai_chat', 'bedrock', 'preference', 'trl', 'trl_preference']);
export type ExportFormat = z.infer<typeof exportFormat>;

/** What is said of providers: developers.openai.com/api/docs/guides/supervised-fine-tuning, docs.aws.amazon.com/bedrock/latest/userguide/model-card-anthropic-claude-3-haiku.html (November 2026). */
export const FORMATS: Readonly<Record<ExportFormat, { name: string; what: string; pairs: boolean }>> = {
  openai_chat: { name: 'OpenAI chat', what: 'supervised fine-tuning: messages, one conversation a line. OpenAI is closing its fine-tuning: it takes jobs of those who used it before', pairs: false },
  bedrock: { name: 'Claude on Amazon Bedrock', what: 'supervised fine-tuning of Claude 3 Haiku: system and messages, one conversation a line. Ask AWS first: it gave 10 September 2026 as the end of this model', pairs: false },
  preference: { name: 'OpenAI preference pairs', what: 'direct preference optimisation: a good and a bad answer to the same question. OpenAI is closing its fine-tuning: it takes jobs of those who used it before', pairs: true },
  trl: { name: 'TRL chat', what: 'open-weight training: messages, as SFTTrainer reads them', pairs: false },
  trl_preference: { name: 'TRL preference pairs', what: 'open-weight training: prompt, chosen and rejected, as DPOTrainer reads them', pairs: true },
};

/** How far a good and a bad insight of the same type may be apart to be a pair: the same moment of a deal, the same deal, or deals in the same stage. */
export const pairing = z.enum(['moment', 'deal', 'stage']);
export type Pairing = z.infer<typeof pairing>;

export const exportOptions = z.object({
  format: exportFormat,
  /** Which examples a conversation is made of; pairs take good and bad ones. */
  labels: z.array(exampleLabel).min(1, 'Choose at least one label').default(['good']),
  /** Of the moment of the insight; whole days in UTC, both included. */
  from: z.iso.date().nullable().default(null), to: z.iso.date().nullable().default(null),
  redact: z.boolean().default(true),
  /** Share of deals that go to the validation file. */
  validationShare: z.number().min(0).max(0.5).default(0.1),
  pairing: pairing.default('deal'),
});
export type ExportOptions = z.infer<typeof exportOptions>;

export const split = z.enum(['train', 'validation']);
export type Split = z.infer<typeof split>;

/** Something that a provider would refuse (error) or that is worth knowing (warning). */
export const exportProblem = z.object({ level: z.enum(['error', 'warning']), text: z.string() });
export type ExportProblem = z.infer<typeof exportProblem>;

const splitCounts = z.object({ lines: z.number().int(), deals: z.number().int(), bytes: z.number().int(), tokens: z.number().int(), longest: z.number().int() });
export const exportManifest = z.object({
  /** Of this shape, and of the prompt that the lines are made with. */
  schema: z.literal(1), version: z.number().int(), format: exportFormat, workspace: z.string(), createdAt: moment,
  options: exportOptions,
  files: z.array(z.object({ name: z.string(), split, sha256: z.string(), ...splitCounts.shape })),
  counts: z.object({ examples: z.number().int(), deals: z.number().int(), labels: z.record(z.string(), z.number()), types: z.record(z.string(), z.number()), promptVersions: z.record(z.string(), z.number()), models: z.record(z.string(), z.number()), left: z.number().int().describe('chosen, but gone or too long') }),
  redaction: z.object({ on: z.boolean(), found: z.record(z.string(), z.number()), placeholders: z.record(z.string(), z.string()).describe('placeholder -> keyed hash of what it stands for: equal in every export of this workspace') }),
  tokens: z.object({ total: z.number().int(), rule: z.string() }),
  cost: z.object({ model: z.string(), epochs: z.number().int(), usd: z.number().nullable(), note: z.string() }),
  problems: z.array(exportProblem),
});
export type ExportManifest = z.infer<typeof exportManifest>;

export const exportState = z.object({
  id: z.uuid(), version: z.number().int(), format: exportFormat, options: exportOptions, status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
  total: z.number().int(), done: z.number().int(), error: z.string().nullable(), manifest: exportManifest.nullable(), actorName: z.string(),
  createdAt: moment, finishedAt: moment.nullable(), expiresAt: moment.nullable(),
  /** Whether the reader may download it: who asked for it, or an admin, while it is kept. */
  mayDownload: z.boolean(),
});
export type ExportState = z.infer<typeof exportState>;

/** Labelled examples needed before a fine-tune is worth it, and the share that the smaller of good and bad must have. */
export const LABELS_NEEDED = 500;
export const LEAST_SHARE = 0.2;
/** Deals that the labelled examples must come from, so that both sides of the split say something. */
export const DEALS_NEEDED = 50;
/** Krippendorff's alpha under which people do not mean the same by helpful, and the insights that it must rest on. */
export const LEAST_AGREEMENT = 0.4;
export const AGREEMENT_ITEMS = 20;

export type ReadinessCheck = { key: 'labels' | 'balance' | 'deals' | 'agreement'; name: string; state: 'met' | 'missing' | 'unknown'; text: string };
export type Readiness = {
  examples: number; labelled: number; labels: Record<ExampleLabel, number>; deals: number;
  sources: { people: number; resolutions: number; raters: number; simulated: number };
  groups: { kind: 'type' | 'prompt'; name: string; good: number; mixed: number; bad: number }[];
  agreement: { alpha: number; low: number; high: number; items: number; raters: number } | null;
  cost: { tokens: number; model: string; epochs: number; usd: number | null; note: string };
  checks: ReadinessCheck[]; ready: boolean; sentence: string;
};

/** An example in a list, and opened. */
export type ExampleRow = {
  id: string; dealId: string; title: string; type: string; asOf: string; label: ExampleLabel; stage: string | null;
  /** Who said so: how many answers, and how it was resolved. */
  answers: number; resolution: string; result: ExampleOutcome['result'];
};
export type ExampleDetail = ExampleRow & { lines: { name: string; json: string }[]; feedback: string; outcome: string; tokens: number };
