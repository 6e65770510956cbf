/** Shapes of the learning dashboards: what can be asked for, and each figure with its interval, sample and comparison. Browser-safe. */
import { z } from 'zod';
import { actionType } from '@/lib/insights/action-type';
import { insightType, provider } from '@/lib/insights/schema';

export const PERIODS = ['30', '90', '365', 'all'] as const;

const day = z.iso.date().refine((text) => text >= '1970-01-01' && text < '2200-01-01', 'Name a day from 1970 on');
/** As it stands beside an insight; no character that a database would not take. */
const version = z.string().regex(/^\P{C}{1,80}$/u, 'Name a version');

/** What the address holds. Each field can be left out; `from` and `to` (days in UTC, both included) go before `period`. */
export const learningQuery = z.object({
  period: z.enum(PERIODS).default('365').describe('the last so many days'),
  from: day.optional(), to: day.optional(),
  type: insightType.optional(),
  prompt: version.optional().describe('version of the prompt'),
  model: version.optional().describe('version of the win model'),
  provider: provider.optional(),
});

/** An older figure, or another group's, beside a measure. */
export const comparison = z.object({
  to: z.string().describe('what it is: "the 90 days before"'), value: z.number(), n: z.number().int(),
  difference: z.number(), low: z.number(), high: z.number(),
});

/** A figure with what makes it readable; where something is missing, the reason stands in its place. */
export const measure = z.object({
  value: z.number().nullable(),
  low: z.number().nullable().describe('95% interval'), high: z.number().nullable(),
  n: z.number().int().describe('how many it is counted from'),
  groups: z.number().int().nullable().describe('how many independent deals or people those belong to'),
  why: z.string().nullable().describe('why there is no figure or no interval'),
  compared: comparison.nullable(), whyNotCompared: z.string().nullable(),
});

export const reliabilityBin = measure.extend({ from: z.number(), to: z.number(), said: z.number() });
export const monthOfAccuracy = measure.extend({ month: z.iso.date() });
export const trend = z.object({ slope: z.number().describe('change a month'), low: z.number(), high: z.number(), pValue: z.number() });

/** Which advice worked: deals in which an action was taken against those in which it was suggested and not taken. */
export const actionResult = z.object({
  action: actionType, insights: z.number().int().describe('insights acted on in this way'),
  taken: measure, notTaken: measure,
  difference: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(),
  falseDiscovery: z.number().nullable().describe('share of false ones among all actions here that look at least as good'),
});

/** A causal figure: deals that were shown advice against deals held out, as drawn. Intervals are clustered by owner. */
export const effect = z.object({
  shown: z.number(), heldOut: z.number(), difference: z.number(), low: z.number(), high: z.number(),
  nShown: z.number().int(), nHeldOut: z.number().int(), clusters: z.number().int(),
});
export const causal = z.object({
  share: z.number().describe('share of new deals that is held out now'),
  assigned: z.object({ shown: z.number().int(), heldOut: z.number().int() }),
  horizonDays: z.number().int(),
  winRate: effect.nullable().describe('chance to be won within the horizon'),
  velocity: effect.nullable().describe('mean days open up to the horizon'),
  dealsNeeded: z.number().int().nullable().describe('further deals until the interval of the win rate is five points to either side'),
  why: z.string().nullable().describe('why there is no causal figure'),
  naive: z.object({
    acted: z.number(), notActed: z.number(), difference: z.number(), low: z.number(), high: z.number(), nActed: z.number().int(), nNotActed: z.number().int(),
    days: z.object({ acted: z.number(), notActed: z.number(), difference: z.number(), low: z.number(), high: z.number(), nActed: z.number().int(), nNotActed: z.number().int() }).nullable()
      .describe('days from the first advice to the win'),
  }).nullable(),
  explanation: z.string().nullable().describe('why the two differ'),
  revenue: z.object({
    currency: z.string(), wonMinor: z.number(), deals: z.number().int(), unconverted: z.number().int(),
    attributedMinor: z.number().nullable(), lowMinor: z.number().nullable(), highMinor: z.number().nullable(), why: z.string().nullable(),
  }),
});

export const versionRow = z.object({
  promptVersion: z.string(), provider: z.string(), model: z.string().nullable(),
  shown: z.number().int(), accuracy: measure, actionRate: measure, helpful: measure, brier: measure,
});

export const learningCurve = z.object({
  points: z.array(z.object({ labels: z.number().int(), score: z.number(), low: z.number(), high: z.number() })),
  labels: z.number().int(), deals: z.number().int(),
  gain: z.object({ at: z.number().int(), value: z.number(), low: z.number(), high: z.number() }).nullable(),
  why: z.string().nullable(),
});

export const learningMetrics = z.object({
  at: z.iso.datetime(),
  from: z.iso.datetime().nullable(), to: z.iso.datetime(), period: z.string().describe('in words'),
  /** Insights in view, and how many of them the sample's simulator made up. */
  insights: z.number().int(), simulated: z.number().int(),
  choices: z.object({ types: z.array(insightType), prompts: z.array(z.string()), models: z.array(z.string()), providers: z.array(z.string()) }),
  quality: z.object({
    accuracy: measure, base: measure.describe('what the same claims would have got about any closed deal'), actedOn: measure, stars: measure, helpful: measure, actionRate: measure, coverage: measure,
    personalised: measure, general: measure,
    notTestable: z.number().int(),
  }),
  calibration: z.object({ bins: z.array(reliabilityBin), brier: measure, constant: z.number().nullable().describe('Brier score of always saying the win rate'), ece: measure }),
  months: z.array(monthOfAccuracy), trend: trend.nullable(),
  curve: learningCurve,
  actions: z.array(actionResult),
  causal,
  use: z.object({
    days: z.array(z.object({ day: z.iso.date(), people: z.number().int() })), members: z.number().int(),
    activeToday: z.number().int(), daily: measure, retention: measure, timeToAction: measure,
  }),
  versions: z.array(versionRow),
});

export type LearningQuery = z.infer<typeof learningQuery>;
export type Comparison = z.infer<typeof comparison>;
export type Measure = z.infer<typeof measure>;
export type ReliabilityBin = z.infer<typeof reliabilityBin>;
export type MonthOfAccuracy = z.infer<typeof monthOfAccuracy>;
export type Trend = z.infer<typeof trend>;
export type ActionResult = z.infer<typeof actionResult>;
export type Causal = z.infer<typeof causal>;
export type VersionRow = z.infer<typeof versionRow>;
export type LearningCurve = z.infer<typeof learningCurve>;
export type LearningMetrics = z.infer<typeof learningMetrics>;
