/** Effects on scales without a unit, for planning and for comparing metrics with each other. */

/** Cohen's h of two rates: distance after the arcsine transformation, on which every rate has the same spread. */
export const cohenH = (from: number, to: number): number => 2 * Math.asin(Math.sqrt(to)) - 2 * Math.asin(Math.sqrt(from));

/** Cohen's d: a difference of means in standard deviations. */
export const cohenD = (difference: number, sd: number): number => difference / sd;

/** Hedges' factor by which d, with an estimated sd, is too large in small samples (1981; approximation 1 - 3 / (4 df - 1)). */
export const hedgesG = (d: number, degreesOfFreedom: number): number => d * (1 - 3 / (4 * degreesOfFreedom - 1));
