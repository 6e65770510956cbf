/** Shapes of the life of models: versions, aliases, trainings, schedules. The only source of their types; safe in the browser and in JSON. */
import { z } from 'zod';
import { measured } from '../schema';

export const modelName = z.enum(['win_predictor', 'lead_scorer', 'engagement_predictor', 'tone_classifier', 'sentiment_analyzer', 'topic_classifier']);
export type ModelName = z.infer<typeof modelName>;
export const MODEL_NAMES = modelName.options;

export const versionName = z.string().regex(/^v_\d{8}_\d{6}$/, 'A version is called like v_20261124_093000');

/** What a model is for and what it learns from. `learnsFrom` is counted in `samples`. */
export const MODELS: Readonly<Record<ModelName, { label: string; predicts: string; learnsFrom: string; subject: 'deal' | 'lead' | 'message' | 'text' }>> = {
  win_predictor: { label: 'Win predictor', predicts: 'how likely an open deal is to be won', learnsFrom: 'closed deals', subject: 'deal' },
  lead_scorer: { label: 'Lead scorer', predicts: 'how likely a lead is to convert', learnsFrom: 'leads that ended', subject: 'lead' },
  engagement_predictor: { label: 'Engagement predictor', predicts: 'how likely a message is to be answered', learnsFrom: 'messages sent', subject: 'message' },
  tone_classifier: { label: 'Tone classifier', predicts: 'the tone of a text', learnsFrom: 'texts with a tone', subject: 'text' },
  sentiment_analyzer: { label: 'Sentiment analyzer', predicts: 'how the writer feels', learnsFrom: 'texts with a feeling', subject: 'text' },
  topic_classifier: { label: 'Topic classifier', predicts: 'what a text is about', learnsFrom: 'texts with a topic', subject: 'text' },
};

export const alias = z.enum(['champion', 'challenger', 'shadow']);
export type Alias = z.infer<typeof alias>;
export const aliasCause = z.enum(['first', 'trained', 'share_grown', 'promoted', 'stopped', 'rolled_back', 'auto_rolled_back', 'moved']);
export type AliasCause = z.infer<typeof aliasCause>;

/** A bin of the reliability chart: what was said against what came true, with its 95% interval (Wilson). */
export const reliabilityBin = z.object({ predicted: z.number(), observed: z.number(), low: z.number(), high: z.number(), n: z.number() });
/** A feature and how much worse the hold-out gets without it: Brier score more, in thousandths of nothing: a plain difference. */
export const importance = z.object({ feature: z.string(), label: z.string(), ...measured.shape });
/** The hold-out's Brier score and AUC when only the last `n` outcomes before it teach. */
export const curvePoint = z.object({ n: z.number().int(), brier: measured, auc: measured });

/** What a version was measured by, on outcomes later than everything that taught the measured model. Every list may be empty: too little data. */
export const versionMetrics = z.object({
  /** Records in the hold-out, and the share of them that came true. */
  n: z.number().int(), rate: z.number(),
  auc: measured, brier: measured, brierConstant: measured, improvement: measured, ece: measured, logLoss: measured.nullable(),
  /** Seconds that the training took; null in versions of old. */
  seconds: z.number().nullable(),
  reliability: z.array(reliabilityBin),
  importance: z.array(importance),
  learningCurve: z.array(curvePoint),
});
export type VersionMetrics = z.infer<typeof versionMetrics>;

/** Two versions on the same hold-out or the same live outcomes: Brier of the first less that of the second, paired; below 0 the first is better. */
export const comparison = z.object({
  versions: z.tuple([z.string(), z.string()]), n: z.number().int(), difference: measured, pValue: z.number(),
  verdict: z.enum(['better', 'worse', 'no_difference', 'too_few']), sentence: z.string(),
});
export type Comparison = z.infer<typeof comparison>;

export const versionSummary = z.object({
  version: z.string(), createdAt: z.iso.datetime(), trainedOn: z.number().int(), windowFrom: z.iso.datetime().nullable(), windowTo: z.iso.datetime().nullable(),
  features: z.array(z.string()), seed: z.string(), codeVersion: z.string(), parent: z.string().nullable(),
  signal: z.enum(['none', 'weak', 'present']), sentence: z.string(), metrics: versionMetrics.nullable(),
  /** With the champion of the time, on the same hold-out. */
  comparison: comparison.nullable(),
  aliases: z.array(z.object({ alias, share: z.number(), since: z.iso.datetime() })),
  /** What it said live of records whose outcome is known since: n of them and the Brier score. */
  live: z.object({ predictions: z.number().int(), resolved: z.number().int(), brier: measured.nullable() }),
});
export type VersionSummary = z.infer<typeof versionSummary>;

export const aliasMove = z.object({
  id: z.uuid(), alias, from: z.string().nullable(), to: z.string().nullable(), share: z.number(), at: z.iso.datetime(), cause: aliasCause, why: z.string(), actorName: z.string(),
});
export type AliasMove = z.infer<typeof aliasMove>;

export const trainingReason = z.enum(['asked', 'scheduled', 'drift', 'labels', 'first']);
export const trainingResult = z.object({
  /** on_trial: it goes into shadow; in_use: there was nothing to lose; kept: not better, so it changes nothing; nothing_to_learn: too little data, no version. */
  outcome: z.enum(['on_trial', 'in_use', 'kept', 'nothing_to_learn']), sentence: z.string(),
});
export const training = z.object({
  id: z.uuid(), model: modelName, reason: trainingReason, why: z.string(), status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
  phase: z.string(), done: z.number().int(), total: z.number().int(), version: z.string().nullable(), result: trainingResult.nullable(), error: z.string().nullable(),
  actorName: z.string(), createdAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(),
});
export type Training = z.infer<typeof training>;

/** In the words of the seed. */
export const scheduleInput = z.object({
  enabled: z.boolean().default(true),
  frequencyDays: z.number().int().min(1, 'At least one day').max(90, 'At most 90 days').default(7),
  minNewSamples: z.number().int().min(10, 'At least 10').max(100_000, 'At most 100,000').default(100),
  driftThreshold: z.number().min(0.05, 'At least 0.05').max(0.5, 'At most 0.5').default(0.15),
});
export const schedule = scheduleInput.extend({ lastCheckedAt: z.iso.datetime().nullable(), nextCheckAt: z.iso.datetime() });
export type Schedule = z.infer<typeof schedule>;

export const forceRetrain = z.object({ forceRetrain: z.boolean().default(false) });
export const updateModelsInput = forceRetrain.extend({ models: z.array(modelName).min(1), why: z.string().trim().min(3, 'Say in a few words why').max(300) });
/** What `checkAndUpdateModels` did for one model. */
export const modelUpdate = z.object({
  model: modelName, drift_status: z.enum(['no_drift', 'warning', 'critical']).nullable(), drift_score: z.number().nullable(),
  action: z.enum(['training', 'already_training', 'none', 'too_little_data']), trainingId: z.uuid().nullable(), sentence: z.string(),
});
export type ModelUpdate = z.infer<typeof modelUpdate>;
export const rollbackInput = z.object({ version: versionName, why: z.string().trim().min(3, 'Say in a few words why').max(300) });
export const moveAliasInput = z.object({ alias, version: versionName.nullable(), share: z.number().min(0).max(1).optional(), why: z.string().trim().min(3, 'Say in a few words why').max(300) });

/** One look for drift, as it is listed. `report`: the whole of it (shape in lib/models/drift/schema.ts). */
export const driftLook = z.object({
  id: z.uuid(), version: z.string(), at: z.iso.datetime(), status: z.enum(['no_drift', 'warning', 'critical']), score: z.number(), pValue: z.number().nullable(),
  recommendation: z.string(), report: z.unknown(),
});
export type DriftLook = z.infer<typeof driftLook>;

/** What there is to learn from. `fresh`: of those, how many the champion has not learned from. `why`: why it cannot be trained, with the numbers; null when it can. */
export const samples = z.object({ now: z.number().int(), fresh: z.number().int(), least: z.number().int(), trainable: z.boolean(), why: z.string().nullable() });
export type Samples = z.infer<typeof samples>;

/** A model in the registry. */
export const modelOverview = z.object({
  model: modelName, label: z.string(), predicts: z.string(), learnsFrom: z.string(), subject: z.enum(['deal', 'lead', 'message', 'text']),
  champion: versionSummary.nullable(), challenger: versionSummary.nullable(), shadow: versionSummary.nullable(),
  schedule, openTraining: training.nullable(), lastDrift: driftLook.nullable(), samples,
});
export type ModelOverview = z.infer<typeof modelOverview>;

/** Everything of a model: versions, moves and drift reports newest first. Of versions the latest hundred and whatever an alias stands for. */
export const modelDetail = modelOverview.extend({ versions: z.array(versionSummary), moves: z.array(aliasMove), trainings: z.array(training), drift: z.array(driftLook) });
export type ModelDetail = z.infer<typeof modelDetail>;

/** Two versions side by side; `live`: on records whose outcome is known since both spoke of them. */
export const versionComparison = z.object({ model: modelName, a: versionSummary, b: versionSummary, live: comparison });
export type VersionComparison = z.infer<typeof versionComparison>;

export const modelParams = z.object({ model: modelName });
export const moved = z.object({ moves: z.array(aliasMove) });
