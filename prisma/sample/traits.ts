/** The traits of one deal, drawn given its outcome (planted-effects.ts says how strongly). */
import type { Outcome } from '@/lib/deals/history';
import type { Rng } from '@/lib/stats/rng';
import { chance } from './draw';
import { chanceGiven, PLANTED_EFFECTS, REACHED_NEGOTIATION, type PlantedName } from './planted-effects';

export type Traits = {
  ghosted: boolean; multiThreaded: boolean; decisionMaker: boolean; slipped: boolean; competitor: boolean; earlyPricing: boolean; referral: boolean;
  /** How far it came: 0 Engaging, 1 Proposal, 2 Negotiation. */
  reached: 0 | 1 | 2;
  /** Rate of meetings, constant over its life. */
  meetingsPerDay: number;
};

/** `days` is how long the deal was open. Traits that need longer are absent; what then stays equally common in won and lost is drawn as in lost. */
export function drawTraits(rng: Rng, outcome: Outcome, days: number): Traits {
  const draw = (name: PlantedName): boolean => {
    const effect = PLANTED_EFFECTS[name];
    // Drawn always, so that one deal's length does not move the draws that follow.
    const drawn = chance(rng, chanceGiven(effect, outcome));
    return days >= effect.minDays && drawn;
  };
  const ghosted = draw('ghosted');
  const multiThreaded = draw('multiThreaded');
  const decisionMaker = !draw('noDecisionMaker');
  const slipped = draw('slipped');
  const competitor = draw('competitor');
  const earlyPricing = draw('earlyPricing');
  const referral = draw('referral');
  const proposal = draw('reachedProposal');
  const negotiation = chance(rng, chanceGiven(REACHED_NEGOTIATION, outcome));
  return {
    ghosted, multiThreaded, decisionMaker, slipped, competitor, earlyPricing, referral,
    reached: !proposal ? 0 : negotiation ? 2 : 1,
    // Poisson: the chance of at least one in 14 days is 1 - exp(-14 rate).
    meetingsPerDay: -Math.log(1 - chanceGiven(PLANTED_EFFECTS.recentMeeting, outcome)) / 14,
  };
}
