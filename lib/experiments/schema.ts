/** Shapes of experiments: what is tried, on whom, judged by what. The only source of their types, safe in the browser. */
import { z } from 'zod';

export const EXPERIMENT_TYPES = ['AB_TEST', 'MULTIVARIATE', 'MULTI_ARMED_BANDIT', 'SEQUENTIAL'] as const;
export const ALLOCATIONS = ['EQUAL', 'WEIGHTED', 'THOMPSON', 'UCB'] as const;
export const UNITS = ['contact', 'account', 'deal', 'user', 'message'] as const;
export const experimentType = z.enum(EXPERIMENT_TYPES);
export const allocation = z.enum(ALLOCATIONS);
export const unit = z.enum(UNITS);
export type ExperimentType = z.infer<typeof experimentType>;
export type Allocation = z.infer<typeof allocation>;
export type Unit = z.infer<typeof unit>;

/** draft -> (scheduled ->) running <-> paused -> stopped (nobody gets a variant any more) or completed (decided). */
export const STATUSES = ['draft', 'scheduled', 'running', 'paused', 'stopped', 'completed'] as const;
export const experimentStatus = z.enum(STATUSES);
export type ExperimentStatus = z.infer<typeof experimentStatus>;

/** What a caller's own program decides by the variant it is given. */
export const EXTERNAL_SUBJECTS = ['message', 'subject_line', 'call_to_action', 'hook', 'sequence', 'timing', 'channel', 'agent', 'guidance', 'other'] as const;

/** What differs between the variants. All but `external` take effect in the product itself, without a change of code. */
export const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompt'), task: z.string().max(60) }),
  z.object({ kind: z.literal('model'), task: z.string().max(60) }),
  z.object({ kind: z.literal('rule'), ruleKey: z.string().max(60) }),
  z.object({ kind: z.literal('presentation') }),
  z.object({ kind: z.literal('external'), what: z.enum(EXTERNAL_SUBJECTS) }),
]);
export type Subject = z.infer<typeof subject>;

/** Experiments with the same key would act on the same thing: they share a layer while they run. */
export const subjectKeyOf = (of: Subject): string =>
  of.kind === 'prompt' || of.kind === 'model' ? `${of.kind}:${of.task}` : of.kind === 'rule' ? `rule:${of.ruleKey}` : of.kind === 'presentation' ? 'presentation' : `external:${of.what}`;

/** In which order insights stand on a deal, and how much of each is said at first sight. */
export const INSIGHT_ORDERS = ['severity', 'actions_first', 'confidence'] as const;
export const INSIGHT_WORDINGS = ['full', 'brief'] as const;
export const presentation = z.object({ order: z.enum(INSIGHT_ORDERS), wording: z.enum(INSIGHT_WORDINGS) });
export type Presentation = z.infer<typeof presentation>;

export const variantPayload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('prompt'), versionId: z.uuid() }),
  z.object({ kind: z.literal('model'), provider: z.enum(['anthropic', 'openai', 'builtin']) }),
  z.object({ kind: z.literal('rule'), enabled: z.boolean(), settings: z.record(z.string().max(60), z.number()) }),
  presentation.extend({ kind: z.literal('presentation') }),
  z.object({ kind: z.literal('external'), value: z.string().max(4000).default('') }),
]);
export type VariantPayload = z.infer<typeof variantPayload>;

const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'Small letters, digits, hyphens and underscores');
export const newVariant = z.object({
  key, name: z.string().trim().min(1, 'Name the variant').max(80), description: z.string().trim().max(400).default(''),
  /** Share by design, in any unit: 1 and 1 are halves. */
  weight: z.number().positive().max(1000).default(1),
  /** Level of each factor, for MULTIVARIATE. */
  levels: z.array(z.number().int().min(0).max(9)).max(4).default([]),
  payload: variantPayload,
});

/** What people do with advice and what becomes of deals, counted by the product itself. */
export const MEASURES = ['helpful', 'answered', 'acted', 'incorrect', 'accurate', 'won', 'revenue'] as const;
export const measure = z.enum(MEASURES);
export type Measure = z.infer<typeof measure>;

/** binomial: yes or no of each unit; count, mean and revenue: a number of each; ratio: a sum over a sum. */
export const metricKind = z.enum(['binomial', 'count', 'mean', 'revenue', 'ratio']);
export type MetricKind = z.infer<typeof metricKind>;
export const metric = z.object({
  key, name: z.string().trim().min(1).max(80), kind: metricKind,
  role: z.enum(['primary', 'secondary', 'guardrail']),
  /** Which way is better. */
  better: z.enum(['higher', 'lower']).default('higher'),
  /** Days after the first exposure in which an outcome counts, from `delayDays` on; null: whenever it comes. A unit is analysed when its days are over. */
  windowDays: z.number().positive().max(365).nullable().default(null),
  delayDays: z.number().min(0).max(365).default(0),
  /** A unit's total counts as no more than this: one outlier does not decide. */
  cap: z.number().positive().nullable().default(null),
  /** Adjusted by the unit's past where it is known of every unit (CUPED). */
  adjusted: z.boolean().default(false),
  /** Counted by the product; null: reported by a program. */
  measure: measure.nullable().default(null),
  /** Relative loss of a guardrail that is tolerated, 0..1. */
  tolerance: z.number().min(0).max(1).default(0),
});
export type Metric = z.infer<typeof metric>;

/** All conditions hold. Attributes of a unit are what the product knows of it, or what a program gives. */
export const condition = z.object({
  attribute: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, 'Letters, digits and underscores'),
  op: z.enum(['is', 'is_not', 'at_least', 'at_most']),
  values: z.array(z.union([z.string().max(200), z.number()])).min(1).max(50),
});
export type Condition = z.infer<typeof condition>;
export const attributes = z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean(), z.null()]));
export type Attributes = z.infer<typeof attributes>;

/** Design and rules for deciding, fixed when it starts. */
export const plan = z.object({
  metrics: z.array(metric).min(1).max(10),
  targeting: z.array(condition).max(10).default([]),
  /** Results are broken down by the values of this attribute. */
  segmentBy: z.string().max(40).nullable().default(null),
  /** Names of the factors and their levels, for MULTIVARIATE. */
  factors: z.array(z.object({ name: z.string().trim().min(1).max(60), levels: z.array(z.string().trim().min(1).max(60)).min(2).max(10) })).max(4).default([]),
  /** Units a variant, chance that is called sure, and relative effect, below which nothing is decided. */
  minSampleSize: z.number().int().min(2).max(10_000_000).default(100),
  confidence: z.number().min(0.8).max(0.999).default(0.95),
  minEffect: z.number().min(0).max(10).default(0.05),
  /** The winner is chosen without asking, where everything that it takes is met. */
  autoWinner: z.boolean().default(false),
  /** Ends by itself when a guardrail is harmed beyond its tolerance (always-valid). */
  stopOnHarm: z.boolean().default(true),
  /** Units in all variants for which it was planned: where the confidence sequence is tightest. */
  plannedUnits: z.number().int().min(2).max(100_000_000).nullable().default(null),
  /** Bandits: the least share of any variant, hours between two updates, and which upper bound. */
  floor: z.number().min(0).max(0.5).default(0.05),
  cadenceHours: z.number().min(0.25).max(168).default(24),
  bound: z.enum(['UCB1', 'UCB_V']).default('UCB1'),
  /** What is assumed of rates before: Beta(alpha, beta). */
  prior: z.object({ alpha: z.number().positive().max(10_000), beta: z.number().positive().max(10_000) }).default({ alpha: 1, beta: 1 }),
});
export type Plan = z.output<typeof plan>;

const moment = z.iso.datetime();
const given = {
  name: z.string().trim().min(3, 'Name the experiment').max(120),
  hypothesis: z.string().trim().max(1000).default('').describe('what is expected, and why'),
  type: experimentType, allocation, unit, subject,
  layer: z.string().trim().max(60).default('').describe('experiments of a layer share no unit; empty: a layer of its own (or of its subject)'),
  traffic: z.number().gt(0).max(1).default(1).describe('share of the layer’s units'),
  startAt: moment.nullable().default(null), stopAt: moment.nullable().default(null),
  variants: z.array(newVariant).min(2, 'An experiment needs two variants').max(12).describe('the first is the control'),
};
export const newExperiment = plan.extend(given);
export type NewExperiment = z.output<typeof newExperiment>;
export type NewExperimentInput = z.input<typeof newExperiment>;

export const variant = newVariant.extend({ id: z.uuid(), position: z.number().int(), weight: z.number() });
export type Variant = z.output<typeof variant>;

export const experiment = z.object({
  id: z.uuid(), ...given, variants: z.array(variant), plan, status: experimentStatus, version: z.number().int(),
  /** Current weights by variant id; they move where the allocation is a bandit. */
  weights: z.record(z.string(), z.number()), epoch: z.number().int(),
  slice: z.object({ from: z.number(), to: z.number() }).nullable(),
  winnerId: z.uuid().nullable(), learnings: z.string().nullable(), createdBy: z.string(),
  createdAt: moment, startedAt: moment.nullable(), endedAt: moment.nullable(), archivedAt: moment.nullable(),
});
export type Experiment = z.output<typeof experiment>;

/** A variant that something was made or shown under; stored with insights, answers and outcomes. */
export const arm = z.object({ experimentId: z.uuid(), variantId: z.uuid(), variant: z.string(), subject: z.string() });
export type Arm = z.infer<typeof arm>;

export const NOT_ASSIGNED = ['not_running', 'paused', 'outside_traffic', 'held_out', 'not_targeted'] as const;
export const assignRequest = z.object({
  unitId: z.string().trim().min(1).max(200), attributes: attributes.default({}),
  pre: z.record(z.string().max(40), z.number()).optional().describe('numbers of the unit from before, by metric'),
});
export type AssignRequest = z.output<typeof assignRequest>;
export const assigned = z.object({
  unitId: z.string(), variant: z.string().nullable().describe('key of the variant; null: treat the unit as always'), variantId: z.uuid().nullable(), payload: variantPayload.nullable(),
  reason: z.enum(['assigned', 'assigned_before', ...NOT_ASSIGNED]),
});
export type Assigned = z.output<typeof assigned>;

export const outcomeReport = z.object({
  outcomeId: z.string().trim().min(1).max(200).describe('yours: the same id counts once, however often it is sent'),
  unitId: z.string().trim().min(1).max(200), metric: key,
  value: z.number().default(1), denominator: z.number().default(0).describe('second number of a ratio'),
  occurredAt: moment.optional().describe('now, where it is absent'),
});
export type OutcomeReport = z.output<typeof outcomeReport>;

export const DISPOSITIONS = ['counted', 'duplicate', 'early', 'outside_window', 'late', 'unassigned'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Which column of a file says what, where its name does not, and which variant a text in it means. */
const columnName = z.string().max(200);
export const importColumns = z.object({
  unit: columnName.optional(), variant: columnName.optional(), exposedAt: columnName.optional(), segment: columnName.optional(),
  metrics: z.record(z.string().max(40), columnName).optional().describe('column by metric'),
  variants: z.record(z.string().max(200), z.string().max(40)).optional().describe('key of the variant by what the file says'),
});
export type ImportColumns = z.output<typeof importColumns>;

/** Counts of what ran elsewhere: units of a variant with the sum of a metric over them (conversions, where it is yes or no). */
export const countsReport = z.object({
  batchId: z.string().trim().min(1).max(100).describe('yours: the same again counts once'),
  counts: z.array(z.object({
    variant: key, metric: key, n: z.number().int().min(0).max(1_000_000_000), sum: z.number(), sumSquares: z.number().min(0).optional(),
    day: z.iso.date().optional(), segment: z.string().trim().max(60).default(''),
  })).min(1).max(5000),
});
export type CountsReport = z.output<typeof countsReport>;

/** Why a person stops, pauses or decides. */
export const reasonInput = z.object({ id: z.uuid(), reason: z.string().trim().max(500).default('') });
/** `scheduled`: at its `startAt` instead of now. */
export const startInput = z.object({ id: z.uuid(), scheduled: z.boolean().default(false) });
export const statusAnswer = z.object({ status: experimentStatus });
export const completeInput = z.object({ id: z.uuid(), winnerId: z.uuid().nullable().describe('null: without a winner'), learnings: z.string().trim().max(2000).default('') });

export const decision = z.object({ id: z.uuid(), at: moment, kind: z.string(), actorName: z.string(), words: z.string(), statistics: z.unknown().nullable() });
export type Decision = z.infer<typeof decision>;

export const HEALTH = ['ok', 'caution', 'alert'] as const;
export const experimentSummary = experiment.pick({ id: true, name: true, hypothesis: true, learnings: true, type: true, allocation: true, unit: true, status: true, createdAt: true, startedAt: true, endedAt: true, archivedAt: true, startAt: true, createdBy: true }).extend({
  subject, variants: z.number().int(), units: z.number().int().describe('exposed so far'), plannedUnits: z.number().int().nullable(),
  health: z.enum(HEALTH), says: z.string().describe('what is true now, in a sentence'), winner: z.string().nullable(),
});
export type ExperimentSummary = z.infer<typeof experimentSummary>;
