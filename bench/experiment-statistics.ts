/**
 * Do the engines keep what they promise? Experiments with a known truth are simulated, the product's engines are asked: peeking after every unit must not find more
 * than 5% false differences, intervals must hold the truth as often as they say, planned power must be the power there is.
 */
import { bayesianNormal } from '@/lib/stats/bayesian-normal';
import { confidenceSequence, plainSequence } from '@/lib/stats/confidence-sequence';
import { cupedEffect } from '@/lib/stats/cuped';
import type { Scale } from '@/lib/stats/effect';
import { frequentist, pooledStudent, pooledZ, welchOfEffect } from '@/lib/stats/frequentist';
import { alwaysValid } from '@/lib/stats/power';
import { meansPowerStudent, unitsForMeans, unitsForMeansStudent } from '@/lib/stats/power-means';
import { unitsForRates, unitsPooled } from '@/lib/stats/power-rates';
import { unitsRelative } from '@/lib/stats/power-relative';
import { compareRates } from '@/lib/stats/rates';
import { createRng } from '@/lib/stats/rng';
import type { CupedSums, ProportionSums, Sums } from '@/lib/stats/sums';
import { bell, coin, everWrong, replies, share, skewed, truth, withPast, type Source } from '@/lib/stats/testing/simulated-experiment';
import { atLeast, atMost, between, type Result } from './result';

const PEEKING_RUNS = 4_000;
const RUNS = 10_000;

type Peeking = { name: string; control: Source<Sums>; treatment: Source<Sums>; scale: Scale; units: number; tuning: number; every?: number };
const peeking = <S extends Sums>(name: string, control: Source<S>, treatment: Source<S>, scale: Scale, units: number, tuning: number, every = 2): Peeking =>
  ({ name, control: control as unknown as Source<Sums>, treatment: treatment as unknown as Source<Sums>, scale, units, tuning, every });

const SAME: readonly Peeking[] = [
  peeking('a rate of 10%, absolute, 10,000 looks', coin(0.1), coin(0.1), 'absolute', 10_000, 5_000),
  peeking('a rate of 10%, relative, 4,000 looks, tuned to 1,000', coin(0.1), coin(0.1), 'relative', 4_000, 1_000),
  peeking('a skewed mean, absolute, 4,000 looks', skewed(100, 1), skewed(100, 1), 'absolute', 4_000, 5_000),
  peeking('a rate of 50% split 9 to 1, absolute, 4,000 looks, tuned to 500', coin(0.5), coin(0.5), 'absolute', 4_000, 500, 10),
  peeking('a skewed mean split 9 to 1, relative, 4,000 looks, tuned to 1,000', skewed(100, 1.5), skewed(100, 1.5), 'relative', 4_000, 1_000, 10),
];
const DIFFERENT: readonly Peeking[] = [
  peeking('10% against 13%, absolute, at each of 4,000 looks', coin(0.1), coin(0.13), 'absolute', 4_000, 5_000),
  peeking('a skewed mean and 10% more, relative, at each of 4,000 looks', skewed(100, 1), skewed(110, 1), 'relative', 4_000, 1_000),
];

export async function* experimentStatistics(): AsyncGenerator<Result> {
  for (const { name, control, treatment, ...look } of SAME) {
    yield atMost(`false positives of the sequence: ${name}`, everWrong(control, treatment, { ...look, runs: PEEKING_RUNS }, createRng(name)), 'share', 0.05);
  }
  for (const { name, control, treatment, ...look } of [SAME[1]!, SAME[4]!]) {
    const plain = everWrong(control, treatment, { ...look, runs: 1_000, sequence: (a, b, options) => plainSequence(a, b, options, look.scale) }, createRng(name));
    yield atMost(`  of the plain one (own variances, delta method), which is not used: ${name}`, plain, 'share', null);
  }
  yield atMost('  of the Bayesian chance (0.95) looked at 100 times, same data: why it never stops a test', crownedByPeeking(), 'share', null);
  for (const { name, control, treatment, ...look } of DIFFERENT) {
    yield atLeast(`coverage of the sequence: ${name}`, 1 - everWrong(control, treatment, { ...look, runs: PEEKING_RUNS }, createRng(name)), 'share', 0.95);
  }
  yield* fixedCoverage();
  yield* plannedPower();
}

/** Share of A/A tests of 5,000 units an arm in which P(better) reaches 0.95, for either arm, at one of 100 looks. */
function crownedByPeeking(): number {
  const rng = createRng('bayesian peeking');
  const [looks, each] = [100, 50];
  let crowned = 0;
  for (let run = 0; run < 1_000; run++) {
    let a = { metric: 'proportion', n: 0, conversions: 0 } as ProportionSums, b = a;
    const more = (sums: ProportionSums): ProportionSums => {
      let { conversions } = sums;
      for (let i = 0; i < each; i++) if (rng() < 0.1) conversions++;
      return { metric: 'proportion', n: sums.n + each, conversions };
    };
    for (let look = 0; look < looks; look++) {
      [a, b] = [more(a), more(b)];
      const seen = bayesianNormal(a, b, { scale: 'absolute' });
      if (seen.available && Math.abs(seen.chanceToBeatControl - 0.5) >= 0.45) { crowned++; break; }
    }
  }
  return crowned / 1_000;
}

function* fixedCoverage(): Generator<Result> {
  const row = <S extends Sums>(name: string, control: Source<S>, treatment: Source<S>, scale: Scale, units: { control: number; treatment: number }, interval: (a: S, b: S) => { low: number; high: number } | null): Result => {
    const effect = truth(control as unknown as Source<Sums>, treatment as unknown as Source<Sums>, scale);
    const coverage = share(control, treatment, units, RUNS, createRng(name), (a, b) => {
      const seen = interval(a, b);
      return seen !== null && seen.low <= effect && effect <= seen.high;
    });
    return between(`coverage (to 0.96) of the fixed interval: ${name}`, coverage, 'share', 0.94, 0.96);
  };
  const welch = (scale: Scale) => (a: Sums, b: Sums) => { const seen = frequentist(a, b, { scale }); return seen.available ? seen : null; };
  const cuped = (scale: Scale) => (a: CupedSums, b: CupedSums) => { const seen = cupedEffect(a, b, { scale }); return seen.available ? welchOfEffect(seen) : null; };
  const both = (n: number) => ({ control: n, treatment: n });
  yield row('rates 10% and 12%, 1,000 an arm, Welch', coin(0.1), coin(0.12), 'absolute', both(1_000), welch('absolute'));
  yield row('rates 10% and 12%, 4,000 an arm, relative', coin(0.1), coin(0.12), 'relative', both(4_000), welch('relative'));
  yield row('rates 20% and 30%, 60 an arm, Newcombe', coin(0.2), coin(0.3), 'absolute', both(60),
    (a, b) => compareRates({ n: b.n, hits: b.conversions }, { n: a.n, hits: a.conversions }));
  yield row('skewed means, 500 an arm, Welch', skewed(100, 1), skewed(110, 1), 'absolute', both(500), welch('absolute'));
  yield row('means, 300 against 100, relative', bell(10, 5), bell(12, 8), 'relative', { control: 300, treatment: 100 }, welch('relative'));
  yield row('replies a message, 500 an arm, relative', replies(0.2), replies(0.24), 'relative', both(500), welch('relative'));
  yield row('means with a past, 100 an arm, CUPED', withPast(0), withPast(1), 'absolute', both(100), cuped('absolute'));
  yield row('means with a past, 100 an arm, CUPED, relative', withPast(0), withPast(1), 'relative', both(100), cuped('relative'));
}

function* plannedPower(): Generator<Result> {
  const row = <S extends Sums>(name: string, theory: number, control: Source<S>, treatment: Source<S>, units: { control: number; treatment: number }, finds: (a: S, b: S) => boolean): Result => {
    const power = share(control, treatment, units, RUNS, createRng(name), finds);
    return between(`power (theory ${theory.toFixed(3)} ± 0.02): ${name}`, power, 'share', theory - 0.02, theory + 0.02);
  };
  const plan = { from: 0.1, to: 0.13, power: 0.8 };
  const significant = (scale: Scale) => (a: Sums, b: Sums) => { const seen = frequentist(a, b, { scale }); return seen.available && seen.pValue < 0.05; };
  const n = Math.ceil(unitsPooled(plan));
  yield row(`10% to 13%, ${n} an arm, pooled z`, 0.8, coin(0.1), coin(0.13), { control: n, treatment: n },
    (a, b) => { const seen = pooledZ({ n: a.n, hits: a.conversions }, { n: b.n, hits: b.conversions }); return seen.available && seen.pValue < 0.05; });
  const third = Math.ceil(unitsForRates({ ...plan, ratio: 3 }));
  yield row(`10% to 13%, ${third} against three times as many, Welch`, 0.8, coin(0.1), coin(0.13), { control: third, treatment: 3 * third }, significant('absolute'));
  const late = Math.ceil(unitsForRates(plan, alwaysValid(0.05, 5_000)));
  yield row(`10% to 13%, ${late} an arm, the sequence at its last look`, 0.8, coin(0.1), coin(0.13), { control: late, treatment: late },
    (a, b) => { const seen = confidenceSequence(a, b); return seen.available && (seen.low > 0 || seen.high < 0); });
  const few = Math.ceil(unitsForMeansStudent({ difference: 0.8, sd: 1 }));
  yield row(`means 0.8 sd apart, ${few} an arm, Student`, meansPowerStudent({ difference: 0.8, sd: 1 }, few), bell(5, 1), bell(5.8, 1), { control: few, treatment: few },
    (a, b) => { const seen = pooledStudent(a, b); return seen.available && seen.pValue < 0.05; });
  const many = Math.ceil(unitsForMeans({ difference: 2, sd: 10 }));
  yield row(`a mean and 20% more, ${many} an arm, Welch`, 0.8, bell(10, 10), bell(12, 10), { control: many, treatment: many }, significant('absolute'));
  const relative = Math.ceil(unitsRelative({ mean: 10, variance: 100, lift: 0.2 }));
  const { value, ...delta } = row(`a mean and 20% more, ${relative} an arm, as planned for the relative test by the delta method`, 0.8, bell(10, 10), bell(12, 10), { control: relative, treatment: relative }, significant('relative'));
  yield { ...delta, value, budget: null, pass: true };
}
