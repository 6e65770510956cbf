/**
 * One arm of a comparison in which deals end in two ways (won, lost) or have not ended yet. The estimates, and how far each deal moves them.
 */

export type ArmUnit = { days: number; end: 'won' | 'lost' | 'open' };
export type ArmEstimate = {
  /** Chance to be won within the horizon: Aalen-Johansen, `lost` being the competing end. */
  won: number;
  /** Mean days open, counted up to the horizon: area under Kaplan-Meier's curve of being open. */
  openDays: number;
  /** How far unit i moves `won` and `openDays` (its influence); each sums to nought over the arm. In the order of the units given. */
  wonInfluence: Float64Array;
  openDaysInfluence: Float64Array;
  /** How many units' worth of follow-up reaches the horizon: n times the chance not to be cut off before it. */
  followed: number;
};

/**
 * Aalen and Johansen (1978) for the chance to be won, Kaplan and Meier (1958) for being open; both follow from the hazards
 * dL1 = won / at risk and dL = ended / at risk at each day. Influences are their derivatives along the units' martingale residuals
 * dM = dN - Y dL (Andersen, Borgan, Gill, Keiding 1993, IV.4; Zhang and Fine 2008 for differences of such chances):
 *   won:       sum over days of S(t-) dM1 / Y - (F(H) - F(t)) dM / (Y (1 - dL))
 *   openDays:  - sum over days of (area of S from t to H) dM / (Y (1 - dL))
 * Nobody cut off: they are (won within H - mean) / n and (min(days, H) - mean) / n, as they should be. A unit cut off on the day of another's end was still at risk.
 */
export function estimateArm(units: readonly ArmUnit[], horizon: number): ArmEstimate {
  const n = units.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => units[i]!.days - units[j]!.days);
  // One entry a day on which something ended by the horizon.
  const at: number[] = [], risk: number[] = [], ended: number[] = [], won: number[] = [], openBefore: number[] = [];
  let open = 1, uncut = 1, wonChance = 0;
  for (let i = 0; i < n;) {
    const day = units[order[i]!]!.days;
    const atRisk = n - i;
    let d = 0, d1 = 0, cut = 0;
    for (; i < n && units[order[i]!]!.days === day; i++) {
      const { end } = units[order[i]!]!;
      if (end === 'open') cut++; else { d++; if (end === 'won') d1++; }
    }
    if (d > 0 && day <= horizon) {
      at.push(day); risk.push(atRisk); ended.push(d); won.push(d1); openBefore.push(open);
      wonChance += (open * d1) / atRisk;
      open *= 1 - d / atRisk;
    }
    if (cut > 0 && day < horizon) uncut *= 1 - cut / (atRisk - d);
  }

  const days = at.length;
  // Walking back from the horizon: what of the chance to be won, and of the area, still lies ahead of each day.
  const wonAhead = new Float64Array(days), areaAhead = new Float64Array(days);
  let chance = 0, area = 0, next = horizon;
  for (let k = days - 1; k >= 0; k--) {
    wonAhead[k] = chance;
    const after = k + 1 < days ? openBefore[k + 1]! : open;
    area += after * (next - at[k]!);
    areaAhead[k] = area;
    chance += (openBefore[k]! * won[k]!) / risk[k]!;
    next = at[k]!;
  }
  const openDays = area + next;

  // The compensator (what was expected of everybody at risk), summed up to each day.
  const wonDrift = new Float64Array(days + 1), areaDrift = new Float64Array(days + 1);
  const left = (k: number): number => risk[k]! - ended[k]!;
  for (let k = 0; k < days; k++) {
    const y = risk[k]!, d = ended[k]!;
    // When all that were at risk ended at once nothing lies ahead: 0 / 0 is 0.
    const rest = left(k) > 0 ? d / (y * left(k)) : 0;
    wonDrift[k + 1] = wonDrift[k]! + (openBefore[k]! * won[k]!) / (y * y) - wonAhead[k]! * rest;
    areaDrift[k + 1] = areaDrift[k]! + areaAhead[k]! * rest;
  }
  const wonInfluence = new Float64Array(n), openDaysInfluence = new Float64Array(n);
  let k = 0;
  for (let i = 0; i < n; i++) {
    const index = order[i]!;
    const unit = units[index]!;
    while (k < days && at[k]! <= unit.days) k++;
    wonInfluence[index] = -wonDrift[k]!;
    openDaysInfluence[index] = areaDrift[k]!;
    if (unit.end === 'open' || unit.days > horizon) continue;
    const own = k - 1;
    if (unit.end === 'won') wonInfluence[index]! += openBefore[own]! / risk[own]!;
    if (left(own) > 0) {
      wonInfluence[index]! -= wonAhead[own]! / left(own);
      openDaysInfluence[index]! -= areaAhead[own]! / left(own);
    }
  }
  return { won: wonChance, openDays, wonInfluence, openDaysInfluence, followed: n * uncut };
}
