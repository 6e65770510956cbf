/**
 * Two versions on the same past deals. Only deals that both answered are compared; what a deal brings to one side it brings to the
 * other, so differences are paired, and whole deals are resampled because insights on one deal hang together. Pure.
 */
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { comparePairedRates } from '@/lib/stats/paired-rates';
import { quantileSorted } from '@/lib/stats/quantile';
import type { Count } from '@/lib/stats/rates';
import type { Rng } from '@/lib/stats/rng';
import { FEWEST } from './past-deals';
import type { Comparison, Judged } from './schema';

export type ArmAnswer = { judged: Judged; costMicros: number | null; latencyMs: number };
export type DealAnswers = { won: boolean; tried: ArmAnswer | null; against: ArmAnswer | null };

const REPLICATES = 2_000;

/** Forecasts are left out: their claim is the win model's, the same for both. */
const claimsOf = ({ insights }: Judged): Count => {
  const tested = insights.filter(({ type, resolution }) => type !== 'forecast' && (resolution === 'right' || resolution === 'wrong'));
  return { hits: tested.filter(({ resolution }) => resolution === 'right').length, n: tested.length };
};
const sum = (counts: readonly Count[]): Count => ({ hits: counts.reduce((s, c) => s + c.hits, 0), n: counts.reduce((s, c) => s + c.n, 0) });

type Pair = { won: boolean; tried: Judged; against: Judged };

/**
 * `claims` is what decides: better when its interval lies above nought and the forecasts' squared error is not clearly larger; worse
 * when either is clearly worse. That an error in one direction is looked for twice makes "worse" the easier verdict, on purpose.
 */
export function compareAnswers(deals: readonly DealAnswers[], rng: Rng): Comparison {
  const pairs = deals.flatMap(({ won, tried, against }): Pair[] => (tried?.judged.status === 'answered' && against?.judged.status === 'answered' ? [{ won, tried: tried.judged, against: against.judged }] : []));
  const claims = compareClaims(pairs, rng);
  const brier = compareBrier(pairs, rng);
  const worse = (claims !== null && claims.high < 0) || (brier !== null && brier.low > 0);
  const verdict = pairs.length < FEWEST ? 'too_few' : worse ? 'worse' : claims !== null && claims.low > 0 ? 'better' : 'undecided';
  return {
    asked: deals.length, pairs: pairs.length, tried: totals(deals.map(({ tried }) => tried)), against: totals(deals.map(({ against }) => against)),
    claims, forecasts: compareForecasts(pairs), brier, verdict,
  };
}

function compareClaims(pairs: readonly Pair[], rng: Rng): Comparison['claims'] {
  const tried = pairs.map((pair) => claimsOf(pair.tried));
  const against = pairs.map((pair) => claimsOf(pair.against));
  const [all, other] = [sum(tried), sum(against)];
  if (all.n === 0 || other.n === 0) return null;
  const rate = (counts: readonly Count[], times: ArrayLike<number>): number => {
    let [hits, n] = [0, 0];
    counts.forEach((c, i) => { hits += c.hits * (times[i] ?? 0); n += c.n * (times[i] ?? 0); });
    return n === 0 ? 0 : hits / n;
  };
  const [interval] = bootstrapByGroup({ group: pairs.map((_pair, i) => i), groups: pairs.length, rng, replicates: REPLICATES }, (times) => [rate(tried, times) - rate(against, times)]);
  return interval ? { tried: all, against: other, difference: all.hits / all.n - other.hits / other.n, ...interval } : null;
}

function compareForecasts(pairs: readonly Pair[]): Comparison['forecasts'] {
  const counts = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
  const right = (probability: number, won: boolean) => (probability >= 0.5) === won;
  for (const { won, tried, against } of pairs) {
    if (tried.probability === null || against.probability === null) continue;
    const [a, b] = [right(tried.probability, won), right(against.probability, won)];
    counts[a && b ? 'both' : a ? 'onlyA' : b ? 'onlyB' : 'neither'] += 1;
  }
  if (counts.both + counts.onlyA + counts.onlyB + counts.neither === 0) return null;
  const { difference, low, high, pValue } = comparePairedRates(counts);
  return { both: counts.both, onlyTried: counts.onlyA, onlyAgainst: counts.onlyB, neither: counts.neither, difference, low, high, pValue };
}

function compareBrier(pairs: readonly Pair[], rng: Rng): Comparison['brier'] {
  const rows = pairs.flatMap(({ won, tried, against }) => (tried.probability === null || against.probability === null ? [] : [{
    tried: (tried.probability - Number(won)) ** 2, against: (against.probability - Number(won)) ** 2,
  }]));
  if (rows.length < 2) return null;
  const mean = (value: (row: (typeof rows)[number]) => number, times: ArrayLike<number>) => {
    let [total, n] = [0, 0];
    rows.forEach((row, i) => { total += value(row) * (times[i] ?? 0); n += times[i] ?? 0; });
    return n === 0 ? 0 : total / n;
  };
  const once = rows.map(() => 1);
  const gap = (times: ArrayLike<number>) => mean((row) => row.tried - row.against, times);
  const [interval] = bootstrapByGroup({ group: rows.map((_row, i) => i), groups: rows.length, rng, replicates: REPLICATES }, (times) => [gap(times)]);
  return interval ? { tried: mean((row) => row.tried, once), against: mean((row) => row.against, once), n: rows.length, difference: gap(once), ...interval } : null;
}

function totals(answers: readonly (ArmAnswer | null)[]): Comparison['tried'] {
  const given = answers.flatMap((answer) => answer ?? []);
  const of = (status: Judged['status']) => given.filter(({ judged }) => judged.status === status).length;
  const add = (value: (judged: Judged) => number) => given.reduce((total, { judged }) => total + value(judged), 0);
  const asked = given.filter(({ judged }) => !judged.cached && judged.status !== 'failed');
  const priced = asked.flatMap(({ costMicros }) => costMicros ?? []);
  const times = asked.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
  return {
    answered: of('answered'), abstained: of('abstained'), failed: of('failed'), insights: add(({ insights }) => insights.length), dropped: add(({ dropped }) => dropped), unresolved: add(({ unresolved }) => unresolved),
    costUsd: priced.length === 0 || priced.length < asked.length ? null : priced.reduce((a, b) => a + b, 0) / priced.length / 1e6,
    latencyMs: times.length === 0 ? null : quantileSorted(times, 0.5),
  };
}
