/** Shapes of training data: examples as the seed's Data Schema has them, exports, and how ready the workspace is. Safe in the browser. */
import { z } from 'zod';

/** What an answer or an outcome makes of an insight: see label.ts for the rule. */
export const exampleLabel = z.enum(['good', 'bad', 'mixed']);
export type ExampleLabel = z.infer<typeof exampleLabel>;

const moment = z.iso.datetime();
const days = z.number();

/**
 * The deal as it was known at `as_of`. Every moment in it is at or before that; `expected_close_date` is a plan, which lies ahead.
 * Amounts in major units of `currency`.
 */
export const dealSnapshot = z.object({
  id: z.string(), name: z.string(), as_of: moment,
  value: z.number().nullable(), currency: z.string(),
  stage: z.string().nullable(), stage_since: moment.nullable(), days_in_stage: days.nullable(), opened_at: moment, days_open: days,
  expected_close_date: z.iso.date().nullable(), times_pushed: z.number().int(),
  contact_engagement: z.enum(['none', 'low', 'medium', 'high']),
  competitor_presence: z.boolean(), competitor: z.string().nullable(), discount: z.number().nullable(),
  owner: z.string().nullable(), lead_source: z.string().nullable(),
  account: z.object({ name: z.string(), industry: z.string().nullable(), employees: z.number().nullable(), country: z.string().nullable() }).nullable(),
  product: z.object({ name: z.string(), family: z.string().nullable() }).nullable(),
  contacts: z.array(z.object({ name: z.string(), title: z.string().nullable(), role: z.string(), since: moment })),
  /** Newest first. */
  interactions: z.array(z.object({ at: moment, kind: z.string(), direction: z.string(), contact: z.string().nullable(), text: z.string() })),
  conditions: z.array(z.object({ key: z.string(), title: z.string(), facts: z.array(z.string()) })),
  similar_deals: z.array(z.object({ name: z.string(), outcome: z.enum(['won', 'lost']), closed_at: moment, days_open: days, value: z.number().nullable(), similarity: z.number() })),
  win_probability: z.object({ probability: z.number(), low: z.number(), high: z.number(), closed_deals: z.number().int() }),
});
export type DealSnapshot = z.infer<typeof dealSnapshot>;

export const generatedInsight = z.object({
  type: z.string(), title: z.string(), body: z.string(), severity: z.string(), confidence: z.number(), rule: z.string().nullable(),
  actions: z.array(z.object({ type: z.string(), title: z.string(), owner: z.string().nullable(), due_in_days: z.number(), why: z.string() })),
  evidence: z.array(z.object({ kind: z.string(), title: z.string(), quote: z.string() })),
  prediction: z.object({ statement: z.string(), claim: z.string(), by: z.string(), probability: z.number().nullable() }),
});
export type GeneratedInsight = z.infer<typeof generatedInsight>;

const vote = z.enum(['for', 'against']);
export type Vote = z.infer<typeof vote>;

/** What people said, all together and one by one (without their names). */
export const exampleFeedback = z.object({
  /** More said so than not; null when nobody did, or as many on both sides. */
  helpful: z.boolean().nullable(),
  acted_on: z.boolean(), action_taken: z.string().nullable(), outcome_improvement: z.string().nullable(),
  answers: z.array(z.object({ vote: vote.nullable(), kind: z.string().nullable(), accuracy: z.string().nullable(), stars: z.number().nullable(), text: z.string().nullable(), at: moment })),
});
export type ExampleFeedback = z.infer<typeof exampleFeedback>;

export const exampleOutcome = z.object({
  /** Null while the deal is open. */
  result: z.enum(['won', 'lost']).nullable(), close_date: z.iso.date().nullable(), final_value: z.number().nullable(),
  resolution: z.string(), resolved_at: moment.nullable(), acted_result: z.string().nullable(),
});
export type ExampleOutcome = z.infer<typeof exampleOutcome>;
