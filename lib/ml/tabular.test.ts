import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc, brier, expectedCalibrationError } from '@/lib/stats/probability-metrics';
import { createRng, randomNormal } from '@/lib/stats/rng';
import { tabularExplainer } from './attribute';
import { blendedLogOdds, fitBlend } from './blend';
import { permutationImportance } from './importance';
import { sigmoid } from './logistic-regression';
import { takeRows, type Table } from './table';
import { predictTabular, tabularLogOdds, trainTabular, type FoldPart, type TabularModel, type TabularOptions } from './tabular';
import { packTabular, unpackTabular } from './tabular-json';
import { simulatedTable } from './testing/tables';

function train(table: Table, y: ArrayLike<number>, options: TabularOptions): { model: TabularModel; parts: FoldPart[] } {
  const parts: FoldPart[] = [], training = trainTabular(table, y, options);
  for (;;) {
    const step = training.next();
    if (step.done) return { model: step.value, parts };
    if (step.value.part) parts.push(step.value.part);
  }
}

describe('the blend', () => {
  const simulated = (seed: string, rows: number, linearSays: number, treesSay: number) => {
    const rng = createRng(seed), truth = Array.from({ length: rows }, () => randomNormal(rng));
    return {
      y: truth.map((z) => (rng() < sigmoid(z) ? 1 : 0)),
      linear: truth.map((z) => linearSays * z + 0.5 * randomNormal(rng)), trees: truth.map((z) => treesSay * z + 0.5 * randomNormal(rng)), truth,
    };
  };

  it('has no negative weights, whatever it is told', () => {
    fc.assert(fc.property(fc.string(), fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (seed, a, b) => {
      const { y, linear, trees } = simulated(seed, 80, a, b);
      if (new Set(y).size < 2) return;
      const blend = fitBlend(linear, trees, y);
      expect(Math.min(blend.linear, blend.trees)).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(blend.intercept)).toBe(true);
    }));
  });

  it('takes back what the learners claim too much', () => {
    const { y, linear, trees } = simulated('loud', 4_000, 3, 3), blend = fitBlend(linear, trees, y);
    expect(blend.linear + blend.trees).toBeLessThan(0.4);
    const said = y.map((_, i) => sigmoid(blendedLogOdds(blend, linear[i]!, trees[i]!)));
    expect(expectedCalibrationError(y, said)).toBeLessThan(0.03);
    expect(said.reduce((a, b) => a + b, 0)).toBeCloseTo(y.reduce((a: number, b) => a + b, 0), 2);
  });

  it('leaves out a learner that knows nothing, and both when neither does', () => {
    const { y, linear, trees } = simulated('one', 4_000, 0, 1), blend = fitBlend(linear, trees, y);
    expect(blend.trees).toBeGreaterThan(0.5);
    expect(blend.linear).toBeLessThan(0.1);
    const none = simulated('none', 4_000, 0, 0), nothing = fitBlend(none.linear, none.trees, none.y);
    expect(nothing.linear + nothing.trees).toBeLessThan(0.15);
  });

  it('stays near half each where two that are much alike say much, and finds no more than the constant in next to no rows', () => {
    const { y, linear } = simulated('alike', 400, 1.5, 0), blend = fitBlend(linear, linear.map((z, i) => z + (i % 2 ? 1e-3 : -1e-3)), y);
    expect(Math.abs(blend.linear - blend.trees)).toBeLessThan(0.02);
    expect(fitBlend([0.1, -0.1], [0.1, -0.1], [1, 0])).toEqual({ intercept: expect.closeTo(0, 9) as number, linear: 0, trees: 0 });
  });

  it('gives a weight of k what k copies get', () => {
    const { y, linear, trees } = simulated('copies', 60, 1, 1), k = y.map((_, i) => 1 + (i % 3)), copies = y.flatMap((_, i) => Array.from({ length: k[i]! }, () => i));
    const weighted = fitBlend(linear, trees, y, k), copied = fitBlend(copies.map((i) => linear[i]!), copies.map((i) => trees[i]!), copies.map((i) => y[i]!));
    expect([weighted.intercept, weighted.linear, weighted.trees].map((v) => v.toFixed(6))).toEqual([copied.intercept, copied.linear, copied.trees].map((v) => v.toFixed(6)));
  });
});

describe('the learner of tables', () => {
  const seen = simulatedTable(createRng('tabular'), 3_000, 1.5), fresh = simulatedTable(createRng('tabular, later'), 3_000, 1.5);
  const { model, parts } = train(seen.table, seen.y, { seed: 't' });

  it('comes near the truth on rows it has not seen, and can be taken at its word', () => {
    const y = Array.from(fresh.y), said = Array.from(predictTabular(model, fresh.table)), truth = Array.from(fresh.truth);
    expect(auc(y, said)).toBeGreaterThan(auc(y, truth) - 0.025);
    expect(brier(y, said)).toBeLessThan(brier(y, truth) + 0.012);
    expect(expectedCalibrationError(y, said)).toBeLessThan(0.035);
  });

  it('goes on from finished folds to exactly the same model', () => {
    expect(parts.map(({ fold }) => fold)).toEqual([0, 1, 2, 3]);
    const kept = JSON.parse(JSON.stringify(parts.slice(0, 3))) as FoldPart[];
    expect(train(seen.table, seen.y, { seed: 't', finished: kept }).model).toEqual(model);
    expect(train(seen.table, seen.y, { seed: 't', finished: parts }).model).toEqual(model);
  });

  it('says what it is about to do: folds, then all rows', () => {
    const { table, y } = simulatedTable(createRng('small'), 120);
    const steps = [...trainTabular(table, y, { seed: 's' })].map(({ phase, done, total }) => [phase, done, total]);
    expect(steps).toEqual([['fold', 1, 5], ['fold', 2, 5], ['fold', 3, 5], ['fold', 4, 5], ['all', 5, 5]]);
  });

  it('leaves each row out once, both outcomes evenly', () => {
    expect(parts.flatMap(({ rows }) => rows).sort((a, b) => a - b)).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
    const rates = parts.map(({ rows }) => rows.reduce((sum, row) => sum + seen.y[row]!, 0) / rows.length);
    expect(Math.max(...rates) - Math.min(...rates)).toBeLessThan(0.005);
  });

  it('never has rows of a group on two sides', () => {
    const { table, y } = simulatedTable(createRng('groups'), 400), of = Array.from({ length: 400 }, (_, i) => (i * 7) % 90);
    const { parts } = train(table, y, { seed: 'g', groups: { of, count: 90 } }), foldOf = new Map<number, number>();
    for (const { fold, rows } of parts) for (const row of rows) expect(foldOf.get(of[row]!) ?? fold).toBe((foldOf.set(of[row]!, fold), fold));
    expect(parts.flatMap(({ rows }) => rows)).toHaveLength(400);
    expect(foldOf.size).toBe(90);
  });

  it('shrinks to the constant where there is nothing to know', () => {
    const worse = ['a', 'b', 'c', 'd'].map((seed) => {
      const rng = createRng(`noise ${seed}`), { table } = simulatedTable(rng, 1_200), y = Float64Array.from({ length: 2_400 }, () => (rng() < 0.35 ? 1 : 0));
      const { model } = train(table, y.subarray(0, 1_200), { seed }), later = Array.from(y.subarray(1_200));
      const said = Array.from(predictTabular(model, simulatedTable(createRng(`more ${seed}`), 1_200).table));
      return brier(later, said) - brier(later, later.map(() => model.rate));
    });
    expect(Math.max(...worse)).toBeLessThan(0.002);
    expect(worse.reduce((a, b) => a + b, 0) / worse.length).toBeLessThan(0.001);
  });

  it('needs both outcomes', () => {
    const { table, y } = simulatedTable(createRng('one outcome'), 60);
    expect(() => train(table, y.map(() => 1), { seed: 'x' })).toThrow(RangeError);
  });

  it('counts weights: rows of no weight might as well not be there', () => {
    const { table, y } = simulatedTable(createRng('weighted'), 800, 2), turned = Float64Array.from(y, (v, i) => (i % 2 ? 1 - v : v)), weights = Float64Array.from(y, (_, i) => (i % 2 ? 1e-6 : 1));
    const { model } = train(table, turned, { seed: 'w', weights }), even = Array.from({ length: 400 }, (_, k) => 2 * k);
    expect(auc(even.map((i) => y[i]!), Array.from(predictTabular(model, takeRows(table, even))))).toBeGreaterThan(0.7);
  });

  describe('as JSON', () => {
    const packed = JSON.stringify(packTabular(model)), read = unpackTabular(JSON.parse(packed));

    it('says the same to seven digits, and explains it', () => {
      const was = tabularLogOdds(model, fresh.table), is = tabularLogOdds(read, fresh.table);
      was.forEach((z, i) => expect(Math.abs(z - is[i]!)).toBeLessThan(1e-5));
      const explain = tabularExplainer(read), { base, contributions } = explain(fresh.table, 5);
      expect(base + contributions.reduce((a, b) => a + b, 0)).toBeCloseTo(is[5]!, 9);
      expect(read.bins).toEqual(model.bins);
    });

    it('stays as it is when it is kept again', () => expect(JSON.stringify(packTabular(read))).toBe(packed));

    it('is small', () => expect(packed.length).toBeLessThan(150_000));

    it.each([
      ['nothing', null, 'no object'], ['another format', { format: 2 }, 'format'], ['no columns', { format: 1 }, 'columns are missing'],
    ])('is refused where it is %s', (_, json, problem) => expect(() => unpackTabular(json)).toThrow(problem));

    it('is refused where any part of it is missing or cut off', () => {
      const whole = packTabular(model);
      for (const key of Object.keys(whole)) expect(() => unpackTabular({ ...whole, [key]: undefined }), key).toThrow(RangeError);
      for (const key of Object.keys(whole.trees) as (keyof typeof whole.trees)[]) expect(() => unpackTabular({ ...whole, trees: { ...whole.trees, [key]: whole.trees[key].slice(0, -16) } }), key).toThrow(RangeError);
      expect(() => unpackTabular({ ...whole, bins: whole.bins.slice(1) })).toThrow('columns differ');
    });

    it('is refused where its trees would lead in circles', () => {
      const whole = packTabular(model), children = Int32Array.from(model.boosted.trees.children).fill(0, 0, 1);
      expect(() => unpackTabular({ ...whole, trees: { ...whole.trees, children: Buffer.from(children.buffer).toString('base64') } })).toThrow('lead nowhere');
    });
  });

  it('tells which columns it would miss', () => {
    const worth = permutationImportance(model, fresh.table, fresh.y, { rng: createRng('importance'), repeats: 3 });
    expect(worth[0]!.source).toBe('a');
    const idle = worth.find(({ source }) => source === 'b')!;
    expect(idle.low).toBeLessThan(0.002);
    for (const { low, brier, high } of worth) expect(low <= brier && brier <= high).toBe(true);
    for (const source of ['a', 'c', 'd']) expect(worth.find((one) => one.source === source)!.low).toBeGreaterThan(0);
    const together = permutationImportance(model, fresh.table, fresh.y, { rng: createRng('importance'), repeats: 2, sourceOf: (name) => (name === 'a' || name === 'c' ? 'both' : name) });
    expect(together.map(({ source }) => source)).toEqual(['both', 'd', 'b']);
    expect(together[0]!.brier).toBeGreaterThan(worth[0]!.brier);
    const grouped = permutationImportance(model, fresh.table, fresh.y, { rng: createRng('importance'), repeats: 1, groups: Array.from(fresh.y, (_, i) => i >> 1) });
    expect(grouped[0]!.high).toBeGreaterThan(grouped[0]!.brier);
  });
});
