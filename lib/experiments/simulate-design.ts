/**
 * Plays a design before it starts, against effects that are assumed: how often it names the right variant, how often a wrong one, how soon, and what is lost on the way. Decisions are made by
 * the rules of the product's own verdicts (standing.ts) on the always-valid sequence; a bandit's traffic moves every day by its own allocation. Numbers of a metric are drawn as normal: skewed
 * ones take longer.
 */
import { binomialDraw, betaDraws, normalDraw, normalSums } from '../stats/bandits/draws';
import { ucb1, ucbV } from '../stats/bandits/policies';
import { withFloor } from '../stats/bandits/weights';
import type { Rng } from '../stats/rng';
import { armOf, merge, noMean, noProportion, type MeanSums, type ProportionSums } from '../stats/sums';
import { figure, sequenceOf } from './analysis/compare';
import type { Baseline, Simulated, SimulationRequest } from './planner-schema';
import { allWorse, meets, noneWorthHaving, standingOf, type Placed } from './analysis/standing';
import { count, listed, many, percent } from './analysis/words';

type Own = ProportionSums | MeanSums;
type Decision = { kind: 'winner'; at: number } | { kind: 'control' } | { kind: 'futile' };
type Run = { decision: Decision | null; units: number; early: boolean; regret: number };

/** Looks at a run: enough to end it about when it would be ended, few enough to play hundreds. */
const LOOKS = 30;
const LOOKS_OF_BANDITS = 12;
/** Draws by which a bandit's chances are worked out for a day with more units than that. */
const DRAWS = 100;

export function simulateDesign(request: SimulationRequest, rng: Rng): Simulated {
  const { runs, weights, assumed } = request;
  const all = weights.reduce((sum, w) => sum + w, 0), shares = weights.map((w) => w / all);
  const planned = entered(request, request.days);
  const values = assumed.map((of) => upward(request, valueOf(of)));
  const played = Array.from({ length: runs }, () => play(request, shares, values, rng));
  const share = (is: (run: Run) => boolean): number => played.filter(is).length / runs;
  const judged = new Map(played.map((run) => [run, judge(run.decision, values, request.minEffect)]));
  const mean = (of: (run: Run) => number): number => played.reduce((sum, run) => sum + of(run), 0) / runs;
  const top = Math.max(...values);
  const figures = {
    runs, best: share((run) => judged.get(run) === 'best'), good: share((run) => judged.get(run) === 'good'), futile: share((run) => judged.get(run) === 'futile'),
    wrong: share((run) => judged.get(run) === 'wrong'), undecided: share((run) => judged.get(run) === 'undecided'),
    stoppedEarly: share(({ early }) => early), meanUnits: mean(({ units }) => units), plannedUnits: planned,
    regret: { mean: mean(({ regret }) => regret), ifEqual: values.reduce((sum, value) => sum + (planned * (top - value)) / values.length, 0) },
  };
  return { ...figures, text: said(request, figures) };
}

const valueOf = (of: Baseline): number => (of.kind === 'rate' ? of.rate : of.mean);
/** Turned so that more is better. */
const upward = ({ better }: Pick<SimulationRequest, 'better'>, value: number): number => (better === 'lower' ? -value : value);
const entered = ({ unitsPerDay, traffic }: SimulationRequest, days: number): number => Math.floor(unitsPerDay * traffic * days + 1e-9);

function play(request: SimulationRequest, shares: readonly number[], values: readonly number[], rng: Rng): Run {
  const { assumed, days, outcomeDays, allocation } = request;
  const moving = allocation === 'THOMPSON' || allocation === 'UCB';
  const top = Math.max(...values), every = Math.max(1, Math.ceil(days / (moving ? LOOKS_OF_BANDITS : LOOKS)));
  const byDay: Own[][] = [];
  let known = assumed.map(nothing), pulls = assumed.map(() => 0), regret = 0;
  let decided: Omit<Run, 'regret'> | null = null;
  for (let day = 0; day < days + outcomeDays; day++) {
    if (day < days) {
      const units = entered(request, day + 1) - entered(request, day);
      const split = parted(units, moving ? nextShares(request, known, pulls, units, rng) : shares, rng);
      byDay.push(split.map((n, i) => drawn(assumed[i]!, n, rng)));
      pulls = pulls.map((n, i) => n + split[i]!);
      regret += split.reduce((sum, n, i) => sum + n * (top - values[i]!), 0);
    }
    const ripe = byDay[day - outcomeDays];
    if (ripe) known = known.map((sums, i) => merge(sums, ripe[i]!));
    const last = day === days + outcomeDays - 1;
    if (decided || !(last || (ripe && (day + 1) % every === 0))) continue;
    const decision = decide(request, shares, known, moving ? byDay.slice(0, day - outcomeDays + 1) : null);
    if (decision) decided = { decision, units: entered(request, Math.min(day + 1, days)), early: day < days - 1 };
  }
  return { ...(decided ?? { decision: null, units: entered(request, days), early: false }), regret };
}

const nothing = ({ kind }: Baseline): Own => (kind === 'rate' ? noProportion() : noMean());

function drawn(of: Baseline, n: number, rng: Rng): Own {
  return of.kind === 'rate' ? { metric: 'proportion', n, conversions: binomialDraw(n, of.rate, rng) } : { metric: 'mean', n, ...normalSums(n, of.mean, of.sd, rng) };
}

/** Units at random by shares that add up to one. */
function parted(units: number, shares: readonly number[], rng: Rng): number[] {
  let left = units, rest = 1;
  return shares.map((share, i) => {
    const own = i === shares.length - 1 ? left : binomialDraw(left, Math.min(1, Math.max(0, share / rest)), rng);
    left -= own;
    rest -= share;
    return own;
  });
}

function decide(request: SimulationRequest, shares: readonly number[], known: readonly Own[], epochs: readonly Own[][] | null): Decision | null {
  const { better, confidence, days } = request, [control, ...treatments] = known, alpha = (1 - confidence) / treatments.length;
  const placed = known.map((sums, i): Placed => {
    const arm = armOf(sums), mean = arm.available ? arm.mean : null;
    if (i === 0) return { n: sums.n, mean, difference: null, relative: null };
    const options = { alpha, tuning: Math.max(2, entered(request, days) * (shares[0]! + shares[i]!)) }, pairs = epochs?.map((own) => [own[0]!, own[i]!] as const) ?? null;
    return { n: sums.n, mean, difference: figure(sequenceOf(control!, sums, pairs, options)), relative: figure(sequenceOf(control!, sums, pairs, { ...options, scale: 'relative' })) };
  });
  const standings = placed.slice(1).map((one) => standingOf({ better, variants: placed }, one));
  const ready = standings.map((standing, i) => ({ at: i + 1, standing, met: meets(standing, request) })).filter(({ met }) => met.enough && met.better && met.large);
  if (ready.length > 0) return { kind: 'winner', at: ready.reduce((best, one) => ((one.standing.gain ?? 0) > (best.standing.gain ?? 0) ? one : best)).at };
  if (epochs || standings.some(({ units }) => units < request.minSampleSize)) return null;
  return allWorse(standings) ? { kind: 'control' } : noneWorthHaving(standings, request) ? { kind: 'futile' } : null;
}

function judge(decision: Decision | null, values: readonly number[], minEffect: number): 'best' | 'good' | 'futile' | 'wrong' | 'undecided' {
  const [control, ...treatments] = values as [number, ...number[]];
  if (!decision) return 'undecided';
  if (decision.kind === 'winner') return values[decision.at]! <= control ? 'wrong' : values[decision.at]! === Math.max(...values) ? 'best' : 'good';
  if (decision.kind === 'control') return treatments.every((value) => value < control) ? 'best' : 'wrong';
  return treatments.every((value) => value - control < minEffect * Math.abs(control)) ? 'futile' : 'wrong';
}

/** A day's shares by what is known, as `next-weights.ts` would have them; chances by as many draws as there are units, which splits the same. */
function nextShares(request: SimulationRequest, known: readonly Own[], pulls: readonly number[], units: number, rng: Rng): number[] {
  const k = known.length, even = known.map(() => 1 / k), floor = Math.min(request.floor, 1 / k);
  const arms = known.map((sums) => armOf(sums));
  const spread = Math.max(...arms.map((arm) => (arm.available ? arm.variance : 0)));
  if (request.allocation === 'THOMPSON') {
    const draws = known.map((sums, i): ((from: Rng) => number) | null => {
      if (sums.metric === 'proportion') return betaDraws(1 + sums.conversions, 1 + sums.n - sums.conversions);
      const arm = arms[i]!;
      return arm.available && spread > 0 ? (from) => normalDraw(arm.mean, Math.sqrt((arm.variance || spread) / arm.n), from) : null;
    });
    if (!draws.every((draw) => draw !== null)) return even;
    const won = even.map(() => 0), times = Math.max(1, Math.min(units, DRAWS));
    for (let i = 0; i < times; i++) won[most(draws.map((draw) => upward(request, draw(rng))))]! += 1 / times;
    return withFloor(won, floor);
  }
  const unknown = known.filter(({ n }) => n === 0).length;
  if (unknown > 0) return withFloor(known.map(({ n }) => (n === 0 ? 1 / unknown : 0)), floor);
  const t = pulls.reduce((sum, n) => sum + n, 0);
  const bounds = arms.map((arm, i) => {
    if (!arm.available) return Infinity;
    if (known[i]!.metric === 'mean') return upward(request, arm.mean) + Math.sqrt((2 * (arm.variance || spread) * Math.log(t)) / pulls[i]!);
    return (request.bound === 'UCB_V' ? ucbV : ucb1)(pulls[i]!, request.better === 'lower' ? 1 - arm.mean : arm.mean, arm.variance, t);
  });
  const best = most(bounds);
  return withFloor(even.map((_, i) => (i === best ? 1 : 0)), floor);
}

const most = (values: readonly number[]): number => values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);

function said({ allocation, assumed }: SimulationRequest, { runs, best, good, futile, wrong, undecided, stoppedEarly, meanUnits, plannedUnits, regret }: Omit<Simulated, 'text'>): string {
  const parts = [
    `the best was named in ${whole(best)}`, ...(good > 0 ? [`one that beats the control, but is not the best, in ${whole(good)}`] : []), ...(futile > 0 ? [`rightly none, because none is worth having, in ${whole(futile)}`] : []),
    `something untrue was said in ${whole(wrong)}`, `nothing could be said in ${whole(undecided)}`,
  ];
  const moving = allocation === 'THOMPSON' || allocation === 'UCB', rates = assumed[0]!.kind === 'rate';
  const lost = (value: number): string => (rates ? many(value, 'conversion') : count(value));
  return `Played ${many(runs, 'time')}: ${listed(parts)}. It took ${count(meanUnits)} of ${many(plannedUnits, 'unit')} on average; ${whole(stoppedEarly)} ended early.${moving ? ` Played to the end, learning costs ${lost(regret.mean)}; an even split would cost ${lost(regret.ifEqual)}.` : ''}`;
}

const whole = (share: number): string => percent(Math.round(share * 1_000) / 1_000);
