/** From a design and the workspace's past to what the planner is asked. Pure. */
import type { BaseRate, BaseRates } from '@/lib/experiments/base-rates-schema';
import type { Baseline, PlanRequestInput, SimulationRequestInput } from '@/lib/experiments/planner-schema';
import type { Draft } from './draft';

/** What is assumed where the past says nothing: typed by a person, kept with the form only. */
export interface Assumed {
  /** Rate (a share), or mean. */
  value: number;
  /** Of a number that is no rate. */
  sd: number;
  unitsPerDay: number;
  /** The least relative change worth finding. */
  effect: number;
}

/** The past of the metric that decides, if the product counts it and was counted the same way. */
export function pastOf(draft: Draft, rates: BaseRates | null): BaseRate | null {
  const primary = draft.metrics.find(({ role }) => role === 'primary');
  const counted = primary?.kind === 'revenue' ? 'mean' : primary?.kind;
  return rates?.rates.find(({ measure, kind, value }) => measure === primary?.measure && kind === counted && value !== null) ?? null;
}

/** A rate for a yes or no and for a ratio that is a share; else mean and spread. Null while something is missing. */
export function baselineOf(kind: string, value: number, sd: number): Baseline | null {
  if (kind === 'binomial') return value > 0 && value < 1 ? { kind: 'rate', rate: value } : null;
  return Number.isFinite(value) && sd > 0 ? { kind: 'mean', mean: value, sd } : null;
}

export function requestOf(draft: Draft, assumed: Assumed): PlanRequestInput | null {
  const primary = draft.metrics.find(({ role }) => role === 'primary');
  const baseline = primary ? baselineOf(primary.kind, assumed.value, assumed.sd) : null;
  const weights = draft.variants.map(({ weight }) => (draft.allocation === 'WEIGHTED' ? weight : 1));
  if (!primary || !baseline || !(assumed.effect > 0) || !(assumed.unitsPerDay > 0) || !(draft.traffic > 0) || !weights.every((weight) => weight > 0) || !(draft.confidence >= 0.8 && draft.confidence <= 0.999)) return null;
  return { type: draft.type, unit: draft.unit, baseline, effect: assumed.effect, better: primary.better, weights, unitsPerDay: assumed.unitsPerDay, traffic: Math.min(1, draft.traffic), confidence: draft.confidence, outcomeDays: (primary.windowDays ?? 0) + primary.delayDays };
}

/** As exact as the past allows: three figures. */
const rounded = (value: number | null | undefined): number => (value == null ? NaN : Number(value.toPrecision(3)));

/** The past, unless a person said otherwise; NaN where neither says anything. */
export function assumedFor(draft: Draft, rates: BaseRates | null, typed: Partial<Assumed>): Assumed {
  const rate = pastOf(draft, rates);
  return { value: rounded(rate?.value), sd: rounded(rate?.sd), unitsPerDay: rounded(rates?.traffic.perDay), effect: 0.1, ...typed };
}

const MOST_DAYS = 365;

/** The design as the simulator plays it: the last variant has the effect that is assumed, the others do what the control does. */
export function simulationOf(draft: Draft, assumed: Assumed, planned: number | null): SimulationRequestInput | null {
  const asked = requestOf(draft, assumed);
  if (!asked || draft.type === 'MULTIVARIATE') return null;
  const { baseline, weights, unitsPerDay, traffic, confidence, better } = asked;
  const change = better === 'lower' ? -assumed.effect : assumed.effect;
  const changed: Baseline = baseline.kind === 'rate' ? { kind: 'rate', rate: baseline.rate * (1 + change) } : { ...baseline, mean: baseline.mean + Math.abs(baseline.mean) * change };
  if (changed.kind === 'rate' && (changed.rate <= 0 || changed.rate >= 1)) return null;
  const perDay = unitsPerDay * (traffic ?? 1);
  const days = Math.ceil((draft.plannedUnits ?? planned ?? perDay * 56) / perDay);
  if (!Number.isFinite(days) || days < 1) return null;
  return {
    allocation: draft.allocation, better, assumed: weights.map((_share, index) => (index === weights.length - 1 ? changed : baseline)), weights, unitsPerDay, traffic, days: Math.min(MOST_DAYS, days),
    outcomeDays: Math.min(730, Math.round(asked.outcomeDays ?? 0)), confidence, minSampleSize: draft.minSampleSize || 100, minEffect: draft.minEffect || 0, floor: draft.floor, bound: draft.bound, runs: 200,
  };
}
