/**
 * Workspaces with a held-out share and an effect that is known because it is written here. Owners differ in skill, speed, number of deals and in
 * what the advice does for them; deals come in over time and some are still open now; who acts on advice depends on owner and deal, so that
 * comparing deals with and without action misleads.
 */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { randomNormal, type Rng } from '../rng';
import type { CensoredUnit } from '../censored-effect';

export type Design = {
  name: string;
  owners: number;
  deals: number;
  /** Sizes are drawn as exp(spread x normal): 0 makes all owners equal in expectation. */
  sizeSpread: number;
  heldOutShare: number;
  /** Standard deviation of the owners' skill, in log odds of winning. */
  skill: number;
  /** What acting on the advice adds to the log odds of winning, and its standard deviation between owners. */
  effect: number;
  effectSpread: number;
  /** Acting on the advice multiplies the pace by this. */
  pace: number;
  /** How strongly better owners and better deals are acted on more often, in log odds; 0: everybody acts as often. */
  confounding: number;
  /** Half-way through, another share is held out, and `season` is added to the log odds of winning. */
  change?: { share: number; season: number };
};
export type SimulatedDeal = CensoredUnit & { acted: boolean };

export const HORIZON = 90;
/** Deals entered over so many days, the last ones yesterday. */
const ENTRY_DAYS = 240;
const MEAN_DAYS = 55;
/** Weibull shape: few deals close at once. */
const SHAPE = 1.4;
const QUALITY = 0.8;
const SPEED = 0.2;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const actChance = (design: Design, skill: number, quality: number): number => logistic(design.confounding * (skill / Math.max(design.skill, 0.1) + quality / QUALITY) / 2);
const winChance = (skill: number, quality: number, gain: number): number => logistic(0.2 + skill + quality + gain);
const scaleOf = (speed: number, pace: number): number => (MEAN_DAYS * Math.exp(speed)) / pace;

export function simulateHoldout(design: Design, rng: Rng): SimulatedDeal[] {
  const owners = Array.from({ length: design.owners }, (_, i) => ({
    cluster: `owner-${i}`, skill: design.skill * randomNormal(rng), speed: SPEED * randomNormal(rng), gain: design.effectSpread * randomNormal(rng), size: Math.exp(design.sizeSpread * randomNormal(rng)),
  }));
  const total = owners.reduce((sum, owner) => sum + owner.size, 0);
  return owners.flatMap((owner) => Array.from({ length: Math.max(1, Math.round((design.deals * owner.size) / total)) }, (): SimulatedDeal => {
    const watched = ENTRY_DAYS * rng();
    const { share, season } = design.change && watched < ENTRY_DAYS / 2 ? design.change : { share: design.heldOutShare, season: 0 };
    const arm = rng() < share ? 'held_out' : 'shown';
    const quality = QUALITY * randomNormal(rng);
    const acts = rng() < actChance(design, owner.skill, quality);
    const advised = arm === 'shown' && acts;
    const won = rng() < winChance(owner.skill, quality, season + (advised ? design.effect + owner.gain : 0));
    const toEnd = scaleOf(owner.speed, advised ? design.pace : 1) * (-Math.log(1 - rng())) ** (1 / SHAPE);
    const ended = toEnd <= watched;
    return { arm, cluster: owner.cluster, stratum: share, acted: advised, days: ended ? toEnd : watched, end: !ended ? 'open' : won ? 'won' : 'lost' };
  }));
}

/** The true differences, shown - held out, by integrating over owners and deals on a grid of normal quantiles. */
export function trueEffects(design: Design, grid = 60): { winRate: number; openDays: number } {
  const normals = Array.from({ length: grid }, (_, i) => normalQuantile((i + 0.5) / grid, 0, 1));
  const gains = design.effectSpread === 0 ? [0] : normals;
  const seasons = design.change ? [0, design.change.season] : [0];
  let winRate = 0, openDays = 0;
  for (const s of normals) {
    const untouched = ending(scaleOf(SPEED * s, 1)), advised = ending(scaleOf(SPEED * s, design.pace));
    let acts = 0, gained = 0, lost = 0;
    for (const k of normals) {
      for (const q of normals) {
        const skill = design.skill * k, quality = QUALITY * q;
        const chance = actChance(design, skill, quality);
        let won = 0;
        let left = 0;
        for (const season of seasons) {
          for (const g of gains) won += winChance(skill, quality, season + design.effect + design.effectSpread * g) / gains.length / seasons.length;
          left += winChance(skill, quality, season) / seasons.length;
        }
        acts += chance / grid ** 2;
        gained += (chance * won) / grid ** 2;
        lost += (chance * left) / grid ** 2;
      }
    }
    winRate += (gained * advised.byHorizon - lost * untouched.byHorizon) / grid;
    openDays += (acts * (advised.openDays - untouched.openDays)) / grid;
  }
  return { winRate, openDays };
}

/** Of a Weibull time to the end: the chance to have ended by the horizon, and the mean days open up to it (Simpson's rule). */
function ending(scale: number): { byHorizon: number; openDays: number } {
  const open = (t: number): number => Math.exp(-((t / scale) ** SHAPE));
  const steps = 200, h = HORIZON / steps;
  let sum = open(0) + open(HORIZON);
  for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * open(i * h);
  return { byHorizon: 1 - open(HORIZON), openDays: (sum * h) / 3 };
}
