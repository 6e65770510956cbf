/**
 * How many units an experiment needs, how long that takes with the traffic there is, and what can be found instead when it takes too long. With several treatments each comparison is made
 * with its share of the chance to err, as the analysis makes it, and the treatment with the least traffic decides.
 *
 * A sequence is tightest at the units it was planned for. Planned for its own size it needs a constant number of standard errors (3.0 at 95%, where a test read once needs 2.0), so a bit
 * more than twice the units for the right to look at any time.
 */
import { sequenceMultiplier } from '../stats/confidence-sequence';
import { daysFor, unitsAfter, type Traffic } from '../stats/duration';
import { fixedHorizon, type Critical } from '../stats/power';
import { detectableDifference, meansPower, unitsForMeans } from '../stats/power-means';
import { detectableRate, ratesPower, unitsForRates } from '../stats/power-rates';
import type { Need, Planned, PlanRequest } from './planner-schema';
import { count, percent } from './analysis/words';

export function planExperiment(request: PlanRequest): Planned {
  const { type, weights, unitsPerDay, traffic: share, outcomeDays, weeks, confidence } = request;
  const all = weights.reduce((sum, w) => sum + w, 0), shares = weights.map((w) => w / all);
  const traffic: Traffic = { unitsPerDay, share, weights: shares, outcomeDays };
  const { ratio } = unitsAfter(traffic, 1).control > 0 ? unitsAfter(traffic, 1) : { ratio: Math.min(...shares.slice(1)) / shares[0]! };
  const alpha = (1 - confidence) / (weights.length - 1);
  const test: Test = { request, alpha, ratio };
  const [fixed, sequence] = [fixedHorizon(alpha), plannedSequence(alpha)].map((critical) => needOf(unitsFor(test, critical), traffic)) as [Need | null, Need | null];
  const rule = type === 'SEQUENTIAL' || type === 'MULTI_ARMED_BANDIT' ? 'sequence' : 'fixed';
  const critical = rule === 'sequence' ? plannedSequence(alpha) : fixedHorizon(alpha);
  // Units whose outcome is known when the weeks are over.
  const there = unitsAfter(traffic, Math.max(0, 7 * weeks - outcomeDays));
  const inWeeks = { weeks, units: Math.floor(there.control / shares[0]!), power: powerFor(test, there.control, critical), detectable: detectableFor(test, there.control, critical) };
  const need = rule === 'sequence' ? sequence : fixed;
  return { rule, need, fixed, sequence, inWeeks, ...said(request, rule, need, sequence, inWeeks) };
}

/** The sequence at the size it is planned for: always as many standard errors. */
const plannedSequence = (alpha: number): Critical => {
  const multiplier = sequenceMultiplier(1, alpha, 1);
  return () => multiplier;
};

type Test = { request: PlanRequest; alpha: number; /** Units of the smallest treatment for one of the control. */ ratio: number };

/** The rate, or the difference of means, that is asked for; null where there is none such. */
function aim({ baseline, effect, better }: PlanRequest): number | null {
  const change = better === 'lower' ? -effect : effect;
  if (baseline.kind === 'mean') return baseline.mean === 0 ? null : Math.abs(baseline.mean) * change;
  const to = baseline.rate * (1 + change);
  return to < 0 || to > 1 ? null : to;
}

/** Units in the control; null where no number of them is enough. */
function unitsFor({ request, alpha, ratio }: Test, critical: Critical): number | null {
  const { baseline, power } = request, to = aim(request);
  if (to === null) return null;
  const units = baseline.kind === 'rate' ? unitsForRates({ from: baseline.rate, to, alpha, power, ratio }, critical) : unitsForMeans({ difference: to, sd: baseline.sd, alpha, power, ratio }, critical);
  return Number.isFinite(units) ? Math.max(2, units) : null;
}

function powerFor({ request, alpha, ratio }: Test, control: number, critical: Critical): number {
  const { baseline } = request, to = aim(request);
  if (to === null || control <= 0) return 0;
  return baseline.kind === 'rate' ? ratesPower({ from: baseline.rate, to, alpha, ratio }, control, critical) : meansPower({ difference: to, sd: baseline.sd, alpha, ratio }, control, critical);
}

/** The relative change that so many units find with the power asked for; null where none is found, or there is nothing to be relative to. */
function detectableFor({ request, alpha, ratio }: Test, control: number, critical: Critical): number | null {
  const { baseline, power, better } = request;
  if (control < 2) return null;
  if (baseline.kind === 'mean') return baseline.mean === 0 ? null : detectableDifference({ sd: baseline.sd, alpha, power, ratio }, control, critical) / Math.abs(baseline.mean);
  const to = detectableRate({ from: baseline.rate, alpha, power, ratio }, control, { direction: better === 'lower' ? 'down' : 'up', critical });
  return to === null ? null : Math.abs(to / baseline.rate - 1);
}

function needOf(control: number | null, traffic: Traffic): Need | null {
  if (control === null) return null;
  const [first = 1] = traffic.weights;
  const perVariant = traffic.weights.map((share) => Math.ceil((control * share) / first));
  const { entering, total } = daysFor(control, traffic);
  return { perVariant, total: perVariant.reduce((sum, n) => sum + n, 0), enteringDays: Number.isFinite(entering) ? entering : null, days: Number.isFinite(total) ? total : null };
}

/** "12 days", "7 weeks", "3.1 years". */
export function span(days: number): string {
  if (days <= 14) return `${count(Math.ceil(days))} ${Math.ceil(days) === 1 ? 'day' : 'days'}`;
  return days < 365 ? `${count(Math.ceil(days / 7))} weeks` : `${(days / 365.25).toLocaleString('en-US', { maximumFractionDigits: days < 36_525 ? 1 : 0 })} years`;
}

function said({ unit, unitsPerDay, traffic, effect, better, weeks, power, type, baseline }: PlanRequest, rule: Planned['rule'], need: Need | null, sequence: Need | null, inWeeks: Planned['inWeeks']): Pick<Planned, 'level' | 'text'> {
  const change = better === 'lower' ? `a drop of ${percent(effect)}` : `an uplift of ${percent(effect)}`;
  const found = inWeeks.detectable === null ? `in ${count(weeks)} weeks no change at all could be found` : `in ${count(weeks)} weeks you can find one of ${percent(Math.round(inWeeks.detectable * 1_000) / 1_000)}`;
  if (!need) {
    return { level: 'alert', text: baseline.kind === 'rate' ? `A rate of ${percent(baseline.rate)} has no room for ${change}; ${found}.` : 'Relative to a mean of zero no change has a size: plan with another metric.' };
  }
  const perDay = `${(unitsPerDay * traffic).toLocaleString('en-US', { maximumFractionDigits: unitsPerDay * traffic < 10 ? 1 : 0 })} ${unit}s a day`;
  if (need.days === null) return { level: 'alert', text: `No ${unit} comes by: ${count(need.total)} are needed to find ${change}.` };
  if (need.days > 7 * weeks) return { level: 'alert', text: `At ${perDay} ${change} would take ${span(need.days)}; ${found}.` };
  const least = Math.min(...need.perVariant), variants = new Set(need.perVariant).size === 1 ? `${count(least)} ${unit}s a variant, ` : '';
  const base = `${variants}${count(need.total)} in all: ${span(need.days)} at ${perDay} to find ${change} with a chance of ${percent(power)}`;
  if (rule === 'sequence') return { level: 'ok', text: `${base}, however often it is looked at.${type === 'MULTI_ARMED_BANDIT' ? ' A bandit that favours a variant takes longer to be sure: it learns less of the others.' : ''}` };
  const more = sequence && sequence.days !== null ? ` To be told "safe to stop" before, or at all by itself, takes ${count(sequence.total)}${sequence.days > 7 * weeks ? ` (${span(sequence.days)})` : ''}.` : '';
  return { level: sequence && sequence.days !== null && sequence.days <= 7 * weeks ? 'ok' : 'caution', text: `${base}, read once at the end.${more}` };
}
