/** Shapes of retrieval: the only source of its types, safe in the browser. */
import { z } from 'zod';

/** A past deal that is like the one looked at, and why. Its outcome was known at the moment asked about. */
export const similarDeal = z.object({
  dealId: z.uuid(),
  name: z.string(),
  account: z.string().nullable(),
  product: z.string().nullable(),
  /** Mean of closeness of the vectors and of the structure. */
  similarity: z.number().min(0).max(1),
  /** In words, strongest first; free of data that people typed. */
  reasons: z.array(z.string()).min(1),
  outcome: z.enum(['won', 'lost']),
  /** Epoch milliseconds. */
  closedAt: z.number(),
  /** Major units of the workspace's currency; a lost deal whose amount was zeroed at closing shows what it was worth before. */
  amount: z.number().nullable(),
  daysOpen: z.number().min(0),
});

export type SimilarDeal = z.infer<typeof similarDeal>;

/** What a run of embedding did. `embedded` counts texts that the model was asked for, `reused` deals whose vector was there already. */
export const embedReport = z.object({ deals: z.number().int(), embedded: z.number().int(), reused: z.number().int(), orphansRemoved: z.number().int() });
export type EmbedReport = z.infer<typeof embedReport>;
