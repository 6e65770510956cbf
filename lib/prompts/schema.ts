/** Shapes of the prompts capability: the only source of its types, safe in the browser. */
import { z } from 'zod';

/** The label that decides which version answers, and the one that always stands at the newest version. Neither can be taken off. */
export const PRODUCTION = 'production';
export const LATEST = 'latest';

export const promptTemplate = z.object({ system: z.string().trim().min(1, 'Say what the model is and does').max(20_000), user: z.string().trim().min(1, 'Give it the data').max(20_000) });
/** Settings that travel with a version. Absent: the task's own. */
export const promptConfig = z.object({ maxTokens: z.number().int().min(256).max(32_000).optional(), effort: z.enum(['low', 'medium', 'high']).optional() });

export const newPromptVersion = z.object({ promptId: z.uuid(), template: promptTemplate, config: promptConfig, rationale: z.string().trim().max(2_000).optional() });

export const labelName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Small letters, digits and hyphens, beginning with a letter');
/** `from` is where the label stands for the person who moves it (null: nowhere); standing elsewhere meanwhile is a conflict. `to` null takes it off. */
export const labelMove = z.object({ promptId: z.uuid(), label: labelName, from: z.uuid().nullable(), to: z.uuid().nullable() });

const rate = z.object({ hits: z.number().int(), n: z.number().int(), low: z.number(), high: z.number() });
/** How a version has done, over what language models wrote with it. */
export const versionMetrics = z.object({
  insights: z.number().int(),
  /** Resolved right, of those resolved right or wrong; Wilson's 95% interval. Null: none. */
  accuracy: rate.nullable(),
  /** Answers that found it helpful, of the helpful, not helpful and incorrect ones. */
  helpful: rate.nullable(),
  /** Calls that gave an answer or an abstention, replays left out. */
  answers: z.number().int(),
  /** US dollars an answer, failed calls and repairs included; null where no price is known. */
  costUsd: z.number().nullable(),
  /** Median of the calls that answered. */
  latencyMs: z.number().nullable(),
});

export const promptVersion = z.object({
  id: z.uuid(), version: z.number().int(), template: promptTemplate, config: promptConfig, rationale: z.string().nullable(), createdBy: z.string(), createdAt: z.iso.datetime(),
  labels: z.array(z.string()).describe('production, latest and those of your own that stand at this version'),
  metrics: versionMetrics,
});
export const labelMoved = z.object({ id: z.uuid(), label: z.string(), from: z.number().int().nullable(), to: z.number().int().nullable(), reason: z.string(), actorName: z.string(), at: z.iso.datetime() });

export const promptSummary = z.object({
  id: z.uuid(), name: z.string(), title: z.string(), what: z.string(), replayable: z.boolean().describe('its answers are predictions: versions can be tried on past deals'), production: z.number().int(), latest: z.number().int(), versions: z.number().int(),
  /** Of the version in production. */
  metrics: versionMetrics,
});
export const promptDetail = promptSummary.pick({ id: true, name: true, title: true, what: true, replayable: true }).extend({
  placeholders: z.array(z.string()).describe('values that the task gives and a template must use'),
  versions: z.array(promptVersion).describe('newest first'),
  history: z.array(labelMoved).describe('newest first'),
});

export type NewPromptVersion = z.output<typeof newPromptVersion>;
export type LabelMove = z.output<typeof labelMove>;
export type VersionMetrics = z.infer<typeof versionMetrics>;
export type PromptVersionView = z.infer<typeof promptVersion>;
export type LabelMoved = z.infer<typeof labelMoved>;
export type PromptSummary = z.infer<typeof promptSummary>;
export type PromptDetail = z.infer<typeof promptDetail>;
