/** Shapes of feedback on insights. */
import { z } from 'zod';
import { actionType } from '@/lib/insights/action-type';

export const feedbackKind = z.enum(['helpful', 'not_helpful', 'incorrect']);
/** Whether what it says is so, apart from whether it helped. */
export const accuracy = z.enum(['accurate', 'inaccurate']);
export const actedOn = z.object({
  action: z.string().trim().min(1).max(200), type: actionType.optional(), note: z.string().trim().max(2000).nullish(),
  at: z.iso.datetime({ offset: true }).or(z.iso.date()).transform((value) => new Date(value).toISOString()).optional().describe('when it was done; a day is enough, now unless said'),
});

/** What somebody did with an insight without being asked: had at least half of it in view for a second, opened its evidence, copied from it. */
export const signalKind = z.enum(['seen', 'expanded', 'copied']);
export const signal = z.object({ insightId: z.uuid(), kind: signalKind });
export const signals = z.object({ signals: z.array(signal).min(1).max(100) });

/** The whole answer as it should stand: PUT replaces, absent means none. */
export const feedbackAnswer = z.object({
  kind: feedbackKind.nullish(),
  accuracy: accuracy.nullish(),
  stars: z.number().int().min(1).max(5).nullish(),
  text: z.string().trim().max(4000).nullish(),
  actedOn: actedOn.nullish(),
  dismissed: z.boolean().optional(),
});

export const feedback = z.object({
  insightId: z.uuid(),
  kind: feedbackKind.nullable(), accuracy: accuracy.nullable(), stars: z.number().int().nullable(), text: z.string().nullable(),
  actedOn: actedOn.nullable(), dismissed: z.boolean(),
  disposition: z.enum(['open', 'acted_on', 'dismissed']),
  updatedAt: z.iso.datetime(),
});
/** An answer as a person sees it beside the insight; null where they have not answered. */
export type Feedback = z.infer<typeof feedback>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswer>;
export type Accuracy = z.infer<typeof accuracy>;
export type Signal = z.infer<typeof signal>;
export type FeedbackKind = z.infer<typeof feedbackKind>;
