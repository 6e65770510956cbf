import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomInt } from '@/lib/stats/rng';
import { attributeTabular, tabularExplainer } from './attribute';
import { takeRows } from './table';
import { tabularLogOdds, trainTabular, type TabularModel } from './tabular';
import { randomTrees, simulatedTable } from './testing/tables';
import { treeExplainer } from './tree-shap';
import { addTrees, WORDS, type Trees } from './trees';

/** What a tree says when only the columns in `known` are: the definition, by going both ways. */
function expectation({ column, left, children, value, nodeCover, leafCover }: Trees, node: number, bins: Uint8Array, known: number): number {
  if (node < 0) return value[~node]!;
  const cover = (child: number) => (child < 0 ? leafCover[~child]! : nodeCover[child]!), c = column[node]!, bin = bins[c]!;
  const [a, b] = [children[node * 2]!, children[node * 2 + 1]!];
  const down = (child: number): number => expectation({ column, left, children, value, nodeCover, leafCover } as Trees, child, bins, known);
  if ((known >> c) & 1) return down((left[node * WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1 ? a : b);
  return (cover(a) * down(a) + cover(b) * down(b)) / (cover(a) + cover(b));
}

/** Shapley's formula over all subsets of columns. */
function bruteForce(trees: Trees, bins: Uint8Array, columns: number): number[] {
  const worth = Array.from({ length: 1 << columns }, (_, known) => trees.roots.reduce((sum, root) => sum + expectation(trees, root, bins, known), 0));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  return Array.from({ length: columns }, (_, c) => worth.reduce((sum, value, known) => ((known >> c) & 1 ? sum
    : sum + ((factorial(size(known)) * factorial(columns - size(known) - 1)) / factorial(columns)) * (worth[known | (1 << c)]! - value)), 0));
}

const rowOf = (rng: () => number, columns: number, bins: number) => Uint8Array.from({ length: columns }, () => randomInt(rng, bins));

describe('shares of columns in a sum of trees', () => {
  it('are the Shapley values of the definition, also where a column is asked twice', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }), (seed, columns, depth) => {
      const rng = createRng(seed), trees = randomTrees(rng, { trees: 2, columns, bins: 40, depth }), bins = rowOf(rng, columns, 40);
      const got = new Float64Array(columns);
      treeExplainer(trees).explain(bins, 0, got);
      bruteForce(trees, bins, columns).forEach((want, c) => expect(got[c]).toBeCloseTo(want, 10));
    }), { numRuns: 60 });
  });

  it('add up to what the trees say, in deep trees of many columns', () => {
    fc.assert(fc.property(fc.string(), (seed) => {
      const rng = createRng(seed), columns = 30, trees = randomTrees(rng, { trees: 5, columns, bins: 256, depth: 12 }), bins = rowOf(rng, columns, 256);
      const shares = new Float64Array(columns), said = new Float64Array(1), { expected, explain } = treeExplainer(trees);
      explain(bins, 0, shares);
      addTrees(trees, { rows: 1, columns, bins }, said);
      expect(Math.abs(expected + shares.reduce((a, b) => a + b, 0) - said[0]!)).toBeLessThan(1e-9);
    }), { numRuns: 10 });
  });

  it('are nothing for columns that no tree asks about, and for trees of one leaf', () => {
    const leaf: Trees = { roots: [~0], column: new Int32Array(), left: new Uint32Array(), children: new Int32Array(), value: Float64Array.of(0.7), nodeCover: new Float64Array(), leafCover: Float64Array.of(9) };
    const out = new Float64Array(3), { expected, explain } = treeExplainer(leaf);
    explain(new Uint8Array(3), 0, out);
    expect([expected, ...out]).toEqual([0.7, 0, 0, 0]);
  });
});

describe('shares of columns in what the learner of tables says', () => {
  const { table, y } = simulatedTable(createRng('attributions'), 1_500);
  const trained = ((): TabularModel => {
    const training = trainTabular(table, y, { seed: 'a' });
    for (;;) {
      const step = training.next();
      if (step.done) return step.value;
    }
  })();

  it('add up to its log-odds, row by row', () => {
    const said = tabularLogOdds(trained, table), explain = tabularExplainer(trained);
    for (let row = 0; row < 200; row++) {
      const { base, contributions } = explain(table, row);
      expect(Math.abs(base + contributions.reduce((a, b) => a + b, 0) - said[row]!)).toBeLessThan(1e-9);
    }
  });

  it('are the same whatever the other rows of the table', () => {
    expect(attributeTabular(trained, takeRows(table, [7, 3, 9]), 1)).toEqual(attributeTabular(trained, table, 3));
  });

  it('are about nothing on average, and largest for what the outcome hangs on', () => {
    const explain = tabularExplainer(trained), mean = [0, 0, 0, 0], size = [0, 0, 0, 0];
    for (let row = 0; row < table.rows; row++) {
      explain(table, row).contributions.forEach((share, c) => {
        mean[c]! += share / table.rows;
        size[c]! += Math.abs(share) / table.rows;
      });
    }
    for (let c = 0; c < 4; c++) expect(Math.abs(mean[c]!)).toBeLessThan(0.1);
    expect(size[0]).toBeGreaterThan(3 * size[1]!);
    expect(size[2]).toBeGreaterThan(2 * size[1]!);
  });
});
