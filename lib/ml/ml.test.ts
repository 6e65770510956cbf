import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomNormal } from '@/lib/stats/rng';
import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt } from './calibration';
import reference from './fixtures/reference.json';
import { cholesky, choleskyInverse, quadraticForm } from './linear-algebra';
import { fitLogistic, linearPredictor, sigmoid } from './logistic-regression';
import { groupedKFold, rollingOrigin } from './splits';

const matrix = (rows: readonly (readonly number[])[]) => ({ rows: rows.length, columns: rows[0]!.length, values: Float64Array.from(rows.flat()) });
const each = (got: Iterable<number>, want: readonly number[], tolerance: { rel: number; abs: number }) =>
  [...got].forEach((g, i) => expect(Math.abs(g - want[i]!)).toBeLessThanOrEqual(tolerance.abs + tolerance.rel * Math.abs(want[i]!)));

describe('logistic regression', () => {
  it.each(reference.logistic)('$id agrees with the reference minimum', ({ inputs, expected, tolerance }) => {
    const x = matrix(inputs.X);
    const fit = fitLogistic({ x, y: inputs.y, l2: 1 / inputs.C });
    expect(fit.converged).toBe(true);
    each(fit.coefficients, expected.coefficients, tolerance);
    each([fit.intercept], [expected.intercept], tolerance);
    each(inputs.y.map((_, i) => sigmoid(linearPredictor(x, i, fit.intercept, fit.coefficients))), expected.fitted, tolerance);
  });

  const simulated = (rows: number, repeat: number) => {
    const rng = createRng(`logistic ${rows}`);
    const base = Array.from({ length: rows }, () => {
      const row = [randomNormal(rng), randomNormal(rng)];
      return { row, y: rng() < sigmoid(0.3 + 0.8 * row[0]! - 0.5 * row[1]!) ? 1 : 0 };
    });
    const all = base.flatMap((b, group) => Array.from({ length: repeat }, () => ({ ...b, group })));
    return { x: matrix(all.map((r) => r.row)), y: all.map((r) => r.y), groups: all.map((r) => r.group) };
  };

  it('finds known effects within four of its own standard errors', () => {
    const { x, y } = simulated(4000, 1);
    const fit = fitLogistic({ x, y });
    [fit.intercept, ...fit.coefficients].forEach((b, j) => expect(Math.abs(b - [0.3, 0.8, -0.5][j]!)).toBeLessThan(4 * Math.sqrt(fit.covariance[j * 3 + j]!)));
    expect(Math.sqrt(fit.covariance[0]!)).toBeLessThan(0.05);
  });

  it('is not made surer by repeating the rows of a group', () => {
    const once = simulated(500, 1), thrice = simulated(500, 3);
    const single = fitLogistic({ x: once.x, y: once.y, l2: 0 });
    const naive = fitLogistic({ x: thrice.x, y: thrice.y, l2: 0 });
    const robust = fitLogistic({ ...thrice, l2: 0 });
    expect(naive.covariance[4]! / single.covariance[4]!).toBeCloseTo(1 / 3, 2);
    expect(robust.covariance[4]! / single.covariance[4]!).toBeGreaterThan(0.75);
  });

  it('weights of k equal k rows', () => {
    const { x, y } = simulated(60, 1);
    const weights = y.map((_, i) => i % 3);
    const rows = y.flatMap((_, i) => Array.from({ length: i % 3 }, () => i));
    const weighted = fitLogistic({ x, y, weights });
    const repeated = fitLogistic({ x: matrix(rows.map((i) => [...x.values.slice(i * 2, i * 2 + 2)])), y: rows.map((i) => y[i]!) });
    each(weighted.coefficients, [...repeated.coefficients], { rel: 1e-6, abs: 1e-9 });
  });

  it('survives separation and constant columns, and refuses one outcome only', () => {
    const fit = fitLogistic({ x: matrix([[-1, 1], [-2, 1], [1, 1], [2, 1]]), y: [0, 0, 1, 1] });
    expect(fit.converged).toBe(true);
    expect(fit.coefficients[0]).toBeGreaterThan(0.5);
    expect(() => fitLogistic({ x: matrix([[1], [2]]), y: [1, 1] })).toThrow(RangeError);
    expect(() => fitLogistic({ x: matrix([[1], [NaN]]), y: [0, 1] })).toThrow(RangeError);
  });
});

describe('calibration', () => {
  it.each(reference.platt)('$id: Platt, smoothed and plain, agrees with the reference', ({ inputs: { scores, labels }, expected, tolerance }) => {
    for (const [smooth, want] of [[true, expected.platt], [false, expected.plainLogistic]] as const) {
      const got = fitPlatt(scores, labels, { smooth });
      each([got.slope, got.intercept], [want.slope, want.intercept], tolerance);
      each(scores.map((s) => applyPlatt(got, s)), want.fitted, tolerance);
    }
  });

  it.each(reference.isotonic)('$id: isotonic agrees with the reference', ({ inputs, expected, tolerance }) => {
    const got = fitIsotonic(inputs.scores, inputs.labels);
    each(inputs.scores.map((s) => applyIsotonic(got, s)), expected.fitted, tolerance);
    each(inputs.newScores.map((s) => applyIsotonic(got, s)), expected.predictNew, tolerance);
  });

  it('isotonic never decreases, keeps the mean, and depends on the order of the rows in nothing', () => {
    const row = fc.record({ s: fc.integer({ min: -5, max: 5 }), y: fc.constantFrom(0, 1) });
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const fit = fitIsotonic(rows.map((r) => r.s), rows.map((r) => r.y));
      const grid = Array.from({ length: 41 }, (_, k) => applyIsotonic(fit, -6 + k * 0.3));
      grid.slice(1).forEach((v, i) => expect(v).toBeGreaterThanOrEqual(grid[i]! - 1e-12));
      const mean = (f: (r: { s: number; y: number }) => number) => rows.reduce((sum, r) => sum + f(r), 0) / rows.length;
      expect(mean((r) => applyIsotonic(fit, r.s))).toBeCloseTo(mean((r) => r.y), 10);
      const back = fitIsotonic(rows.map((r) => r.s).reverse(), rows.map((r) => r.y).reverse());
      fit.y.forEach((v, i) => expect(back.y[i]).toBeCloseTo(v, 10));
    }));
  });
});

describe('splits', () => {
  it('rolling origin: training always before test, every group tested at most once', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 10, maxLength: 60 }), (time) => {
      const splits = rollingOrigin(time);
      for (const { train, test } of splits) expect(Math.max(...train.map((g) => time[g]!))).toBeLessThanOrEqual(Math.min(...test.map((g) => time[g]!)));
      const tested = splits.flatMap((s) => s.test);
      expect(new Set(tested).size).toBe(tested.length);
      expect(tested.length).toBe(time.length - splits[0]!.train.length);
    }));
  });

  it('grouped folds: a partition, never a group on both sides', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 2, max: 5 }), fc.string(), (groups, k, seed) => {
      const splits = groupedKFold(groups, k, createRng(seed));
      expect(splits.flatMap((s) => s.test).sort((a, b) => a - b)).toEqual(Array.from({ length: groups }, (_, i) => i));
      for (const { train, test } of splits) expect(train.filter((g) => test.includes(g))).toEqual([]);
    }));
  });
});

it('linear algebra: inverse and quadratic form of a known matrix; not positive definite is null', () => {
  const a = Float64Array.from([4, 2, 2, 3]);
  each(choleskyInverse(cholesky(a, 2)!, 2), [3 / 8, -1 / 4, -1 / 4, 1 / 2], { rel: 1e-12, abs: 1e-12 });
  expect(quadraticForm(a, [1, 2])).toBe(24);
  expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBeNull();
});
