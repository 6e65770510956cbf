/** Shapes of what makes a workspace learn anew, and what came of it. Safe in the browser. */
import { z } from 'zod';

export const updateReason = z.enum(['labels', 'drift', 'asked']);
export type UpdateReason = z.infer<typeof updateReason>;

/** How forecasts did lately against before: shares and squared errors of resolved ones. */
export const driftReport = z.object({
  measure: z.enum(['accuracy', 'brier']),
  before: z.object({ value: z.number(), n: z.number().int() }), recent: z.object({ value: z.number(), n: z.number().int() }),
  /** recent - before, with its interval. */
  difference: z.number(), low: z.number(), high: z.number(), pValue: z.number(),
});
export type DriftReport = z.infer<typeof driftReport>;

export const updateDetail = z.object({
  /** Of labels: how many had arrived, and how many were needed. */
  labels: z.number().int().optional(), threshold: z.number().int().optional(),
  drift: driftReport.optional(),
  /** Who asked, and why. */
  askedBy: z.string().optional(), why: z.string().optional(),
});
export type UpdateDetail = z.infer<typeof updateDetail>;

/** What an update changed. */
export const updateResult = z.object({
  model: z.object({ before: z.string(), version: z.string(), closedDeals: z.number().int() }),
  assessed: z.number().int(), examples: z.number().int(), improvementAsked: z.boolean(),
});
export type UpdateResult = z.infer<typeof updateResult>;

export const updateRequest = z.object({
  id: z.uuid(), reason: updateReason, detail: updateDetail, status: z.enum(['open', 'running', 'completed', 'failed']), result: updateResult.nullable(),
  createdAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(),
});
export type UpdateRequestState = z.infer<typeof updateRequest>;

/** How near the next update is. */
export const updateProgress = z.object({
  /** New labels since the last one, at most `threshold`. */
  labels: z.number().int(), threshold: z.number().int(),
  atWork: updateRequest.nullable(), last: updateRequest.nullable(),
});
export type UpdateProgress = z.infer<typeof updateProgress>;

/** Asked by a person: why, for the audit log and the list. */
export const askUpdateInput = z.object({ why: z.string().trim().min(3, 'Say in a few words why').max(300) });
