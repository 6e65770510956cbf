/** Shapes of feedback on insights. */
import { z } from 'zod';
import { actionType } from '@/lib/insights/action-type';

export const feedbackKind = z.enum(['helpful', 'not_helpful', 'incorrect']);
export const actedOn = z.object({ action: z.string().trim().min(1).max(200), type: actionType.optional(), note: z.string().trim().max(2000).nullish() });

/** The whole answer as it should stand: PUT replaces, absent means none. */
export const feedbackAnswer = z.object({
  kind: feedbackKind.nullish(),
  stars: z.number().int().min(1).max(5).nullish(),
  text: z.string().trim().max(4000).nullish(),
  actedOn: actedOn.nullish(),
  dismissed: z.boolean().optional(),
});

export const feedback = z.object({
  insightId: z.uuid(),
  kind: feedbackKind.nullable(), stars: z.number().int().nullable(), text: z.string().nullable(),
  actedOn: actedOn.nullable(), dismissed: z.boolean(),
  disposition: z.enum(['open', 'acted_on', 'dismissed']),
  updatedAt: z.iso.datetime(),
});
/** An answer as a person sees it beside the insight; null where they have not answered. */
export type Feedback = z.infer<typeof feedback>;
export type FeedbackAnswer = z.infer<typeof feedbackAnswer>;
export type FeedbackKind = z.infer<typeof feedbackKind>;
