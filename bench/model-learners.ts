/**
 * The learner of tables on real data: AUC, Brier score and calibration on rows that it has not seen, beside scikit-learn's three models on the same folds where
 * python3-sklearn is installed (else beside their known figures); how long training takes against HistGradientBoosting, and rows predicted a second.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyBins, fitBins } from '@/lib/ml/bins';
import { fitBoosted } from '@/lib/ml/boosting';
import { boostingFor, predictTabular } from '@/lib/ml/tabular';
import { EVALUATION_FOLDS, evaluateTable, stratifiedFolds, trainWhole, type TableEvaluation } from '@/lib/models/table/evaluate-table';
import { tableOfFile, type TargetedTable } from '@/lib/models/table/table-of-file';
import { bootstrapByGroup } from '@/lib/stats/bootstrap';
import { ascendingOrder, auc, brier } from '@/lib/stats/probability-metrics';
import { createRng } from '@/lib/stats/rng';
import { asCsv, DATA_SETS, missing, ORDER, OUTCOME, type DataSet, type Known } from './model-data';
import { atLeast, atMost, quantile, skipped, type Result } from './result';

type Sklearn = { folds: number[]; predictions: Record<string, number[]>; later: Record<string, number[]>; boostedSeconds: number };

const PYTHON = ['/usr/bin/python3', 'python3'];

function sklearn(file: string): Sklearn | null {
  for (const python of PYTHON) {
    try {
      execFileSync(python, ['-c', 'import sklearn, pandas'], { stdio: 'ignore' });
    } catch {
      continue;
    }
    return JSON.parse(execFileSync(python, [path.join(import.meta.dirname, 'sklearn_baselines.py'), file], { maxBuffer: 1 << 30, encoding: 'utf8' })) as Sklearn;
  }
  return null;
}

export async function* modelLearners(): AsyncGenerator<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winloop-models-'));
  try {
    for (const set of DATA_SETS) {
      const why = missing(set);
      if (why) {
        yield skipped(`${set.name}: AUC`, 'AUC', null, why);
        continue;
      }
      const file = path.join(folder, 'data.csv');
      writeFileSync(file, asCsv(set.rows()));
      const data = await tableOfFile(file, { target: OUTCOME, positive: '1', drop: set.later ? [ORDER] : [], order: set.later ? ORDER : null });
      yield* onDataSet(set, data, sklearn(file));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** AUC of ours less the other's, with its paired 95% interval. */
function pairedAuc(y: readonly number[], ours: readonly number[], theirs: readonly number[]): { difference: number; high: number } {
  const orders = [ascendingOrder(ours), ascendingOrder(theirs)] as const;
  const of = (weights?: Float64Array): number => auc(y, ours, weights, orders[0]) - auc(y, theirs, weights, orders[1]);
  const group = Uint32Array.from({ length: y.length }, (_, i) => i);
  const [interval] = bootstrapByGroup({ group, groups: y.length, rng: createRng('paired'), replicates: 200 }, (weights) => [of(weights)]);
  return { difference: of(), high: interval!.high };
}

function* beside(name: string, y: readonly number[], ours: readonly number[], theirs: Record<string, number[]> | null, known: Known): Generator<Result> {
  const value = auc(y, ours);
  if (!theirs) {
    yield { ...atLeast(`${name}: AUC`, value, 'AUC', known.auc - 0.005), peer: known.auc, ratio: value / known.auc };
    yield { ...atMost(`${name}: Brier score`, brier(y, ours), 'Brier', known.brier + 0.002), peer: known.brier, ratio: brier(y, ours) / known.brier };
    return;
  }
  const best = Object.entries(theirs).map(([model, said]) => ({ model, said, auc: auc(y, said) })).sort((a, b) => b.auc - a.auc)[0]!;
  const { difference, high } = pairedAuc(y, ours, best.said);
  const row = atLeast(`${name}: AUC, beside ${best.model}`, value, 'AUC', best.auc - 0.005);
  yield { ...row, pass: difference >= -0.005 || high >= 0, peer: best.auc, ratio: value / best.auc };
  const least = Math.min(...Object.values(theirs).map((said) => brier(y, said)));
  yield { ...atMost(`${name}: Brier score, beside the best of them`, brier(y, ours), 'Brier', least + 0.002), peer: least, ratio: brier(y, ours) / least };
}

function* onDataSet(set: DataSet, data: TargetedTable, peer: Sklearn | null): Generator<Result> {
  const { table, y, order } = data, labels = Array.from(y);
  const found: TableEvaluation = evaluateTable(table, y, { folds: peer?.folds ?? stratifiedFolds(y, EVALUATION_FOLDS, 'bench'), order, seed: 'bench', now: () => performance.now() });
  const said = Array.from(found.predictions);
  if (set.noSignal) {
    yield atMost(`${set.name}: Brier score, beside the constant`, found.cv5.brier, 'Brier', found.constant + 0.001);
    yield atMost(`${set.name}: verdict (0 no signal, 1 weak, 2 present)`, ['none', 'weak', 'present'].indexOf(found.signal), '', 0);
    yield { ...atLeast(`${set.name}: AUC, to be read with the verdict`, found.cv5.auc, 'AUC', 0), peer: set.known.auc, ratio: found.cv5.auc / set.known.auc };
  } else yield* beside(set.name, labels, said, peer?.predictions ?? null, set.known);
  if (set.large) yield atMost(`${set.name}: expected calibration error`, found.cv5.ece, 'share', 0.02);
  if (set.later && found.temporal) {
    yield* beside(`${set.name}, later rows`, found.later.map(({ row }) => y[row]!), found.later.map(({ probability }) => probability), peer ? peer.later : null, set.later);
  }
  if (set.large) yield* speed(set.name, data, peer);
}

/** Median of three after one that warms up, in seconds. */
function seconds(work: () => void): number {
  work();
  return quantile([0, 1, 2].map(() => {
    const from = performance.now();
    work();
    return (performance.now() - from) / 1000;
  }), 0.5);
}

function* speed(name: string, { table, y }: TargetedTable, peer: Sklearn | null): Generator<Result> {
  const fit = seconds(() => {
    const bins = fitBins(table);
    fitBoosted({ bins, binned: applyBins(bins, table), y, rng: createRng('bench'), options: boostingFor(table.rows) });
  });
  const whole = seconds(() => void trainWhole(table, y, { seed: 'bench' }));
  if (peer) {
    const theirs = peer.boostedSeconds;
    yield { ...atMost(`${name}: one boosted fit against HistGradientBoosting's`, fit / theirs, 'times', 1), peer: theirs, ratio: fit / theirs };
    yield { ...atMost(`${name}: whole training against one fit of HistGradientBoosting`, whole / theirs, 'times', 6), peer: theirs, ratio: whole / theirs };
  } else {
    yield skipped(`${name}: one boosted fit against HistGradientBoosting's`, 'times', 1, 'python3-sklearn is not installed');
    yield atMost(`${name}: whole training`, whole, 's', null);
  }
  const model = trainWhole(table, y, { seed: 'bench' });
  yield atLeast(`${name}: rows predicted`, table.rows / seconds(() => void predictTabular(model, table)), 'rows/s', 500_000);
}
