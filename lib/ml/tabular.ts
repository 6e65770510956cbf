/**
 * The learner of tables: a linear model and boosted trees, each said of rows that it did not see, blended and calibrated, then both fitted anew
 * on all rows. Pure; the same table, seed and settings give the same model to the last digit.
 */
import type { Rng } from '@/lib/stats/rng';
import { createRng } from '@/lib/stats/rng';
import { applyBins, fitBins, type ColumnBins } from './bins';
import { addBits, toBits, type BitTrees } from './bit-trees';
import { blendedLogOdds, fitBlend, type Blend } from './blend';
import { boostedLogOdds, fitBoosted, type Boosted, type BoostingOptions } from './boosting';
import { applyIsotonic, fitIsotonic, type IsotonicCalibration } from './calibration';
import { applyDesign, fitDesign, meanLogOdds, scoreDesign, type LinearDesign } from './linear-design';
import { sigmoid } from './logistic-regression';
import { groupedKFold, type Split } from './splits';
import { fitSparseLogistic, sparseLogOdds } from './sparse-logistic';
import { takeRows, type Table } from './table';
import type { Trees } from './trees';

export type TabularModel = {
  /** Share of positives among the training rows. */
  rate: number; n: number;
  linear: { design: LinearDesign; intercept: number; coefficients: number[]; /** Of what each column adds, over the training rows. */ means: number[] };
  bins: ColumnBins[]; boosted: Boosted;
  blend: Blend;
  /** After the blend, where there were rows enough to see that its shape is off. */
  isotonic: IsotonicCalibration | null;
};

/** What a fold said of the rows left out of it: a part of the training that need not be done again. */
export type FoldPart = { fold: number; rows: number[]; linear: number[]; trees: number[][] };

export type TabularProgress = { phase: 'fold' | 'all'; done: number; total: number; part?: FoldPart };

export type TabularOptions = {
  seed: string;
  weights?: ArrayLike<number>;
  /** Which record a row belongs to, 0 to groups - 1: rows of one are never on two sides. Each row its own unless given. */
  groups?: { of: ArrayLike<number>; count: number };
  /** Folds finished before. */
  finished?: readonly FoldPart[];
};

const FOLDS = 4;
/** From here on one fold left out tells as much as one needs to know; the others would only cost time. */
const ONE_FOLD_ROWS = 30_000;
/** Trees are told apart by how many of them are used. */
const CHECKPOINTS = 5;
/** From here on the shape of the calibration is looked at, not assumed. */
const ISOTONIC_ROWS = 5_000;

/** Fewer rows: slower steps and smaller trees. */
export function boostingFor(rows: number): BoostingOptions {
  const base = { maxDepth: 12, l2: 1, categorySmoothing: 10, categoryL2: 10, columnShare: 0.5, rowShare: 0.8 };
  if (rows < 2_000) return { ...base, rounds: 120, learningRate: 0.05, leaves: 8, minLeaf: 15 };
  if (rows < 15_000) return { ...base, rounds: 100, learningRate: 0.07, leaves: 15, minLeaf: 20 };
  if (rows < 40_000) return { ...base, rounds: 120, learningRate: 0.08, leaves: 23, minLeaf: 20 };
  // With so many rows trees differ enough by their columns.
  return { ...base, rounds: 80, learningRate: 0.22, leaves: 31, minLeaf: 20, rowShare: 1 };
}

const RARE = 5;

function fitLinear(table: Table, y: ArrayLike<number>, weights?: ArrayLike<number>) {
  const design = fitDesign(table);
  const { intercept, coefficients } = fitSparseLogistic({ x: applyDesign(design, table), y, weights, l2: 1 });
  return { design, intercept, coefficients };
}

function fitTrees(table: Table, y: ArrayLike<number>, rng: Rng, options: Partial<BoostingOptions>, weights?: ArrayLike<number>) {
  const bins = fitBins(table, { rare: RARE });
  return { bins, boosted: fitBoosted({ bins, binned: applyBins(bins, table), y, weights, rng, options }) };
}

const pick = (values: ArrayLike<number>, rows: readonly number[]): Float64Array => Float64Array.from(rows, (i) => values[i]!);

/** Trains; yields after each fold, with what it found, and returns the model. Throws RangeError when only one outcome is there. */
export function* trainTabular(table: Table, y: ArrayLike<number>, { seed, weights, groups, finished = [] }: TabularOptions): Generator<TabularProgress, TabularModel> {
  const settings = boostingFor(table.rows);
  const steps = Array.from({ length: CHECKPOINTS }, (_, k) => Math.round((settings.rounds * (k + 1)) / CHECKPOINTS));
  const folds = rowSplits(table.rows, y, groups, seed), splits = table.rows >= ONE_FOLD_ROWS ? folds.slice(0, 1) : folds;
  const total = splits.length + 1;
  const linear = new Float64Array(table.rows), trees = steps.map(() => new Float64Array(table.rows));
  for (const [fold, { train, test }] of splits.entries()) {
    let part = finished.find((one) => one.fold === fold);
    if (!part) {
      const seen = takeRows(table, train), left = takeRows(table, test);
      const target = pick(y, train), weight = weights && pick(weights, train);
      const line = fitLinear(seen, target, weight);
      const { bins, boosted } = fitTrees(seen, target, createRng(`${seed} fold ${fold}`), settings, weight);
      const binned = applyBins(bins, left);
      part = { fold, rows: test, linear: Array.from(sparseLogOdds(line, applyDesign(line.design, left))), trees: steps.map((rounds) => Array.from(boostedLogOdds(boosted, binned, rounds))) };
    }
    part.rows.forEach((row, k) => {
      linear[row] = part.linear[k]!;
      part.trees.forEach((said, step) => { trees[step]![row] = said[k]!; });
    });
    yield { phase: 'fold', done: fold + 1, total, part };
  }
  // Only rows that were left out somewhere say how good the learners are.
  const out = splits.flatMap(({ test }) => test);
  const target = pick(y, out), weight = weights && pick(weights, out), byLine = pick(linear, out), byTrees = trees.map((said) => pick(said, out));
  const best = bestStep(byTrees, target, weight);
  const blend = fitBlend(byLine, byTrees[best]!, target, weight);
  const isotonic = shape(byLine.map((z, i) => blendedLogOdds(blend, z, byTrees[best]![i]!)), target, weight);
  const line = fitLinear(table, y, weights);
  const { bins, boosted } = fitTrees(table, y, createRng(`${seed} all`), { ...settings, rounds: steps[best]! }, weights);
  yield { phase: 'all', done: total, total };
  let sum = 0, positive = 0;
  for (let i = 0; i < table.rows; i++) {
    const weight = weights ? weights[i]! : 1;
    sum += weight;
    positive += weight * y[i]!;
  }
  return { rate: positive / sum, n: table.rows, linear: { ...line, coefficients: Array.from(line.coefficients), means: meanLogOdds(line.design, line.coefficients, table, weights) }, bins, boosted, blend, isotonic };
}

/** Folds of groups; where each row is its own, both outcomes are dealt evenly. */
function rowSplits(rows: number, y: ArrayLike<number>, groups: TabularOptions['groups'], seed: string): Split[] {
  const rng = createRng(`${seed} folds`);
  if (groups) {
    const of: number[][] = Array.from({ length: groups.count }, () => []);
    for (let i = 0; i < rows; i++) of[groups.of[i]!]!.push(i);
    return groupedKFold(groups.count, FOLDS, rng).map(({ train, test }) => ({ train: train.flatMap((g) => of[g]!).sort((a, b) => a - b), test: test.flatMap((g) => of[g]!).sort((a, b) => a - b) }));
  }
  const fold = new Int8Array(rows);
  for (const outcome of [0, 1]) {
    const deck: number[] = [];
    for (let i = 0; i < rows; i++) if ((y[i]! > 0.5 ? 1 : 0) === outcome) deck.push(i);
    for (let k = deck.length - 1; k > 0; k--) {
      const j = Math.floor(rng() * (k + 1));
      [deck[k], deck[j]] = [deck[j]!, deck[k]!];
    }
    deck.forEach((i, k) => { fold[i] = k % FOLDS; });
  }
  const where = (keep: (i: number) => boolean): number[] => {
    const found: number[] = [];
    for (let i = 0; i < rows; i++) if (keep(i)) found.push(i);
    return found;
  };
  return Array.from({ length: FOLDS }, (_, f) => ({ train: where((i) => fold[i] !== f), test: where((i) => fold[i] === f) }));
}

const logLoss = (z: number, y: number): number => Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - y * z;

function bestStep(trees: readonly Float64Array[], y: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const losses = trees.map((said) => said.reduce((sum, z, i) => sum + (weights ? weights[i]! : 1) * logLoss(z, y[i]!), 0));
  return losses.indexOf(Math.min(...losses));
}

/** Isotonic calibration where it is surely worth it: learnt on one half it has to do better on the other. */
function shape(logOdds: Float64Array, y: ArrayLike<number>, weights?: ArrayLike<number>): IsotonicCalibration | null {
  if (weights || logOdds.length < ISOTONIC_ROWS) return null;
  const halves = [0, 1].map((half) => Array.from({ length: logOdds.length }, (_, i) => i).filter((i) => i % 2 === half));
  let plain = 0, shaped = 0;
  for (const [learn, test] of [halves, [...halves].reverse()] as [number[], number[]][]) {
    const fit = fitIsotonic(pick(logOdds, learn), pick(y, learn));
    for (const i of test) {
      plain += (sigmoid(logOdds[i]!) - y[i]!) ** 2;
      shaped += (applyIsotonic(fit, logOdds[i]!) - y[i]!) ** 2;
    }
  }
  return shaped < plain * 0.999 ? fitIsotonic(logOdds, y) : null;
}

/** Below this many rows making the masks costs more than they save. */
const FEW_ROWS = 200;

/** Log-odds of the blend before any isotonic calibration, row by row: what attributions add up to. */
export function tabularLogOdds({ blend, linear, bins, boosted }: TabularModel, table: Table): Float64Array {
  const line = blend.linear === 0 ? null : scoreDesign(linear.design, linear.intercept, linear.coefficients, table);
  const trees = blend.trees === 0 ? null : treeLogOdds(boosted, bins, table);
  const out = new Float64Array(table.rows);
  for (let i = 0; i < out.length; i++) out[i] = blendedLogOdds(blend, line ? line[i]! : 0, trees ? trees[i]! : 0);
  return out;
}

/** Masks by trees, made once: trees are never changed. */
const masks = new WeakMap<Trees, BitTrees | null>();

function bitsOf({ trees }: Boosted, bins: readonly ColumnBins[]): BitTrees | null {
  const known = masks.get(trees);
  if (known !== undefined) return known;
  const made = toBits(trees, bins);
  masks.set(trees, made);
  return made;
}

function treeLogOdds(boosted: Boosted, bins: readonly ColumnBins[], table: Table): Float64Array {
  const binned = applyBins(bins, table), bits = table.rows < FEW_ROWS ? null : bitsOf(boosted, bins);
  if (!bits) return boostedLogOdds(boosted, binned);
  const out = new Float64Array(table.rows).fill(boosted.base);
  addBits(bits, binned, out);
  return out;
}

/** Probabilities, row by row. */
export function predictTabular(model: TabularModel, table: Table): Float64Array {
  const out = tabularLogOdds(model, table);
  for (let i = 0; i < out.length; i++) out[i] = model.isotonic ? applyIsotonic(model.isotonic, out[i]!) : sigmoid(out[i]!);
  return out;
}
