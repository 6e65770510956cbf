/** Tables and trees drawn at random, for tests. */
import type { Rng } from '@/lib/stats/rng';
import { randomInt, randomNormal } from '@/lib/stats/rng';
import { sigmoid } from '../logistic-regression';
import type { Table } from '../table';
import { WORDS, type Trees } from '../trees';

/** Trees of random shape on `columns` columns of `bins` bins each; a column may be asked again further down. */
export function randomTrees(rng: Rng, { trees, columns, bins, depth }: { trees: number; columns: number; bins: number; depth: number }): Trees {
  const made = { roots: [] as number[], column: [] as number[], left: [] as number[], children: [] as number[], value: [] as number[], nodeCover: [] as number[], leafCover: [] as number[] };
  const grow = (cover: number, below: number): number => {
    if (below === 0 || rng() < 0.15) {
      made.leafCover.push(cover);
      return ~(made.value.push(randomNormal(rng)) - 1);
    }
    const node = made.column.push(randomInt(rng, columns)) - 1, share = 0.05 + 0.9 * rng();
    made.nodeCover.push(cover);
    for (let w = 0; w < WORDS; w++) made.left.push(0);
    for (let bin = 0; bin < bins; bin++) if (rng() < 0.5) made.left[node * WORDS + (bin >>> 5)]! |= 1 << (bin & 31);
    made.children.push(0, 0);
    made.children[node * 2] = grow(cover * share, below - 1);
    made.children[node * 2 + 1] = grow(cover * (1 - share), below - 1);
    return node;
  };
  for (let t = 0; t < trees; t++) made.roots.push(grow(100, depth));
  return {
    roots: made.roots, column: Int32Array.from(made.column), left: Uint32Array.from(made.left), children: Int32Array.from(made.children),
    value: Float64Array.from(made.value), nodeCover: Float64Array.from(made.nodeCover), leafCover: Float64Array.from(made.leafCover),
  };
}

/** Numbers with gaps, a category of six levels and a text; the outcome depends on the first number (bent), the category and word 3, as strongly as `signal` says. */
export function simulatedTable(rng: Rng, rows: number, signal = 1): { table: Table; y: Float64Array; truth: Float64Array } {
  const a = new Float64Array(rows), b = new Float64Array(rows), codes = new Int32Array(rows), tokens: number[] = [], start = new Int32Array(rows + 1);
  const y = new Float64Array(rows), truth = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    a[i] = rng() < 0.1 ? NaN : randomNormal(rng);
    b[i] = randomNormal(rng);
    codes[i] = rng() < 0.05 ? -1 : randomInt(rng, 6);
    const words = new Set([randomInt(rng, 16), randomInt(rng, 16)]);
    tokens.push(...words);
    start[i + 1] = tokens.length;
    const bent = Number.isNaN(a[i]!) ? 0.8 : Math.abs(a[i]!) > 1 ? 1.2 : -0.8;
    truth[i] = sigmoid(signal * (bent + (codes[i] === 2 || codes[i] === 4 ? 0.9 : -0.3) + (words.has(3) ? 1 : 0)) - 0.3);
    y[i] = rng() < truth[i]! ? 1 : 0;
  }
  return {
    table: { rows, columns: [
      { kind: 'numeric', name: 'a', values: a }, { kind: 'numeric', name: 'b', values: b }, { kind: 'category', name: 'c', codes, levels: 6 },
      { kind: 'text', name: 'd', tokens: Int32Array.from(tokens), start, buckets: 16 },
    ] },
    y, truth,
  };
}
