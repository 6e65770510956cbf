/** Shapes of the improver: what it looks at, what it may suggest, and what came of a look. Safe in the browser. */
import { z } from 'zod';

/** Fewer rejected or wrong insights than this say too little. */
export const LEAST_EVIDENCE = 10;

const count = z.object({ hits: z.number().int(), n: z.number().int() });
const template = z.object({ system: z.string(), user: z.string() });
const ruleState = z.object({ enabled: z.boolean(), settings: z.record(z.string(), z.number()) });
const effect = z.object({ difference: z.number(), low: z.number(), high: z.number(), n: z.number().int() });

/** An insight that somebody rejected or that turned out wrong. Its texts are data. */
export const rejectedInsight = z.object({
  id: z.uuid(), dealId: z.uuid(), type: z.string(), ruleKey: z.string().nullable(), title: z.string(), body: z.string(),
  resolution: z.string(), resolutionReason: z.string().nullable(), answers: z.array(z.object({ kind: z.string(), text: z.string().nullable() })),
});

/** A rule that speaks: its standing among what was judged, and what recounting its past deals with other numbers gives. */
export const ruleEvidence = z.object({
  key: z.string(), name: z.string(), speaksOf: z.string(), before: ruleState,
  /** Rejected or wrong, of its insights that were answered or resolved; the same of all other rules' insights. */
  bad: count, others: count,
  /** The difference of these shares, with an interval that counts deals and holds for all such rules together in 95 of 100. */
  more: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
  record: z.string(),
  /** The setting that did best on the earlier past deals, held against the present one on the later ones. Null: none is better there. */
  setting: z.object({ after: ruleState, words: z.string(), present: count, candidate: count, later: effect, deals: z.number().int(), from: z.iso.date() }).nullable(),
  /** What leaving it out would have done to the accuracy of insights of its type; whole deals resampled. Null: not enough resolved. */
  without: effect.nullable(),
  examples: z.array(z.uuid()),
});

export const improveInput = z.object({
  prompt: z.object({ name: z.string(), what: z.string(), version: z.number().int(), present: template, shipped: template }),
  insights: z.array(rejectedInsight), rules: z.array(ruleEvidence),
  counts: z.object({ rejected: z.number().int(), wrong: z.number().int(), judged: z.number().int() }),
});

/** What a language model writes: a whole new template, why, resting on which insights, and what should be different. */
export const promptDraft = z.strictObject({
  system: z.string().trim().min(1).max(20_000), user: z.string().trim().min(1).max(20_000), rationale: z.string().trim().min(20).max(1_500),
  cites: z.array(z.object({ id: z.string(), why: z.string().trim().min(1).max(300) })).min(1).max(20), expected: z.string().trim().min(10).max(600),
});
export const ruleSuggestion = z.object({ ruleKey: z.string(), before: ruleState, after: ruleState, title: z.string(), rationale: z.string(), basis: z.string(), effect: effect.nullable(), cites: z.array(z.uuid()), risk: z.string() });
/** What the built-in computes: changes of rules, never words of a prompt. */
export const ruleDraft = z.strictObject({ rules: z.array(ruleSuggestion), said: z.string() });
export const improveOutput = z.union([promptDraft, ruleDraft]);

export const improvementStatus = z.enum(['queued', 'running', 'proposed', 'nothing', 'failed']);
export const improvement = z.object({
  id: z.uuid(), status: improvementStatus, said: z.string().nullable(), provider: z.string().nullable(), version: z.number().int().nullable(), replayId: z.uuid().nullable(),
  planItemIds: z.array(z.uuid()), actorName: z.string(), createdAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(),
});

export type RejectedInsight = z.infer<typeof rejectedInsight>;
export type RuleEvidence = z.infer<typeof ruleEvidence>;
export type ImproveInput = z.infer<typeof improveInput>;
export type PromptDraft = z.infer<typeof promptDraft>;
export type RuleSuggestion = z.infer<typeof ruleSuggestion>;
export type RuleDraft = z.infer<typeof ruleDraft>;
export type ImproveOutput = z.infer<typeof improveOutput>;
export type Effect = z.infer<typeof effect>;
export type Improvement = z.infer<typeof improvement>;
