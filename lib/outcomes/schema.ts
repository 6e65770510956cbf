/** Shapes of outcomes and of how insights were resolved by them: safe in the browser. */
import { z } from 'zod';
import type { InsightType, Resolution } from '@/lib/insights/schema';

export const outcomeKind = z.enum(['won', 'lost', 'slipped', 'accelerated', 'stalled']);
export const actedResult = z.enum(['averted', 'came_true']);

/** What an outcome was judged by: in words, and the values behind them (times in epoch milliseconds, amounts in major units). */
export const outcomeDetail = z.object({
  words: z.string(),
  /** The close date that was expected, and when that was: at the first advice, else at the opening. */
  expectedAt: z.number().nullable().optional(), baselineAt: z.number().optional(),
  from: z.number().optional(), to: z.number().optional(),
  stageId: z.string().optional(), days: z.number().optional(), limitDays: z.number().optional(), wonDeals: z.number().optional(),
});

export const outcome = z.object({
  id: z.uuid(), kind: outcomeKind, at: z.iso.datetime(),
  improvementDays: z.number().nullable().describe('days earlier (positive) or later (negative) than expected; null where nothing was expected'),
  expectedAmount: z.number().nullable().describe('when the deal was first advised on, else opened; major units of `currency`'),
  finalAmount: z.number().nullable(), currency: z.string().nullable(),
  words: z.string(),
});

export type OutcomeKind = z.infer<typeof outcomeKind>;
export type ActedResult = z.infer<typeof actedResult>;
export type OutcomeDetail = z.infer<typeof outcomeDetail>;
export type OutcomeView = z.infer<typeof outcome>;

/** An insight that was shown and that a later look replaced, or that is decided. Times are ISO. */
export type Said = {
  id: string; type: InsightType; title: string; probability: number | null; createdAt: string; shownAt: string;
  resolution: Resolution; reason: string | null; resolvedAt: string | null; actedResult: ActedResult | null;
  /** The earliest action on it, and what it was. */
  actedAt: string | null; action: string | null;
};
