import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomInt, randomNormal } from '@/lib/stats/rng';
import { applyDesign, fitDesign, meanLogOdds, scoreDesign } from './linear-design';
import { fitLogistic, sigmoid } from './logistic-regression';
import { fitSparseLogistic, sparseLogOdds, type SparseRows } from './sparse-logistic';
import { takeRows, type Table } from './table';
import { simulatedTable } from './testing/tables';

const seeds = fc.string({ maxLength: 12 });

/** Normal numbers, every third one left out as zero. */
function denseAndSparse(seed: string, rows: number, columns: number): { values: Float64Array; x: SparseRows; y: Float64Array; weights: Float64Array } {
  const rng = createRng(seed), values = Float64Array.from({ length: rows * columns }, () => Math.fround(rng() < 1 / 3 ? 0 : randomNormal(rng)));
  const start = new Int32Array(rows + 1), index: number[] = [], value: number[] = [], y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let z = -0.5;
    for (let j = 0; j < columns; j++) {
      const v = values[i * columns + j]!;
      z += v * (j % 2 ? -0.7 : 0.9);
      if (v !== 0) { index.push(j); value.push(v); }
    }
    start[i + 1] = index.length;
    y[i] = rng() < sigmoid(z) ? 1 : 0;
  }
  y.set([0, 1]);
  return { values, y, x: { rows, columns, start, index: Int32Array.from(index), value: Float32Array.from(value) }, weights: Float64Array.from({ length: rows }, () => 0.5 + rng()) };
}

describe('sparse logistic regression', () => {
  it('finds the minimum that Newton finds on dense rows, weighted or not', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 8 }), fc.constantFrom(0.1, 1, 20), fc.boolean(), (seed, columns, l2, weighted) => {
      const { values, x, y, weights } = denseAndSparse(seed, 120, columns), w = weighted ? weights : undefined;
      const sparse = fitSparseLogistic({ x, y, weights: w, l2, tolerance: 1e-12, maxIterations: 500 });
      const dense = fitLogistic({ x: { rows: 120, columns, values }, y, weights: w, l2 });
      expect(Math.abs(sparse.intercept - dense.intercept)).toBeLessThan(1e-4);
      dense.coefficients.forEach((b, j) => expect(Math.abs(sparse.coefficients[j]! - b)).toBeLessThan(1e-4));
    }), { numRuns: 40 });
  });

  it('comes as near as matters with the settings it is used with', () => {
    const { values, x, y } = denseAndSparse('usual', 2_000, 10);
    const sparse = fitSparseLogistic({ x, y, l2: 1 }), dense = fitLogistic({ x: { rows: 2_000, columns: 10, values }, y, l2: 1 });
    dense.coefficients.forEach((b, j) => expect(Math.abs(sparse.coefficients[j]! - b)).toBeLessThan(5e-3));
    expect(sparse.iterations).toBeLessThan(20);
  });

  it('takes outcomes that are perfectly told apart, and columns that are never there', () => {
    const x: SparseRows = { rows: 4, columns: 2, start: Int32Array.of(0, 1, 2, 3, 4), index: Int32Array.of(0, 0, 0, 0), value: Float32Array.of(-1e3, -1, 1, 1e3) };
    const { coefficients } = fitSparseLogistic({ x, y: [0, 0, 1, 1], l2: 1e-3 });
    expect(coefficients[0]).toBeGreaterThan(0.1);
    expect([...coefficients].every(Number.isFinite)).toBe(true);
    expect(coefficients[1]).toBe(0);
  });

  it('needs both outcomes', () => expect(() => fitSparseLogistic({ x: denseAndSparse('x', 5, 1).x, y: [1, 1, 1, 1, 1], l2: 1 })).toThrow(RangeError));
});

describe('a table as a linear model takes it', () => {
  it('scores columns one by one as the rows of the design say', () => {
    fc.assert(fc.property(seeds, (seed) => {
      const rng = createRng(seed), { table } = simulatedTable(rng, 120), design = fitDesign(table), later = simulatedTable(rng, 40).table;
      const coefficients = Float64Array.from({ length: design.columns }, () => randomNormal(rng));
      // A level that training did not have, and numbers beyond its range.
      later.columns.forEach((column) => { if (column.kind === 'category') column.codes[0] = 17; else if (column.kind === 'numeric') column.values[1] = 1e9; });
      const byColumn = scoreDesign(design, 0.3, coefficients, later), byRow = sparseLogOdds({ intercept: 0.3, coefficients }, applyDesign(design, later));
      byColumn.forEach((z, i) => expect(Math.abs(z - byRow[i]!)).toBeLessThan(1e-5));
      const means = meanLogOdds(design, coefficients, table), all = scoreDesign(design, 0, coefficients, table);
      expect(means.reduce((a, b) => a + b, 0)).toBeCloseTo(all.reduce((a, b) => a + b, 0) / table.rows, 9);
    }), { numRuns: 20 });
  });

  it('standardises numbers, holds outliers, and gives what is missing a column of its own', () => {
    const rng = createRng('numbers'), values = Float64Array.from({ length: 1_000 }, () => 50 + 10 * randomNormal(rng));
    values[0] = 1e12;
    const table: Table = { rows: 1_000, columns: [{ kind: 'numeric', name: 'v', values }] }, design = fitDesign(table);
    const { start, index, value } = applyDesign(design, table);
    expect([...index.subarray(start[0], start[1])]).toEqual([0, 1]);
    expect(value[start[0]!]).toBeLessThan(4);
    expect(value[start[0]! + 1]).toBeCloseTo(Math.sqrt(3), 5);
    const column = Array.from({ length: 1_000 }, (_, i) => value[start[i]!]!);
    expect(column.reduce((a, b) => a + b, 0) / 1_000).toBeCloseTo(0, 5);
    expect(column.reduce((a, b) => a + b * b, 0) / 1_000).toBeCloseTo(1, 4);
    const missing = applyDesign(design, { rows: 1, columns: [{ kind: 'numeric', name: 'v', values: Float64Array.of(NaN) }] });
    expect([[...missing.index], [...missing.value]]).toEqual([[2], [1]]);
  });

  it('takes columns that are never known or always the same', () => {
    const table: Table = { rows: 20, columns: [
      { kind: 'numeric', name: 'never', values: new Float64Array(20).fill(NaN) }, { kind: 'numeric', name: 'same', values: new Float64Array(20).fill(7) }, { kind: 'category', name: 'none', codes: new Int32Array(20).fill(-1), levels: 0 },
    ] };
    const { value } = applyDesign(fitDesign(table), table);
    expect([...value].every(Number.isFinite)).toBe(true);
  });

  it('gives levels seen ten times a column, all others one together', () => {
    const codes = Int32Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : i < 29 ? 1 : i < 39 ? 2 : -1)), table: Table = { rows: 40, columns: [{ kind: 'category', name: 'c', codes, levels: 3 }] };
    const design = fitDesign(table);
    expect(design.columns).toBe(3);
    expect([0, 20, 30, 39].map((row) => applyDesign(design, takeRows(table, [row])).index[0])).toEqual([1, 0, 2, 0]);
  });

  it('says so when a column has become another kind', () => {
    const { table } = simulatedTable(createRng('kinds'), 30), design = fitDesign(table), turned = { rows: 30, columns: [...table.columns].reverse() };
    expect(() => applyDesign(design, turned)).toThrow(RangeError);
    expect(() => scoreDesign(design, 0, new Float64Array(design.columns), turned)).toThrow(RangeError);
  });
});

describe('rows of a table', () => {
  it('come along with all their cells, in the order asked for', () => {
    const { table } = simulatedTable(createRng('rows'), 50), rng = createRng('pick'), index = Array.from({ length: 70 }, () => randomInt(rng, 50)), some = takeRows(table, index);
    expect(some.rows).toBe(70);
    table.columns.forEach((column, c) => {
      const got = some.columns[c]!;
      index.forEach((row, i) => {
        if (column.kind === 'text' && got.kind === 'text') expect(got.tokens.subarray(got.start[i], got.start[i + 1])).toEqual(column.tokens.subarray(column.start[row], column.start[row + 1]));
        else if (column.kind === 'category' && got.kind === 'category') expect(got.codes[i]).toBe(column.codes[row]);
        else if (column.kind === 'numeric' && got.kind === 'numeric') expect(got.values[i]).toBe(column.values[row]);
      });
    });
  });
});
