/**
 * What the simulator plants in the sample workspace, so that tests can ask whether the product finds it.
 *
 * The outcomes of closed deals are real. A trait is therefore drawn *given* the outcome: with chance `amongLost` in a lost
 * deal, and in a won one with the chance whose odds are `oddsRatio` times as high. By Bayes' rule the odds ratio is the
 * same read the other way, from trait to outcome, whatever the share of won deals (Cornfield 1951). Given the outcome,
 * traits are drawn independently, so that their log odds ratios add up: the truth is a logistic model.
 *
 * Open deals have no outcome: each is given a hidden one by the toss of a coin, and traits are drawn from that.
 */
import type { Outcome } from '@/lib/deals/history';

export type PlantedEffect = {
  /** Odds of winning with the trait over odds without, among eligible closed deals. */
  oddsRatio: number;
  /** Share of eligible lost deals that have the trait. */
  amongLost: number;
  /** Only deals that were open this long, in days, can have it; shorter ones are not counted. */
  minDays: number;
  /** The trait as it can be read from the data on the day of closing. */
  trait: string;
  /** How it is written into the data. */
  how: string;
  /** How far the log odds ratio found in the generated data may be from the stated one: about three standard errors at this size. */
  tolerance: number;
};

export const PLANTED_EFFECTS = {
  ghosted: {
    oddsRatio: 0.25, amongLost: 0.25, minDays: 21, tolerance: 0.3,
    trait: 'two or more of our messages unanswered, the first for at least seven days',
    how: 'the buyer answers nothing from a moment at least nine days before the closing, while we write two or three times; other deals end with an answered message',
  },
  multiThreaded: {
    oddsRatio: 2.2, amongLost: 0.35, minDays: 0, tolerance: 0.2,
    trait: 'three or more contacts', how: 'three to five contacts of the account instead of one or two',
  },
  noDecisionMaker: {
    oddsRatio: 0.45, amongLost: 0.3, minDays: 0, tolerance: 0.2,
    trait: 'no contact whose buying role is economic buyer', how: 'contacts are picked from the account without, or with one of, its economic buyers',
  },
  slipped: {
    oddsRatio: 0.5, amongLost: 0.5, minDays: 21, tolerance: 0.25,
    trait: 'the expected close date was moved later at least once', how: 'one to three changes of the expected close date, each to a later day',
  },
  recentMeeting: {
    oddsRatio: 2.5, amongLost: 0.2, minDays: 14, tolerance: 0.3,
    trait: 'a meeting in the last 14 days, among deals that are not ghosted',
    how: 'meetings at a constant rate over the deal’s life, higher in won deals, so that the effect is the same on any day after the fourteenth',
  },
  competitor: {
    oddsRatio: 0.33, amongLost: 0.25, minDays: 0, tolerance: 0.2,
    trait: 'a competitor is recorded', how: 'recorded in the first half of the deal’s life',
  },
  earlyPricing: {
    oddsRatio: 1.9, amongLost: 0.3, minDays: 14, tolerance: 0.25,
    trait: 'price spoken of in the first 14 days', how: 'a reply or a note about price before the fourteenth day; in other deals price comes up later or never',
  },
  referral: {
    oddsRatio: 1.8, amongLost: 0.12, minDays: 0, tolerance: 0.25,
    trait: 'the lead source is Referral', how: 'the lead source is drawn; the other sources do not differ',
  },
  reachedProposal: {
    oddsRatio: 3, amongLost: 0.6, minDays: 7, tolerance: 0.25,
    trait: 'it stood in Proposal at some time', how: 'stage changes after Engaging; half of the lost and more of the won ones go on to Negotiation',
  },
} as const satisfies Record<string, PlantedEffect>;

export type PlantedName = keyof typeof PLANTED_EFFECTS;

/** Going on from Proposal to Negotiation, once there. */
export const REACHED_NEGOTIATION = { oddsRatio: 2.2, amongLost: 0.5 } as const;

/** Chance of the trait in a deal that ended so. */
export function chanceGiven({ oddsRatio, amongLost }: Pick<PlantedEffect, 'oddsRatio' | 'amongLost'>, outcome: Outcome): number {
  if (outcome === 'lost') return amongLost;
  const odds = (oddsRatio * amongLost) / (1 - amongLost);
  return odds / (1 + odds);
}
