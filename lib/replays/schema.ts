/** Shapes of replays: a prompt version tried on past deals beside the one in production. Safe in the browser. */
import { z } from 'zod';
import { resolution } from '@/lib/insights/schema';

export const MOST_DEALS = 100;
export const newReplay = z.object({ versionId: z.uuid(), deals: z.number().int().min(10).max(MOST_DEALS) });

export const replayStatus = z.enum(['queued', 'running', 'completed', 'stopped', 'failed', 'cancelled']);
export const arm = z.enum(['tried', 'against']);

export const judgedInsight = z.object({ type: z.string(), title: z.string(), claim: z.string(), by: z.string(), resolution });
/** What one version said of one past deal, and how that turned out. */
export const judged = z.object({
  status: z.enum(['answered', 'abstained', 'failed']),
  /** Why there is no answer. */
  reason: z.string().nullable(),
  insights: z.array(judgedInsight),
  /** The analyst's own chance of winning; the win model's is the same for both versions. */
  probability: z.number().nullable(),
  dropped: z.number().int(), unresolved: z.number().int(), cached: z.boolean(),
});

const count = z.object({ hits: z.number().int(), n: z.number().int() });
const difference = z.object({ difference: z.number(), low: z.number(), high: z.number() });
const armTotals = z.object({
  answered: z.number().int(), abstained: z.number().int(), failed: z.number().int(), insights: z.number().int(),
  /** Drafts that validation refused, and citations that lead nowhere. */
  dropped: z.number().int(), unresolved: z.number().int(),
  /** US dollars an answer, and the median time of one; null where not known (all from the cache, no price). */
  costUsd: z.number().nullable(), latencyMs: z.number().nullable(),
});
export const comparison = z.object({
  /** Deals asked about, and those that both versions answered: what is compared. */
  asked: z.number().int(), pairs: z.number().int(),
  tried: armTotals, against: armTotals,
  /** Predictions that came true, of those that could be tested; whole deals resampled. Null: a side has none. */
  claims: difference.extend({ tried: count, against: count }).nullable(),
  /** Deals whose forecast named the right outcome, in pairs: Newcombe's interval, exact McNemar. */
  forecasts: difference.extend({ both: z.number().int(), onlyTried: z.number().int(), onlyAgainst: z.number().int(), neither: z.number().int(), pValue: z.number() }).nullable(),
  /** Squared error of the forecasts' probabilities, lower is better; whole deals resampled. */
  brier: difference.extend({ tried: z.number(), against: z.number(), n: z.number().int() }).nullable(),
  verdict: z.enum(['better', 'worse', 'undecided', 'too_few']),
});

export const replaySummary = z.object({
  id: z.uuid(), status: replayStatus, tried: z.number().int(), against: z.number().int(), deals: z.number().int(), done: z.number().int(), calls: z.number().int(),
  result: comparison.nullable(), error: z.string().nullable(), actorName: z.string(), cutoff: z.iso.datetime().nullable(), createdAt: z.iso.datetime(), finishedAt: z.iso.datetime().nullable(),
});
export const replayedDeal = z.object({ dealId: z.uuid(), name: z.string(), outcome: z.enum(['won', 'lost', 'open']), at: z.iso.datetime(), tried: judged.nullable(), against: judged.nullable() });
export const replayDetail = replaySummary.extend({ answers: z.array(replayedDeal).describe('of the deals in your sight') });

export type NewReplay = z.output<typeof newReplay>;
export type ReplayStatus = z.infer<typeof replayStatus>;
export type Arm = z.infer<typeof arm>;
export type Judged = z.infer<typeof judged>;
export type Comparison = z.infer<typeof comparison>;
export type ReplaySummary = z.infer<typeof replaySummary>;
export type ReplayDetail = z.infer<typeof replayDetail>;
export type ReplayedDeal = z.infer<typeof replayedDeal>;
