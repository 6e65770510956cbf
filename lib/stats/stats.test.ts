import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import reference from './fixtures/reference.json';
import { bootstrapByGroup } from './bootstrap';
import { auc, brier, expectedCalibrationError, logLoss, reliability } from './probability-metrics';
import { median, quantile } from './quantile';
import { betaInterval, compareRates, fisherExact, wilsonInterval } from './rates';
import { createRng, randomInt, randomNormal, shuffled } from './rng';

type Tolerance = { rel: number; abs: number };
const near = (got: number, want: number, { rel, abs }: Tolerance) =>
  expect(Math.abs(got - want), `${got} against ${want}`).toBeLessThanOrEqual(abs + rel * Math.abs(want));
const count = fc.integer({ min: 1, max: 500 }).chain((n) => fc.record({ n: fc.constant(n), hits: fc.integer({ min: 0, max: n }) }));

describe('rates', () => {
  it.each(reference.rates)('$id: Newcombe and Fisher agree with the reference', ({ control, treatment, newcombe, fisher, tolerance }) => {
    const a = { hits: treatment.conversions, n: treatment.n };
    const b = { hits: control.conversions, n: control.n };
    const got = compareRates(a, b);
    near(got.low, newcombe[0]!, tolerance);
    near(got.high, newcombe[1]!, tolerance);
    if (typeof fisher === 'number') near(got.pValue, fisher, tolerance);
  });

  it.each(reference.beta)('$id: Beta intervals agree with the reference', ({ inputs: { control, treatment, prior }, controlCi, treatmentCi, tolerance }) => {
    for (const [arm, want] of [[control, controlCi], [treatment, treatmentCi]] as const) {
      const got = betaInterval(prior.alpha + arm.conversions, prior.beta + arm.n - arm.conversions);
      near(got.low, want[0]!, tolerance);
      near(got.high, want[1]!, tolerance);
    }
  });

  it('Wilson gives the published interval of 81 of 263 (Newcombe 1998, table I)', () => {
    const { low, high } = wilsonInterval({ hits: 81, n: 263 });
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval({ hits: 0, n: 0 })).toEqual({ low: 0, high: 1 });
  });

  it('every interval holds its rate and stays inside its bounds; swapping the sides mirrors the comparison', () => {
    fc.assert(fc.property(count, count, (a, b) => {
      const w = wilsonInterval(a);
      expect(w.low).toBeGreaterThanOrEqual(0);
      expect(w.high).toBeLessThanOrEqual(1);
      expect(w.low).toBeLessThanOrEqual(a.hits / a.n);
      expect(w.high).toBeGreaterThanOrEqual(a.hits / a.n);
      const ab = compareRates(a, b), ba = compareRates(b, a);
      expect(ab.low).toBeCloseTo(-ba.high, 10);
      expect(ab.pValue).toBeCloseTo(ba.pValue, 8);
      expect(ab.low).toBeGreaterThanOrEqual(-1 - 1e-12);
      expect(ab.high).toBeLessThanOrEqual(1 + 1e-12);
    }));
  });

  it('refuses what is no count, and a side without units', () => {
    expect(() => wilsonInterval({ hits: 3, n: 2 })).toThrow(RangeError);
    expect(() => fisherExact({ hits: 0.5, n: 2 }, { hits: 1, n: 2 })).toThrow(RangeError);
    expect(() => compareRates({ hits: 0, n: 0 }, { hits: 1, n: 2 })).toThrow(RangeError);
  });
});

describe('probability metrics', () => {
  it.each(reference.calibration)('$id agrees with the reference', ({ inputs: { labels, probabilities }, expected, tolerance }) => {
    near(brier(labels, probabilities), expected.brier, tolerance);
    near(logLoss(labels, probabilities), expected.logLoss, tolerance);
    near(auc(labels, probabilities), expected.rocAuc, tolerance);
    near(expectedCalibrationError(labels, probabilities), expected.ece, tolerance);
    near(Math.max(...reliability(labels, probabilities).map((bin) => Math.abs(bin.rate - bin.meanProbability))), expected.maxCalibrationError, tolerance);
  });

  it('a weight of k is the row k times', () => {
    const row = fc.record({ y: fc.constantFrom(0, 1), p: fc.integer({ min: 0, max: 20 }).map((k) => k / 20), w: fc.integer({ min: 0, max: 3 }) });
    fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 30 }).filter((rows) => rows.some((r) => r.w > 0)), (rows) => {
      const repeated = rows.flatMap((r) => Array.from({ length: r.w }, () => r));
      for (const metric of [brier, auc, expectedCalibrationError]) {
        expect(metric(rows.map((r) => r.y), rows.map((r) => r.p), rows.map((r) => r.w)))
          .toBeCloseTo(metric(repeated.map((r) => r.y), repeated.map((r) => r.p)), 10);
      }
    }));
  });

  it('refuses columns of different length', () => expect(() => brier([1, 0], [0.5])).toThrow(RangeError));
});

describe('quantile', () => {
  it('is linear between order statistics (numpy default)', () => {
    expect(quantile([4, 1, 3, 2], 0.4)).toBeCloseTo(2.2, 12);
    expect(median([7])).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('rng', () => {
  it('repeats under a seed, differs between seeds, and keeps the moments of its distributions', () => {
    const draws = (seed: string) => { const rng = createRng(seed); return Array.from({ length: 20_000 }, rng); };
    const first = draws('a');
    expect(first).toEqual(draws('a'));
    expect(first.slice(0, 4)).not.toEqual(draws('b').slice(0, 4));
    expect(first.every((x) => x >= 0 && x < 1)).toBe(true);
    // Standard error of the mean of 20,000 uniforms is 0.002.
    expect(first.reduce((s, x) => s + x, 0) / first.length).toBeCloseTo(0.5, 2);
    const rng = createRng('n');
    const normals = Array.from({ length: 20_000 }, () => randomNormal(rng));
    expect(Math.abs(normals.reduce((s, x) => s + x, 0) / 20_000)).toBeLessThan(0.03);
    expect(normals.reduce((s, x) => s + x * x, 0) / 20_000).toBeCloseTo(1, 1);
  });

  it('shuffles without losing anything and draws integers below n', () => {
    fc.assert(fc.property(fc.array(fc.integer()), fc.string(), (rows, seed) => {
      const rng = createRng(seed);
      expect(shuffled(rng, rows).sort()).toEqual([...rows].sort());
      expect(randomInt(rng, 7)).toBeLessThan(7);
    }));
  });
});

describe('bootstrapByGroup', () => {
  it('agrees with the textbook interval of a mean, and knows that repeated rows of a group are no news', () => {
    const rng = createRng('bootstrap');
    const values = Array.from({ length: 200 }, () => randomNormal(rng));
    const mean = (multiplicity: Float64Array, rows: number[]) => {
      let sum = 0, n = 0;
      multiplicity.forEach((m, i) => { sum += m * rows[i]!; n += m; });
      return [sum / n];
    };
    const [single] = bootstrapByGroup({ group: values.map((_, i) => i), groups: 200, rng }, (m) => mean(m, values));
    expect(single!.high - single!.low).toBeGreaterThan(0.23);
    expect(single!.high - single!.low).toBeLessThan(0.33); // 2 x 1.96 / sqrt(200) = 0.277
    const tripled = values.flatMap((v) => [v, v, v]);
    const [grouped] = bootstrapByGroup({ group: tripled.map((_, i) => Math.floor(i / 3)), groups: 200, rng }, (m) => mean(m, tripled));
    expect(grouped!.high - grouped!.low).toBeGreaterThan(0.23);
  });
});
