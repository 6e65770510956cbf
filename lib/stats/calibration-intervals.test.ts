import { describe, expect, it } from 'vitest';
import { brierInterval, eceByChance, eceInterval } from './calibration-intervals';
import { brier, expectedCalibrationError } from './probability-metrics';
import { createRng, type Rng } from './rng';

function drawn(rng: Rng, n: number, chance: (p: number) => number) {
  const probabilities = Array.from({ length: n }, () => 0.05 + 0.9 * rng());
  return { probabilities, labels: probabilities.map((p) => (rng() < chance(p) ? 1 : 0)), clusters: probabilities.map((_, i) => `deal-${i}`) };
}

describe('intervals of calibration', () => {
  it('hold the estimate, repeat under a seed and stay inside 0..1', () => {
    const judged = drawn(createRng('j'), 120, (p) => p);
    for (const [interval, figure] of [[brierInterval, brier], [eceInterval, expectedCalibrationError]] as const) {
      const got = interval(judged, { rng: createRng('b'), replicates: 300 })!;
      expect(got).toEqual(interval(judged, { rng: createRng('b'), replicates: 300 }));
      expect(got.estimate).toBeCloseTo(figure(judged.labels, judged.probabilities), 12);
      expect(got.low).toBeLessThanOrEqual(got.estimate);
      expect(got.high).toBeGreaterThanOrEqual(got.estimate);
      expect(got.low).toBeGreaterThanOrEqual(0);
      expect(got.high).toBeLessThanOrEqual(1);
    }
  });

  it('rows repeated within a deal are no news', () => {
    const judged = drawn(createRng('j'), 80, (p) => p);
    const twice = { labels: [...judged.labels, ...judged.labels], probabilities: [...judged.probabilities, ...judged.probabilities], clusters: [...judged.clusters, ...judged.clusters] };
    const once = brierInterval(judged, { rng: createRng('b') })!, doubled = brierInterval(twice, { rng: createRng('b') })!;
    expect(doubled.low).toBeCloseTo(once.low, 10);
    expect(doubled.high).toBeCloseTo(once.high, 10);
  });

  it('the Brier interval covers the true score about as often as it says', () => {
    const rng = createRng('cover');
    // E (p - y)^2 with y drawn from p: the mean of p (1 - p), p uniform on 0.05..0.95.
    const truth = 0.25 - 0.9 ** 2 / 12;
    let covered = 0;
    for (let run = 0; run < 300; run++) {
      const { low, high } = brierInterval(drawn(rng, 100, (p) => p), { rng, replicates: 200 })!;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.89);
  });

  it('says what error good probabilities show by chance, and that bad ones show more', () => {
    const good = drawn(createRng('g'), 200, (p) => p), bad = drawn(createRng('g'), 200, (p) => p * p);
    const chance = eceByChance(good, { rng: createRng('c') });
    expect(chance).toBeGreaterThan(0.03);
    expect(chance).toBeLessThan(0.12);
    expect(eceInterval(good, { rng: createRng('b') })!.low).toBeLessThan(chance);
    expect(eceInterval(bad, { rng: createRng('b') })!.low).toBeGreaterThan(chance);
  });

  it('says nothing of one deal', () => {
    expect(brierInterval({ labels: [1, 0], probabilities: [0.5, 0.5], clusters: ['a', 'a'] }, { rng: createRng('b') })).toBeNull();
  });
});
