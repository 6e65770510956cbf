/** Shapes of the insights capability: the only source of its types, safe in the browser. */
import { z } from 'zod';
import { arm, presentation } from '@/lib/experiments/schema';
import { feedback } from '@/lib/feedback/schema';
import { actionType } from './action-type';

export const insightType = z.enum(['risk', 'opportunity', 'next_action', 'forecast']);
export const severity = z.enum(['low', 'medium', 'high']);
export const disposition = z.enum(['open', 'acted_on', 'dismissed']);
export const resolution = z.enum(['pending', 'right', 'wrong', 'not_testable', 'expired']);
export const evidenceKind = z.enum(['deal', 'interaction', 'pattern', 'practice', 'rule', 'field']);
export const provider = z.enum(['anthropic', 'openai', 'builtin']);

/** One thing an insight rests on. `id` resolves inside the retrieved context; `quote` is the fact as a person would read it. */
export const evidence = z.object({ kind: evidenceKind, id: z.string(), quote: z.string() });

export const suggestedAction = z.object({
  type: actionType,
  title: z.string().min(1).max(200),
  owner: z.string().nullable().describe('who should do it, by name'),
  dueInDays: z.number().int().min(0).max(90),
  why: z.string().max(600),
});

/** What would make the insight right or wrong, and by when: every insight is falsifiable. */
export const prediction = z.object({
  statement: z.string().max(300),
  rightIf: z.string().max(300),
  wrongIf: z.string().max(300),
  /** ISO date; by then it is resolved or it expires. */
  by: z.iso.date(),
  /** Machine-checkable claim. */
  claim: z.enum(['lost', 'won', 'slips', 'no_reply', 'stage_advances', 'none']),
  /** Forecasts only: the chance of winning, as the analyst sees it. Null in every other insight. */
  probability: z.number().min(0).max(1).nullable(),
});

/** The prediction as stored: in a forecast the win model's number is the one shown, the analyst's is kept beside it. */
export const storedPrediction = prediction.extend({
  reconciled: z.object({ model: z.number(), analyst: z.number(), difference: z.number() }).nullable(),
});

/** What an analyst (language model or built-in) says; storage adds the rest. */
export const draftInsight = z.object({
  type: insightType,
  title: z.string().min(1).max(120),
  body: z.string().min(1).max(1200),
  severity,
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidence).min(1).max(12),
  actions: z.array(suggestedAction).max(5),
  prediction,
  /** Key of the deal-health rule behind it, when there is one: used to merge duplicates. */
  ruleKey: z.string().nullable(),
});

export const stageName = z.enum(['embed', 'retrieve', 'assemble', 'ask', 'validate']);
export const stageProgress = z.object({
  name: stageName,
  status: z.enum(['waiting', 'running', 'done', 'failed']),
  ms: z.number().nullable(),
  found: z.string().nullable().describe('what this stage found, in words'),
});

export const insight = draftInsight.omit({ evidence: true, actions: true, prediction: true }).extend({
  prediction: storedPrediction,
  id: z.uuid(), dealId: z.uuid(), runId: z.uuid(),
  evidence: z.array(evidence.extend({ title: z.string(), resolved: z.boolean() })),
  actions: z.array(suggestedAction.extend({ id: z.uuid() })),
  disposition, resolution, resolutionReason: z.string().nullable(),
  shownAt: z.iso.datetime().nullable().describe('when somebody first had it before their eyes'),
  resolvedAt: z.iso.datetime().nullable().describe('when it was decided'),
  actedResult: z.enum(['averted', 'came_true']).nullable().describe('how a warning that was acted on ended'),
  provider, model: z.string(), promptVersion: z.string(),
  arms: z.array(arm).describe('variants of experiments that it was made and shown under'),
  tokensIn: z.number().int(), tokensOut: z.number().int(), costUsd: z.number(), latencyMs: z.number().nullable(),
  contextHash: z.string().nullable(),
  createdAt: z.iso.datetime(), updatedAt: z.iso.datetime(),
});

export const runState = z.object({
  id: z.uuid(), status: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']), stages: z.array(stageProgress), error: z.string().nullable(),
  provider: z.string().nullable(), model: z.string().nullable(), fallbacks: z.array(z.object({ provider: z.string(), reason: z.string() })),
  createdAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(),
});
/** What a deal's page shows: the insights with the caller's own answers, and how the latest run goes. */
export const dealInsights = z.object({
  data: z.array(insight.extend({ answer: feedback.nullable() })), run: runState.nullable(),
  presentation: presentation.describe('in which order they stand, and how much of each is said at first sight'),
  heldOut: z.object({ share: z.number() }).nullable().describe('the deal is in the comparison group: its advice is kept to itself; the share of deals that was held out when it was drawn'),
});

export type RunState = z.infer<typeof runState>;
export type DealInsights = z.infer<typeof dealInsights>;
export type InsightType = z.infer<typeof insightType>;
export type Severity = z.infer<typeof severity>;
export type Disposition = z.infer<typeof disposition>;
export type Resolution = z.infer<typeof resolution>;
export type Evidence = z.infer<typeof evidence>;
export type EvidenceKind = z.infer<typeof evidenceKind>;
export type Provider = z.infer<typeof provider>;
export type SuggestedAction = z.infer<typeof suggestedAction>;
export type Prediction = z.infer<typeof prediction>;
export type Claim = Prediction['claim'];
export type StoredPrediction = z.infer<typeof storedPrediction>;
export type DraftInsight = z.infer<typeof draftInsight>;
export type StageName = z.infer<typeof stageName>;
export type StageProgress = z.infer<typeof stageProgress>;
export type Insight = z.infer<typeof insight>;
