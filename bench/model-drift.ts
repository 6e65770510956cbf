/**
 * Does the drift detector cry wolf, and does it see what there is? Checks of simulated predictions and features whose drift is known: clean ones must alarm in at most 5% of checks
 * at any size, a fall of performance by 0.15 must be a warning and one by 0.3 critical in at least 80%; how many outcomes pass before a weekly check notices.
 */
import { detectDrift, detectPerformanceDrift } from '@/lib/models/drift/detect-drift';
import type { DriftStatus } from '@/lib/models/drift/schema';
import { flatPredictions, mixedFeatures, predictions, rarePredictions } from '@/lib/models/drift/testing/simulated-checks';
import { createRng, randomNormal, type Rng } from '@/lib/stats/rng';
import { atLeast, atMost, quantile, type Result } from './result';

const SIZES = [[50, 4_000], [100, 4_000], [500, 2_000], [5_000, 400]] as const;

export async function* modelDrift(): AsyncGenerator<Result> {
  yield* falseAlarms();
  yield* rightStatus();
  yield* delay();
  yield speed();
}

function share(name: string, runs: number, status: (rng: Rng) => DriftStatus, wanted: (status: DriftStatus) => boolean): number {
  const rng = createRng(name);
  let hits = 0;
  for (let run = 0; run < runs; run++) if (wanted(status(rng))) hits++;
  return hits / runs;
}

const alarm = (status: DriftStatus): boolean => status !== 'no_drift';

function* falseAlarms(): Generator<Result> {
  const clean = (name: string, runs: number, status: (rng: Rng) => DriftStatus): Result => atMost(`false alarms: ${name}`, share(name, runs, status, alarm), 'share', 0.05);
  for (const [n, runs] of SIZES) {
    yield clean(`predictions alone, ${n} against ${n}`, 2 * runs, (rng) => detectDrift({ baseline: predictions(n, rng), recent: predictions(n, rng) }).drift_status);
    yield clean(`predictions and 10 mixed features, ${n} against ${n}`, runs, (rng) =>
      detectDrift({ baseline: predictions(n, rng), recent: predictions(n, rng), features: mixedFeatures({ baseline: n, recent: n }, rng) }).drift_status);
  }
  yield clean('predictions and 10 mixed features, 60 against 1,000', 1_000, (rng) =>
    detectDrift({ baseline: predictions(1_000, rng), recent: predictions(60, rng), features: mixedFeatures({ baseline: 1_000, recent: 60 }, rng) }).drift_status);
  yield clean('leads of which 6% convert, 300 against 2,000', 2_000, (rng) => detectDrift({ baseline: rarePredictions(2_000, rng), recent: rarePredictions(300, rng) }).drift_status);
  yield clean('bell-shaped performance, 50 against 50', 4_000, (rng) => performanceOf(50, 0.8, 0.8, rng));
  yield clean('lopsided performance (log-normal), 50 against 500', 4_000, (rng) => detectPerformanceDrift(lopsided(500, rng), lopsided(50, rng)).drift_status);
  const alone = share('score alone', 4_000, (rng) => ((detectDrift({ baseline: flatPredictions(50, rng), recent: flatPredictions(50, rng) }).drift_score ?? 0) >= 0.1 ? 'warning' : 'no_drift'), alarm);
  yield atMost('  of the score without its p-value, 50 against 50: why a warning needs both', alone, 'share', null);
}

const performanceOf = (n: number, before: number, recent: number, rng: Rng): DriftStatus => {
  const rows = (mean: number) => Array.from({ length: n }, () => mean + 0.2 * randomNormal(rng));
  return detectPerformanceDrift(rows(before), rows(recent)).drift_status;
};

const lopsided = (n: number, rng: Rng): number[] => Array.from({ length: n }, () => Math.exp(randomNormal(rng)));

/** Minus the squared error of rows with this mean: a Brier score. */
const brierOf = (n: number, before: number, recent: number, rng: Rng): DriftStatus => {
  const rows = (mean: number) => Array.from({ length: n }, () => -(rng() < mean / 0.64 ? 0.64 : 0));
  return detectPerformanceDrift(rows(before), rows(recent)).drift_status;
};

function* rightStatus(): Generator<Result> {
  const n = 2_000, runs = 1_000;
  const kinds: [string, (fall: number, rng: Rng) => DriftStatus][] = [
    ['share right, from 80%', (fall, rng) => detectDrift({ baseline: predictions(n, rng), recent: predictions(n, rng, fall) }).drift_status],
    ['share right, from 70% of predictions that are all as sure', (fall, rng) => detectDrift({ baseline: flatPredictions(n, rng, 0.7), recent: flatPredictions(n, rng, 0.7 - fall) }).drift_status],
    ['share right, from 80%, as much of itself', (fall, rng) => detectDrift({ baseline: flatPredictions(n, rng), recent: flatPredictions(n, rng, 0.8 * (1 - fall)) }).drift_status],
    ['Brier score, from 0.16', (fall, rng) => brierOf(n, 0.16, 0.16 + fall, rng)],
    ['bell-shaped performance, from 0.8', (fall, rng) => performanceOf(n, 0.8, 0.8 - fall, rng)],
  ];
  for (const [name, status] of kinds) {
    for (const [fall, wanted] of [[0.15, 'warning'], [0.3, 'critical']] as const) {
      yield atLeast(`${wanted} when performance falls by ${fall}, ${n} against ${n}: ${name}`, share(`${name} ${fall}`, runs, (rng) => status(fall, rng), (seen) => seen === wanted), 'share', 0.8);
    }
  }
  yield atLeast('alarms when half of the probabilities of rare leads say nothing, 1,000 against 2,000', share('rare', 500, (rng) => detectDrift({ baseline: rarePredictions(2_000, rng), recent: rarePredictions(1_000, rng, 0.5) }).drift_status, alarm), 'share', 0.8);
  const moved = (size: number) => share(`moved ${size}`, 200, (rng) => {
    const features = mixedFeatures({ baseline: size, recent: size }, rng).map((feature) => (feature.kind === 'numeric' && feature.name === 'age' ? { ...feature, recent: Array.from(feature.recent, (x) => (x ?? 0) + 4) } : feature));
    const seen = detectDrift({ baseline: predictions(size, rng), recent: predictions(size, rng), features });
    return seen.features[0]?.feature === 'age' && seen.features[0].moved ? seen.drift_status : 'no_drift';
  }, (seen) => seen === 'warning');
  for (const size of [500, 2_000]) yield atLeast(`one of 10 features moved by 0.4 sd is named first, ${size} against ${size}`, moved(size), 'share', 0.8);
}

/** 50 outcomes a week, the last 200 against 500 of the baseline, once a week. */
const [WEEKLY, LATELY, BASELINE] = [50, 200, 500];

function* delay(): Generator<Result> {
  const weeksUntil = (rng: Rng, fall: number, weeks: number): number => {
    const baseline = predictions(BASELINE, rng);
    let recent = predictions(LATELY, rng);
    for (let week = 1; week <= weeks; week++) {
      recent = [...recent, ...predictions(WEEKLY, rng, fall)].slice(-LATELY);
      if (alarm(detectDrift({ baseline, recent }).drift_status)) return week;
    }
    return Infinity;
  };
  for (const fall of [0.15, 0.3]) {
    const rng = createRng(`delay ${fall}`), outcomes = Array.from({ length: 400 }, () => WEEKLY * weeksUntil(rng, fall, 52));
    for (const [word, p] of [['half', 0.5], ['9 in 10', 0.9]] as const) yield atMost(`detection delay: outcomes after a fall by ${fall} until ${word} have alarmed (weekly, ${WEEKLY} each)`, quantile(outcomes, p), 'rows', null);
  }
  const rng = createRng('clean year');
  yield atMost('  clean years of 52 such checks with an alarm at any of them', Array.from({ length: 200 }, () => weeksUntil(rng, 0, 52)).filter(Number.isFinite).length / 200, 'share', null);
}

function speed(): Result {
  const rng = createRng('speed'), n = 5_000;
  const features = [1, 2, 3].flatMap((copy) => mixedFeatures({ baseline: n, recent: n }, rng).map((feature) => ({ ...feature, name: `${feature.name} ${copy}` })));
  const input = { baseline: predictions(n, rng), recent: predictions(n, rng), features };
  const times = Array.from({ length: 5 }, () => { const started = performance.now(); detectDrift(input); return performance.now() - started; });
  return atMost('one check of 30 features, 5,000 rows against 5,000', quantile(times, 0.5), 'ms', 1_000);
}
