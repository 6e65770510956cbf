/** More of how good the win model is, on later deals: reliability, what each feature is worth, and what more deals would bring. Pure. */
import { sigmoid } from '@/lib/ml/logistic-regression';
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { meanInterval } from '@/lib/stats/means';
import { logLoss, reliability } from '@/lib/stats/probability-metrics';
import { wilsonInterval } from '@/lib/stats/rates';
import { createRng, shuffled, type Rng } from '@/lib/stats/rng';
import type { ClosedDeal, Landmark } from './closed-deals';
import { CATEGORY_LABELS, isNumeric, NUMERIC } from './features';
import type { VersionMetrics } from './life/schema';
import type { LinearPart, Measured, WinCategory, WinMetrics, WinPrior } from './schema';
import { FEATURE_NAMES, rawRow, writeRow, type RawRow } from './win-design';
import { measure, type Holdout } from './win-holdout';
import { calibratedScore, fitLinear } from './win-linear';
import { winRatePosterior } from './win-prior';

/** The share of the deals, in order of closing, that teaches; the later ones are the test. */
const TAUGHT = 0.7;
const SHUFFLES = 3;
const CURVE_FROM = 50;
const CURVE_POINTS = 6;
const REPLICATES = 100;

export type Diagnosis = Pick<VersionMetrics, 'importance' | 'learningCurve'>;
type Given = { deals: readonly ClosedDeal[]; rows: readonly Landmark[]; excluded: ReadonlySet<string>; prior: WinPrior; seed: string };

/** Rows by deal, and what a fit on some of the deals says of rows of others. */
function fitOn({ deals, rows, excluded, prior }: Given, from: number, to: number) {
  const seen = deals.slice(from, to);
  const fitted = fitLinear(seen, rows.filter(({ deal }) => deal >= from && deal < to).map((row) => ({ ...row, deal: row.deal - from })), excluded);
  const posterior = winRatePosterior(seen.filter(({ outcome }) => outcome === 'won').length, seen.length, prior);
  const values = new Float64Array(fitted?.linear.columns.length ?? 0);
  const say = (linear: LinearPart, raw: RawRow): number => {
    writeRow(raw, linear.columns, values);
    return posterior.blendWeight * sigmoid(calibratedScore(linear, values)) + (1 - posterior.blendWeight) * prior.rate;
  };
  return { fitted, rate: posterior.rate, say };
}

/** `tell` hears how many of how many fits are done: the whole takes seconds with thousands of deals. */
export async function diagnose(given: Given, tell: (done: number, total: number) => Promise<void> = async () => {}): Promise<Diagnosis> {
  const { deals, rows, seed } = given;
  const edge = Math.round(deals.length * TAUGHT);
  const test = rows.filter(({ deal }) => deal >= edge);
  const sizes = curveSizes(edge);
  if (sizes.length === 0 || test.length === 0) return { importance: [], learningCurve: [] };
  const total = sizes.length + 1;
  const rng = createRng(`${seed} diagnosis`);
  const learningCurve: Diagnosis['learningCurve'] = [];
  for (const [k, n] of sizes.entries()) {
    const { fitted, rate, say } = fitOn(given, edge - n, edge);
    const { auc, brier } = measure(holdoutOf(test, rate, (row) => (fitted ? say(fitted.linear, rawRow(row.known, fitted.context, fitted.rates(row.known.at))) : rate)), rng, REPLICATES);
    learningCurve.push({ n, brier, auc });
    await tell(k + 1, total);
  }
  const importance = importanceOf(fitOn(given, 0, edge), test, rng);
  await tell(total, total);
  return { importance, learningCurve };
}

/** Doubling from 50, and all there are. */
function curveSizes(most: number): number[] {
  if (most < CURVE_FROM) return [];
  const sizes = [most];
  for (let n = CURVE_FROM; n < most * 0.75; n *= 2) sizes.unshift(n);
  return sizes.sort((a, b) => a - b).slice(-CURVE_POINTS);
}

const holdoutOf = (test: readonly Landmark[], constant: number, say: (row: Landmark) => number): Holdout => ({
  deal: test.map(({ deal }) => deal), label: test.map(({ won }) => won), weight: test.map(({ weight }) => weight), probability: test.map(say), constant: test.map(() => constant),
});

/** Permutation importance (Breiman 2001): how much worse the Brier score of later deals gets when a feature is dealt out anew among them. Interval over deals. */
function importanceOf({ fitted, say }: ReturnType<typeof fitOn>, test: readonly Landmark[], rng: Rng): Diagnosis['importance'] {
  if (!fitted) return [];
  const { linear, context, rates } = fitted;
  const raw = test.map((row) => rawRow(row.known, context, rates(row.known.at)));
  const loss = (r: RawRow, i: number): number => (say(linear, r) - test[i]!.won) ** 2;
  const before = raw.map(loss);
  return FEATURE_NAMES.flatMap((feature, f) => {
    if (!linear.columns.some((column) => column.feature === feature)) return [];
    const worse = new Map<number, number>();
    for (let k = 0; k < SHUFFLES; k++) {
      const dealt = shuffled(rng, raw.map((r) => r[f]!));
      raw.forEach((r, i) => {
        const row = test[i]!;
        worse.set(row.deal, (worse.get(row.deal) ?? 0) + (row.weight * (loss(r.with(f, dealt[i]!), i) - before[i]!)) / SHUFFLES);
      });
    }
    const interval = meanInterval([...worse.values()]);
    return interval ? [{ feature, label: isNumeric(feature) ? NUMERIC[feature].label : CATEGORY_LABELS[feature as WinCategory], value: interval.mean, low: interval.low, high: interval.high }] : [];
  }).sort((a, b) => b.value - a.value);
}

/** Everything that a version is shown by: what the hold-out gave, and its diagnosis. */
export function versionMetricsOf(metrics: WinMetrics, holdout: Holdout, diagnosis: Diagnosis, seconds: number, seed: string): VersionMetrics {
  const { deals, auc, brier, brierConstant, improvement, ece } = metrics;
  const total = holdout.weight.reduce((sum, w) => sum + w, 0);
  return {
    n: deals, rate: holdout.label.reduce((sum, y, i) => sum + y * holdout.weight[i]!, 0) / total, auc, brier, brierConstant, improvement, ece,
    logLoss: logLossOf(holdout, createRng(`${seed} log loss`)), seconds,
    reliability: reliability(holdout.label, holdout.probability, holdout.weight).map(({ weight, meanProbability, rate }) => {
      // A deal weighs one, in as many parts as it has moments: whole deals are counted.
      const n = Math.max(1, Math.round(weight));
      return { predicted: meanProbability, observed: rate, n, ...wilsonInterval({ hits: Math.min(n, Math.round(rate * n)), n }) };
    }),
    ...diagnosis,
  };
}

function logLossOf({ deal, label, probability, weight }: Holdout, rng: Rng): Measured {
  const numbers = new Map<number, number>();
  const group = deal.map((d) => { const known = numbers.get(d) ?? numbers.size; numbers.set(d, known); return known; });
  const of = (drawn: ArrayLike<number>): number => logLoss(label, probability, Array.from(drawn));
  const [interval] = bootstrapByGroup({ group, groups: numbers.size, rng, replicates: REPLICATES }, (times) => [of(weight.map((w, i) => w * times[i]!))]);
  return { value: of(weight), ...interval! };
}
