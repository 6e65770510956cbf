import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomInt, randomNormal, shuffled } from '@/lib/stats/rng';
import { auc, brier } from '@/lib/stats/probability-metrics';
import { applyBins, binCount, binOf, fitBins, type ColumnBins } from './bins';
import { addBits, toBits } from './bit-trees';
import { boostedLogOdds, fitBoosted, type BoostingOptions } from './boosting';
import { sigmoid } from './logistic-regression';
import { cutCategory, cutNumber, type BinSums, type SplitRules } from './split';
import { takeRows, type Table } from './table';
import { randomTrees, simulatedTable } from './testing/tables';
import { addTrees } from './trees';

const seeds = fc.string({ maxLength: 12 });
const probabilities = (logOdds: Float64Array) => Array.from(logOdds, sigmoid);

describe('bins', () => {
  const oneColumn = (values: readonly number[]): Table => ({ rows: values.length, columns: [{ kind: 'numeric', name: 'v', values: Float64Array.from(values) }] });

  it('keep the order of numbers, tell up to 255 distinct ones apart, and put what is not known into bin 0', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -5, max: 5 }), fc.constant(NaN)), { maxLength: 300 }), (values) => {
      const table = oneColumn(values), fitted = fitBins(table), { bins } = applyBins(fitted, table);
      const known = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [{ value, bin: bins[i]! }])).sort((a, b) => a.value - b.value);
      values.forEach((value, i) => expect(bins[i] === 0).toBe(Number.isNaN(value)));
      const many = new Set(known.map(({ value }) => value)).size > 255;
      for (let k = 1; k < known.length; k++) {
        expect(known[k]!.bin).toBeGreaterThanOrEqual(known[k - 1]!.bin);
        if (!many && known[k]!.value > known[k - 1]!.value) expect(known[k]!.bin).toBeGreaterThan(known[k - 1]!.bin);
      }
      expect(Math.max(0, ...bins)).toBeLessThan(binCount(fitted[0]!));
    }));
  });

  it('are of about equal size where there are more values than bins', () => {
    const rng = createRng('bins'), table = oneColumn(Array.from({ length: 20_000 }, () => Math.exp(3 * randomNormal(rng)))), fitted = fitBins(table);
    const sizes = new Map<number, number>();
    for (const bin of applyBins(fitted, table).bins) sizes.set(bin, (sizes.get(bin) ?? 0) + 1);
    expect(sizes.size).toBe(255);
    expect(Math.max(...sizes.values())).toBeLessThan(2 * (20_000 / 255));
  });

  it('hold up to and with their edge', () => expect([-1, 1, 1.5, 2, 9, NaN].map((value) => binOf([1, 2], value))).toEqual([1, 1, 2, 2, 3, 0]));

  it('give the 255 most frequent levels their own, and rare or unseen ones none', () => {
    const codes = Int32Array.from([0, 0, 0, 1, 2, 2, -1]), table: Table = { rows: 7, columns: [{ kind: 'category', name: 'c', codes, levels: 4 }] };
    const fitted = fitBins(table, { rare: 2 });
    expect(fitted).toEqual([{ kind: 'category', name: 'c', bin: [1, 0, 2, 0], bins: 2 }]);
    const later: Table = { rows: 3, columns: [{ kind: 'category', name: 'c', codes: Int32Array.of(2, 3, 17), levels: 18 }] };
    expect([...applyBins(fitted, later).bins]).toEqual([2, 0, 0]);
    const wide: Table = { rows: 400, columns: [{ kind: 'category', name: 'c', codes: Int32Array.from({ length: 400 }, (_, i) => i), levels: 400 }] };
    expect(new Set(applyBins(fitBins(wide), wide).bins).size).toBe(256);
  });

  it('say so when a column has become another kind', () => {
    const was = fitBins(oneColumn([1, 2]));
    expect(() => applyBins(was, { rows: 1, columns: [{ kind: 'category', name: 'v', codes: Int32Array.of(0), levels: 1 }] })).toThrow('column v was numeric in training');
  });
});

describe('adding trees by bits', () => {
  it('is adding them by walking, bit for bit, whether columns have few bins or many', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.constantFrom(2, 5, 30, 256), (seed, columns, depth, most) => {
      const rng = createRng(seed), trees = randomTrees(rng, { trees: 7, columns, bins: most, depth }), counts = Array.from({ length: columns }, () => 2 + randomInt(rng, most - 1));
      const fitted = counts.map((bins, c): ColumnBins => ({ kind: 'category', name: String(c), bin: [], bins: bins - 1 }));
      const binned = { rows: 50, columns, bins: Uint8Array.from({ length: 50 * columns }, (_, k) => randomInt(rng, counts[k % columns]!)) };
      const walked = new Float64Array(50), added = new Float64Array(50), bits = toBits(trees, fitted);
      addTrees(trees, binned, walked);
      addBits(bits!, binned, added);
      expect(added).toEqual(walked);
    }), { numRuns: 60 });
  });

  it('needs trees of 32 leaves at most', () => {
    const full = { trees: 3, columns: 2, bins: 8, depth: 6 }, fitted: ColumnBins[] = [0, 1].map((c) => ({ kind: 'category', name: String(c), bin: [], bins: 7 }));
    const trees = Array.from({ length: 20 }, (_, i) => randomTrees(createRng(`leaves ${i}`), full)).find(({ value }) => value.length > 96)!;
    expect(toBits(trees, fitted)).toBeNull();
  });
});

describe('the best cut of a column', () => {
  const rules: SplitRules = { l2: 1, least: 0.5, categorySmoothing: 0, categoryL2: 0 };
  const draw = (rng: () => number, bins: number, gaps: boolean): BinSums & { G: number; H: number } => {
    const h = Float64Array.from({ length: bins }, (_, b) => (b === 0 && !gaps ? 0 : rng() < 0.15 ? 0 : rng())), g = h.map((size) => (size === 0 ? 0 : randomNormal(rng)));
    return { g, h, bins, G: g.reduce((a, b) => a + b, 0), H: h.reduce((a, b) => a + b, 0) };
  };
  /** Doubled loss taken off by sending the bins of `set` left; null where a side is too small. */
  const gainOf = ({ g, h, bins, G, H }: ReturnType<typeof draw>, goesLeft: (bin: number) => boolean, l2: number, least: number): number | null => {
    let gl = 0, hl = 0;
    for (let b = 0; b < bins; b++) if (goesLeft(b)) { gl += g[b]!; hl += h[b]!; }
    if (hl < least || H - hl < least) return null;
    return gl ** 2 / (hl + l2) + (G - gl) ** 2 / (H - hl + l2) - G ** 2 / (H + l2);
  };
  const isLeft = (left: Uint32Array, bin: number): boolean => ((left[bin >>> 5]! >>> (bin & 31)) & 1) === 1;

  it('of numbers is the best of all cuts, what is not known on either side or by itself', () => {
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 9 }), fc.boolean(), (seed, bins, gaps) => {
      const sums = draw(createRng(seed), bins, gaps), all: number[] = [];
      for (let cut = 0; cut < bins - 1; cut++) {
        for (const missing of [false, true]) {
          const gain = gainOf(sums, (b) => (b === 0 ? missing : b <= cut), rules.l2, rules.least);
          if (gain !== null) all.push(gain);
        }
      }
      const best = Math.max(-Infinity, ...all), found = cutNumber(sums, sums.G, sums.H, rules, 1e-9);
      if (best <= 1e-9) return void expect(found).toBeNull();
      expect(found!.gain).toBeCloseTo(best, 9);
      expect(gainOf(sums, (b) => isLeft(found!.left, b), rules.l2, rules.least)).toBeCloseTo(best, 9);
      const inLeft = [...sums.h.keys()].filter((b) => isLeft(found!.left, b));
      expect(inLeft.reduce((sum, b) => sum + sums.g[b]!, 0)).toBeCloseTo(found!.gLeft, 9);
      expect(inLeft.reduce((sum, b) => sum + sums.h[b]!, 0)).toBeCloseTo(found!.hLeft, 9);
    }));
  });

  it('of categories is the best of all subsets', () => {
    const plain = { ...rules, l2: 0, least: 1e-6 };
    fc.assert(fc.property(seeds, fc.integer({ min: 2, max: 8 }), (seed, bins) => {
      const sums = draw(createRng(seed), bins, true);
      let best = -Infinity;
      for (let set = 0; set < 1 << bins; set++) best = Math.max(best, gainOf(sums, (b) => ((set >> b) & 1) === 1, 0, 1e-6) ?? -Infinity);
      const found = cutCategory(sums, sums.G, sums.H, plain, 1e-9);
      if (best <= 1e-9) return void expect(found).toBeNull();
      expect(found!.gain).toBeCloseTo(best, 8);
      expect(gainOf(sums, (b) => isLeft(found!.left, b), 0, 1e-6)).toBeCloseTo(best, 8);
    }));
  });

  it('is none where a side would be too small, or nothing is gained', () => {
    const sums: BinSums = { g: Float64Array.of(0, 1, -1), h: Float64Array.of(0, 0.4, 0.4), bins: 3 };
    expect(cutNumber(sums, 0, 0.8, rules, 1e-9)).toBeNull();
    expect(cutNumber(sums, 0, 0.8, { ...rules, least: 0.3 }, 1e-9)?.gain).toBeCloseTo(2 / 1.4, 12);
    expect(cutNumber(sums, 0, 0.8, { ...rules, least: 0.3 }, 2)).toBeNull();
  });
});

describe('boosting', () => {
  const plain: Partial<BoostingOptions> = { rounds: 60, leaves: 8, minLeaf: 10 };
  const fit = (table: Table, y: ArrayLike<number>, { seed = 'fit', weights, options }: { seed?: string; weights?: ArrayLike<number>; options?: Partial<BoostingOptions> } = {}) => {
    const bins = fitBins(table);
    return { bins, boosted: fitBoosted({ bins, binned: applyBins(bins, table), y, weights, rng: createRng(seed), options: { ...plain, ...options } }) };
  };
  const saidBy = ({ bins, boosted }: ReturnType<typeof fit>, table: Table) => probabilities(boostedLogOdds(boosted, applyBins(bins, table)));

  it('finds a bend, levels and gaps, and comes near the truth on rows it has not seen', () => {
    const seen = simulatedTable(createRng('seen'), 4_000, 2), fresh = simulatedTable(createRng('fresh'), 2_000, 2), y = Array.from(fresh.y);
    const said = saidBy(fit(seen.table, seen.y), fresh.table), rate = seen.y.reduce((a, b) => a + b, 0) / 4_000;
    const constant = brier(y, y.map(() => rate)), best = brier(y, Array.from(fresh.truth));
    expect((constant - brier(y, said)) / (constant - best)).toBeGreaterThan(0.7);
    expect(auc(y, said)).toBeGreaterThan(auc(y, Array.from(fresh.truth)) - 0.04);
  });

  it('is the same to the last digit with the same seed, and another with another', () => {
    const { table, y } = simulatedTable(createRng('same'), 600), options = { columnShare: 0.5, rowShare: 0.8 };
    expect(fit(table, y, { options }).boosted).toEqual(fit(table, y, { options }).boosted);
    expect(fit(table, y, { options, seed: 'other' }).boosted).not.toEqual(fit(table, y, { options }).boosted);
  });

  it('says much the same whatever the order of the rows', () => {
    const { table, y } = simulatedTable(createRng('order'), 2_000), order = shuffled(createRng('mix'), Array.from({ length: 2_000 }, (_, i) => i));
    const one = saidBy(fit(table, y), table), other = saidBy(fit(takeRows(table, order), order.map((i) => y[i]!)), table);
    expect(one.reduce((sum, p, i) => sum + Math.abs(p - other[i]!), 0) / 2_000).toBeLessThan(0.02);
  });

  it('adds to the margin, while it grows, what the trees say afterwards: of rows in and out of the sample', () => {
    const { table, y } = simulatedTable(createRng('rest'), 500), bins = fitBins(table), binned = applyBins(bins, table);
    // A second round sees the first one's margin: wrong margins would show as a model that does worse than one grown on all rows.
    const shared = fitBoosted({ bins, binned, y, rng: createRng('s'), options: { ...plain, rowShare: 0.5, rounds: 100 } }), whole = fitBoosted({ bins, binned, y, rng: createRng('s'), options: { ...plain, rounds: 100 } });
    const score = (model: typeof shared) => brier(Array.from(y), probabilities(boostedLogOdds(model, binned)));
    expect(score(shared)).toBeLessThan(score(whole) + 0.03);
  });

  it('takes a weight of k about as k copies', () => {
    const { table, y } = simulatedTable(createRng('weights'), 1_200, 2), weights = Float64Array.from(y, (_, i) => 1 + (i % 3)), copies = Array.from(y).flatMap((_, i) => Array.from({ length: weights[i]! }, () => i));
    const weighted = saidBy(fit(table, y, { weights }), table), copied = saidBy(fit(takeRows(table, copies), copies.map((i) => y[i]!), { options: { minLeaf: 20 } }), table);
    expect(weighted.reduce((sum, p, i) => sum + Math.abs(p - copied[i]!), 0) / y.length).toBeLessThan(0.04);
  });

  it('needs both outcomes', () => {
    const { table, y } = simulatedTable(createRng('one'), 60);
    for (const outcome of [0, 1]) expect(() => fit(table, y.map(() => outcome))).toThrow(RangeError);
    expect(() => fit(table, y, { weights: y })).toThrow(RangeError);
  });

  it('passes over columns that say nothing: constant, never known, of one level', () => {
    const { table, y } = simulatedTable(createRng('empty'), 400);
    const nothing: Table['columns'] = [
      { kind: 'numeric', name: 'constant', values: new Float64Array(400).fill(3) }, { kind: 'numeric', name: 'never', values: new Float64Array(400).fill(NaN) },
      { kind: 'category', name: 'one', codes: new Int32Array(400), levels: 1 }, { kind: 'category', name: 'none', codes: new Int32Array(400).fill(-1), levels: 3 },
    ];
    expect(fit({ rows: 400, columns: nothing }, y).boosted.trees.column).toHaveLength(0);
    const { boosted } = fit({ rows: 400, columns: [...nothing, ...table.columns] }, y);
    expect(Math.min(...boosted.trees.column)).toBe(4);
    expect(boosted.trees.column).not.toContain(7);
  });

  it('takes a level that it never saw for one that is not known', () => {
    const { table, y } = simulatedTable(createRng('unseen'), 800), model = fit(table, y), rows = takeRows(table, [0, 0]);
    const codes = rows.columns.map((column) => (column.kind === 'category' ? { ...column, codes: Int32Array.of(-1, 99) } : column));
    const [unknown, unseen] = saidBy(model, { rows: 2, columns: codes });
    expect(unseen).toBe(unknown);
  });

  it('cuts no leaf smaller than it may be, by rows', () => {
    const { table, y } = simulatedTable(createRng('leaf'), 1_000), bins = fitBins(table), binned = applyBins(bins, table);
    const { trees } = fitBoosted({ bins, binned, y, rng: createRng('l'), options: { ...plain, rounds: 1, minLeaf: 50, leaves: 31 } });
    // In the first round all rows have the same hessian.
    const rows = new Map<number, number>(), out = new Float64Array(1_000);
    addTrees(trees, binned, out);
    for (const value of out) rows.set(value, (rows.get(value) ?? 0) + 1);
    expect(rows.size).toBeGreaterThan(4);
    expect(Math.min(...rows.values())).toBeGreaterThanOrEqual(49);
    const rate = y.reduce((a, b) => a + b, 0) / 1_000;
    expect(trees.leafCover.reduce((a, b) => a + b, 0) / (1_000 * rate * (1 - rate))).toBeCloseTo(1, 2);
  });
});
