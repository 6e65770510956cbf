/**
 * What the simulator plants in the sample's leads, so that tests can ask whether it is found again, and nobody takes it for real.
 * The whole of it is made up: no lead of the sample exists. Whether a lead converts is drawn from a logistic model of these facts; none of the others has an effect.
 */

export const PLANTED_LEADS = {
  /** Odds of converting: a website lead that stayed eight minutes, did not ask for a price and never answered. */
  baseOdds: 0.16,
  /** Odds ratios against such a lead. */
  source: { Website: 1, Referral: 2.6, Event: 1.5, 'Paid search': 0.6, Outbound: 0.8 },
  askedForPrice: 3,
  /** For each doubling of the minutes on the website. */
  minutesDoubled: 1.5,
  /** They answered a mail in the first ten days. */
  replied: 2.4,
  /** How far a log odds ratio found in 20,000 generated leads may be from the stated one: about four standard errors. */
  tolerance: 0.2,
} as const;

export const LEAD_SOURCES = Object.keys(PLANTED_LEADS.source) as (keyof typeof PLANTED_LEADS.source)[];
