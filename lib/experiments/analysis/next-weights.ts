/**
 * How a bandit splits its traffic from now on. It goes by units whose days are over, so rewards may come late. When figures changed on the way (a new price list, another season), what was
 * before is left out and it learns again.
 *
 * THOMPSON: every variant gets traffic in proportion to its chance to be the best, worked out and not drawn: rates from Beta posteriors over the plan's prior, other numbers from normal
 * ones under a flat prior.
 * UCB: all that is not set aside goes to the variant with the highest upper bound; of those no unit of which is known yet, to them alike. Units on their way count as pulls: they narrow
 * the bound before their reward is there, so one variant doesn't take everything while it waits (as GP-BUCB does; Desautels, Krause, Burdick 2014). Rates by UCB1 or UCB-V. Other numbers
 * that have a cap by the same after dividing by it, which keeps them within 0..1; without a cap there is no such range, and the bound is the normal one, mean + sd sqrt(2 ln t / n).
 *
 * Either way every variant keeps the least share of the plan, which is what later lets the arms be compared at all.
 */
import { rankMeans, rankRates } from '@/lib/stats/bandits/best-arm';
import { ucb1, ucbV, type Bound } from '@/lib/stats/bandits/policies';
import { thompsonWeights, withFloor } from '@/lib/stats/bandits/weights';
import { CHANGE_BELOW } from '@/lib/stats/change-point';
import { armOf } from '@/lib/stats/sums';
import { rowsByMetric, sumsOf, totalsOf, unitsOf, type MetricRows, type Totals } from './cohorts';
import { designOf, type Analysable, type Design } from './design';
import { changes, type Changed } from './over-time';
import type { CohortRow, WeightsRow } from '../results-schema';
import type { Metric } from '../schema';
import { chance, count, listed, many, percent } from './words';

export type NextWeights = {
  /** By variant id; they add up to one. */
  weights: Record<string, number>;
  reason: string;
  /** The first day that is looked at (YYYY-MM-DD), where a change was found that the latest of `weights` did not know of yet. */
  restartedAt?: string;
};
export type BanditInput = { experiment: Analysable; cohorts: readonly CohortRow[]; /** So far: whether a change is news goes by the latest of them. */ weights?: readonly WeightsRow[]; now: Date };

/** Throws RangeError when the experiment is no bandit. */
export function nextWeights({ experiment, cohorts, weights: before = [], now }: BanditInput): NextWeights {
  const design = designOf(experiment);
  if (!design.adaptive) throw new RangeError('only bandits move their weights');
  const all = rowsByMetric([design.deciding], design.variants.map(({ id }) => id), cohorts, now)[0]!;
  const { rows, changed } = sinceTheChange(design, all);
  const { shares, words } = sharesOf(design, rows);
  const floored = withFloor(shares, Math.min(experiment.plan.floor, 1 / design.variants.length));
  const total = floored.reduce((sum, share) => sum + share, 0);
  return {
    weights: Object.fromEntries(design.variants.map(({ id }, i) => [id, floored[i]! / total])),
    reason: `${words}${changed ? ` ${changed.what} changed around ${changed.day}, from ${changed.before} to ${changed.after}: earlier days are left out.` : ''}`,
    ...(changed && isNews(design, cohorts, before, changed) ? { restartedAt: changed.day } : {}),
  };
}

/** The day of one change moves a little as more days come in. */
const SAME_CHANGE_DAYS = 7;

/** Not found yet in what was there when the weights were last moved. */
function isNews(design: Design, cohorts: readonly CohortRow[], before: readonly WeightsRow[], { day }: Changed): boolean {
  const last = before.reduce<WeightsRow | null>((latest, row) => (latest && latest.epoch > row.epoch ? latest : row), null);
  if (!last) return true;
  const then = rowsByMetric([design.deciding], design.variants.map(({ id }) => id), cohorts.filter((row) => row.day < last.at.slice(0, 10)), new Date(last.at))[0]!;
  const { changed } = sinceTheChange(design, then);
  return changed === null || Math.abs(Date.parse(day) - Date.parse(changed.day)) > SAME_CHANGE_DAYS * 86_400_000;
}

/** Split at the likeliest change until none is left; what comes after the last one. */
function sinceTheChange(design: Design, rows: MetricRows): { rows: MetricRows; changed: Changed | null } {
  const found = changes(design, rows);
  if (!found || found.pValue >= CHANGE_BELOW) return { rows, changed: null };
  const since = sinceTheChange(design, { ...rows, over: rows.over.map((own) => own.filter(({ day }) => day >= found.day)) });
  return { rows: since.rows, changed: since.changed ?? found };
}

type Shares = { shares: number[]; words: string };

function sharesOf(design: Design, { metric, over, waiting }: MetricRows): Shares {
  const arms = over.map(totalsOf), known = arms.reduce((sum, { n }) => sum + n, 0);
  if (known === 0) return even(design, 'No unit’s days are over yet: the split is even.');
  return design.experiment.allocation === 'UCB' ? byBounds(design, metric, arms, waiting.map(unitsOf)) : byChance(design, metric, arms);
}

const even = ({ variants }: Pick<Design, 'variants'>, words: string): Shares => ({ shares: variants.map(() => 1 / variants.length), words });

function byChance(design: Design, metric: Metric, arms: readonly Totals[]): Shares {
  const inverse = metric.better === 'lower', known = arms.reduce((sum, { n }) => sum + n, 0);
  const means = metric.kind === 'binomial' ? null : normalArms(metric, arms);
  if (metric.kind !== 'binomial' && !means) return even(design, 'The spread of a variant is not known yet: the split is even.');
  const ranking = means ? rankMeans(means, { inverse }) : rankRates(arms.map((totals) => countOf(metric, totals)), { prior: design.experiment.plan.prior, inverse });
  const shares = thompsonWeights(ranking), best = indexOfMost(shares);
  return { shares, words: `${design.variants[best]!.name} is the best with a chance of ${chance(shares[best]!)}, by ${many(known, 'unit')} whose days are over. ${setAside(design)}` };
}

function countOf({ kind }: Metric, totals: Totals): { hits: number; n: number } {
  const sums = sumsOf(kind, totals);
  return { n: totals.n, hits: sums.metric === 'proportion' ? sums.conversions : 0 };
}

/** Below this, an arm's own spread is as much luck as its mean: it takes that of all arms together where that is larger. */
const UNITS_FOR_SPREAD = 100;

/** Null while an arm has fewer than two units, or none has any spread. */
function normalArms({ kind }: Metric, arms: readonly Totals[]): { n: number; mean: number; variance: number }[] | null {
  const found = arms.map((totals) => armOf(sumsOf(kind, totals))), all = armOf(sumsOf(kind, totalsOf(arms)));
  if (!all.available || !(all.variance > 0)) return null;
  const own = found.flatMap((arm) => (arm.available ? [{ n: arm.n, mean: arm.mean, variance: arm.n < UNITS_FOR_SPREAD || arm.variance === 0 ? Math.max(arm.variance, all.variance) : arm.variance }] : []));
  return own.length === arms.length ? own : null;
}

function byBounds(design: Design, metric: Metric, arms: readonly Totals[], waiting: readonly number[]): Shares {
  const unknown = arms.map(({ n }) => n === 0), unpulled = unknown.filter(Boolean).length;
  if (unpulled > 0) {
    const names = design.variants.filter((_, i) => unknown[i]).map(({ name }) => name);
    return { shares: unknown.map((is) => (is ? 1 / unpulled : 0)), words: `Nothing is known yet of ${listed(names)}: traffic goes there first. ${setAside(design)}` };
  }
  const pulls = arms.map(({ n }, i) => n + waiting[i]!), t = pulls.reduce((sum, n) => sum + n, 0);
  const range = metric.kind === 'binomial' ? 1 : metric.kind === 'ratio' ? null : metric.cap;
  const normal = range === null ? normalArms(metric, arms) : null;
  if (range === null && !normal) return even(design, 'The spread of a variant is not known yet: the split is even.');
  const bounds = arms.map((totals, i) => {
    if (normal) return (metric.better === 'lower' ? -1 : 1) * normal[i]!.mean + Math.sqrt((2 * normal[i]!.variance * Math.log(t)) / pulls[i]!);
    const mean = clamp(totals.sum / totals.n / range!), square = totals.sumSquares / totals.n / range! ** 2;
    return BOUNDS[design.experiment.plan.bound](pulls[i]!, metric.better === 'lower' ? 1 - mean : mean, Math.max(0, (metric.kind === 'binomial' ? mean : square) - mean * mean), t);
  });
  const highest = Math.max(...bounds), tied = bounds.map((bound) => bound >= highest - 1e-12), share = 1 / tied.filter(Boolean).length;
  const names = design.variants.filter((_, i) => tied[i]).map(({ name }) => name), known = arms.reduce((sum, { n }) => sum + n, 0);
  const which = normal ? 'normal' : design.experiment.plan.bound === 'UCB_V' ? 'UCB-V' : 'UCB1';
  return { shares: tied.map((is) => (is ? share : 0)), words: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} the highest upper bound (${which}), by ${many(known, 'unit')} whose days are over. ${setAside(design)}` };
}

const BOUNDS: Readonly<Record<'UCB1' | 'UCB_V', Bound>> = { UCB1: ucb1, UCB_V: ucbV };
const clamp = (x: number): number => Math.min(1, Math.max(0, x));
const indexOfMost = (values: readonly number[]): number => values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
const setAside = ({ experiment, variants }: Design): string => (experiment.plan.floor === 0 ? 'No share is set aside for the others.' : `Every one of the ${count(variants.length)} keeps at least ${percent(Math.min(experiment.plan.floor, 1 / variants.length))}.`);
