/**
 * What the advice changed: deals that were shown it against deals held out, as they were drawn (intention to treat), whatever anybody did with it.
 * Open deals count for as long as they have been seen and are never left out; deals of one owner belong together.
 */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { estimateArm, type ArmEstimate, type ArmUnit } from './censored-arm';

export type Arm = 'shown' | 'held_out';
/**
 * A deal. `days`: from the day its arm took effect (its opening, or the day deals began to be held out if that was later; the same rule in both arms) to its end,
 * or to now when it is open. `cluster`: its owner. `stratum`: what its odds of being held out were, where they were changed.
 */
export type CensoredUnit = ArmUnit & { arm: Arm; cluster: string; stratum?: string | number };
export type Effect = {
  shown: number;
  heldOut: number;
  /** shown - held out. */
  difference: number;
  low: number;
  high: number;
  standardError: number;
  nShown: number;
  nHeldOut: number;
  clusters: number;
};
export type CensoredEffect = {
  /** Chance to be won within the horizon, in fractions: more is better. */
  winRate: Effect | null;
  /** Mean days a deal stays open, counted up to the horizon: fewer (a negative difference) is faster. */
  velocity: Effect | null;
  /** Further deals of the same kind until the interval of `winRate` reaches `usefulReach` to either side; 0 when it does. Null when there is no held-out deal to go by. */
  dealsNeeded: number | null;
  /** Why there is no estimate yet, for a person; null when there is one. */
  reason: string | null;
};

/** Below these the intervals would not hold what they promise (bench/learning.ts measures it), so there are none. */
export const MIN_OWNERS = 10;
export const MIN_DEALS_PER_ARM = 20;
/** Follow-up to the horizon worth at least so many deals in each arm. */
export const MIN_FOLLOWED = 8;
/** An interval of five points to either side tells a useful effect from none. */
export const USEFUL_REACH = 0.05;

type Options = { horizonDays: number; level?: number; usefulReach?: number };
type Side = { estimate: ArmEstimate; units: readonly CensoredUnit[] };
type Sides = { shown: Side; heldOut: Side };

/**
 * Win rate: difference of the chances to be won within the horizon (Aalen-Johansen, lost competing). Velocity: difference of the mean days open up to the
 * horizon; not of days to winning, because the deals that are won are not the same deals in both arms, so that comparing only them would compare different deals.
 *
 * The variance sums the influences of each owner's deals in both arms before squaring: what makes an owner good or bad moves both arms and cancels as far as
 * both have that owner's deals. Few owners of unequal weight make that sum too small and too unsure of itself. Both are put right as if deals were independent
 * (Bell and McCaffrey 2002, CR2): with p an owner's share of the variance then, each square is divided by 1 - p, and t gets
 * 1 / (sum of p^2 + sum over pairs of owners of p^2 q^2 / ((1 - p) (1 - q))) degrees of freedom. G owners of equal weight: G / (G - 1) and G - 1.
 *
 * Deals are compared with those that had the same odds of being held out: after a change of the share the arms are a different mix of early and late deals, and
 * the seasons would pass for an effect. Each stratum counts by its deals (post-stratification: Imbens and Rubin 2015, 9); one too small to compare is left out.
 */
export function censoredEffect(units: readonly CensoredUnit[], { horizonDays, level = 0.95, usefulReach = USEFUL_REACH }: Options): CensoredEffect {
  const shown = units.filter((unit) => unit.arm === 'shown'), heldOut = units.filter((unit) => unit.arm === 'held_out');
  const fewer = shown.length < heldOut.length ? 'shown' : 'held out';
  const nothing = (reason: string): CensoredEffect => ({ winRate: null, velocity: null, dealsNeeded: planned(shown.length, heldOut.length, level, usefulReach), reason });
  if (heldOut.length === 0) return nothing('No deal is held out, so there is nothing to compare with.');
  if (shown.length === 0) return nothing('No deal was shown advice, so there is nothing to compare with.');
  const few = Math.min(shown.length, heldOut.length);
  if (few < MIN_DEALS_PER_ARM) return nothing(`Only ${few} ${few === 1 ? 'deal is' : 'deals are'} ${fewer}; it takes ${MIN_DEALS_PER_ARM} on each side.`);
  const strata = [...new Set(units.map(({ stratum }) => stratum))].flatMap((stratum) => comparable(units.filter((unit) => unit.stratum === stratum), horizonDays) ?? []);
  const compared = strata.flatMap(({ shown: own, heldOut: other }) => [...own.units, ...other.units]);
  const owners = new Set((strata.length === 0 ? units : compared).map((unit) => unit.cluster)).size;
  if (owners < MIN_OWNERS) return nothing(`The deals belong to ${owners} ${owners === 1 ? 'owner' : 'owners'}; it takes ${MIN_OWNERS} to tell the advice from the people.`);
  if (strata.length === 0) return nothing(`Too few deals that had the same odds have been watched for ${horizonDays} days yet.`);
  const a = together(strata.map((sides) => sides.shown), strata), b = together(strata.map((sides) => sides.heldOut), strata);
  const winRate = difference(a, b, (arm) => arm.won, (arm) => arm.wonInfluence, level);
  const velocity = difference(a, b, (arm) => arm.openDays, (arm) => arm.openDaysInfluence, level);
  if (!winRate || !velocity) return nothing('All deals ended alike, so there is no spread to judge a difference by.');
  const reach = (winRate.high - winRate.low) / 2;
  // The width shrinks with the root of the number of deals.
  const dealsNeeded = reach <= usefulReach ? 0 : Math.ceil(compared.length * ((reach / usefulReach) ** 2 - 1));
  return { winRate: { ...winRate, low: Math.max(-1, winRate.low), high: Math.min(1, winRate.high) }, velocity, dealsNeeded, reason: null };
}

/** Both arms of deals that had the same odds; null where they are too few to say anything. */
function comparable(units: readonly CensoredUnit[], horizonDays: number): Sides | null {
  const side = (arm: Arm): Side => {
    const own = units.filter((unit) => unit.arm === arm);
    return { units: own, estimate: estimateArm(own, horizonDays) };
  };
  const sides = { shown: side('shown'), heldOut: side('held_out') };
  const both = [sides.shown, sides.heldOut];
  return both.some((one) => one.units.length < MIN_DEALS_PER_ARM || one.estimate.followed < MIN_FOLLOWED) ? null : sides;
}

/** One arm over all strata, each weighing by its deals in both arms. */
function together(parts: readonly Side[], strata: readonly Sides[]): Side {
  const sizes = strata.map(({ shown, heldOut }) => shown.units.length + heldOut.units.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const mean = (of: (arm: ArmEstimate) => number) => parts.reduce((sum, { estimate }, i) => sum + (of(estimate) * sizes[i]!) / all, 0);
  const influence = (of: (arm: ArmEstimate) => Float64Array) => Float64Array.from(parts.flatMap(({ estimate }, i) => [...of(estimate)].map((own) => (own * sizes[i]!) / all)));
  return {
    units: parts.flatMap((part) => part.units),
    estimate: {
      won: mean((arm) => arm.won), openDays: mean((arm) => arm.openDays), followed: parts.reduce((sum, { estimate }) => sum + estimate.followed, 0),
      wonInfluence: influence((arm) => arm.wonInfluence), openDaysInfluence: influence((arm) => arm.openDaysInfluence),
    },
  };
}

function difference(a: Side, b: Side, figure: (arm: ArmEstimate) => number, influence: (arm: ArmEstimate) => Float64Array, level: number): Effect | null {
  type Owner = { sum: number; shown: number; heldOut: number };
  const owners = new Map<string, Owner>();
  const ownerOf = (cluster: string): Owner => {
    let owner = owners.get(cluster);
    if (!owner) owners.set(cluster, (owner = { sum: 0, shown: 0, heldOut: 0 }));
    return owner;
  };
  const ia = influence(a.estimate), ib = influence(b.estimate);
  let va = 0, vb = 0;
  a.units.forEach((unit, i) => { const owner = ownerOf(unit.cluster); owner.sum += ia[i]!; owner.shown++; va += ia[i]! ** 2; });
  b.units.forEach((unit, i) => { const owner = ownerOf(unit.cluster); owner.sum -= ib[i]!; owner.heldOut++; vb += ib[i]! ** 2; });
  const clusters = owners.size;
  let squares = 0, inside = 0, across = 0, across2 = 0;
  for (const owner of owners.values()) {
    const share = ((owner.shown / a.units.length) * va + (owner.heldOut / b.units.length) * vb) / (va + vb);
    squares += owner.sum ** 2 / (1 - share);
    inside += share ** 2;
    const pull = share ** 2 / (1 - share);
    across += pull;
    across2 += pull ** 2;
  }
  if (!(squares > 0)) return null;
  const standardError = Math.sqrt(squares);
  const reach = tQuantile(0.5 + level / 2, 1 / (inside + across ** 2 - across2)) * standardError;
  const shown = figure(a.estimate), heldOut = figure(b.estimate);
  return { shown, heldOut, difference: shown - heldOut, low: shown - heldOut - reach, high: shown - heldOut + reach, standardError, nShown: a.units.length, nHeldOut: b.units.length, clusters };
}

/** Before there is an estimate: how many more it takes at the present shares if half of the deals are won, which is the widest case. */
function planned(shown: number, heldOut: number, level: number, usefulReach: number): number | null {
  if (shown === 0 || heldOut === 0) return null;
  const n = shown + heldOut;
  const perDeal = 0.25 * (n / shown + n / heldOut);
  return Math.max(0, Math.ceil((normalQuantile(0.5 + level / 2, 0, 1) / usefulReach) ** 2 * perDeal) - n);
}
