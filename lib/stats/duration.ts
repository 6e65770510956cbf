/** From units to days: how long a test takes with the traffic there is. */

export type Traffic = {
  /** Units that come by in a day and fit the targeting. */
  unitsPerDay: number;
  /** Share of them that enters the experiment. */
  share?: number;
  /** Share of the experiment that each arm gets; the first is the control. They add up to one. */
  weights: readonly number[];
  /** Days until the outcome of a unit is known; they come on top. */
  outcomeDays?: number;
};

/** Units in the control and in the treatment with the least traffic, after so many days of entering. */
export function unitsAfter({ unitsPerDay, share = 1, weights }: Traffic, days: number): { control: number; treatment: number; ratio: number } {
  checkTraffic(weights);
  const entering = unitsPerDay * share * days;
  const [control = 0, ...others] = weights;
  const least = Math.min(...others);
  return { control: entering * control, treatment: entering * least, ratio: least / control };
}

/**
 * Days until the control has `controlUnits`, in whole weeks when longer than one, because weekdays differ from weekends; and with the wait for the last outcome.
 * Infinite without traffic.
 */
export function daysFor(controlUnits: number, traffic: Traffic): { entering: number; total: number } {
  const perDay = unitsAfter(traffic, 1).control;
  const exact = perDay > 0 ? controlUnits / perDay : Infinity;
  const entering = exact > 7 && Number.isFinite(exact) ? 7 * Math.ceil(exact / 7) : Math.ceil(exact);
  return { entering, total: entering + (traffic.outcomeDays ?? 0) };
}

function checkTraffic(weights: readonly number[]): void {
  if (weights.length < 2 || weights.some((weight) => !(weight > 0)) || Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) > 1e-6) throw new RangeError('two or more arms, whose weights add up to one');
}
