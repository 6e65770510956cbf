import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aucDifference, aucParts } from './auc-difference';
import { auc } from './probability-metrics';
import { createRng, randomNormal } from './rng';

const rows = fc.array(fc.record({ y: fc.constantFrom(0, 1), s: fc.integer({ min: 0, max: 8 }) }), { minLength: 4, maxLength: 40 })
  .filter((list) => [0, 1].every((kind) => list.filter(({ y }) => y === kind).length >= 2));

/** The placements pair by pair, as the paper writes them. */
function slowly(labels: number[], scores: number[]) {
  const [positives, negatives] = [1, 0].map((kind) => scores.filter((_, i) => labels[i] === kind)) as [number[], number[]];
  const above = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const variance = (list: number[]) => list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1) / list.length;
  const [up, down] = [positives.map((x) => mean(negatives.map((y) => above(x, y)))), negatives.map((y) => mean(positives.map((x) => above(x, y))))];
  return { auc: mean(up), fromPositives: variance(up), fromNegatives: variance(down) };
}

describe('the area under the curve and its error', () => {
  it('are those of all pairs', () => {
    fc.assert(fc.property(rows, (list) => {
      const [labels, scores] = [list.map(({ y }) => y), list.map(({ s }) => s)];
      const parts = aucParts(labels, scores)!, slow = slowly(labels, scores);
      expect(parts.auc).toBeCloseTo(auc(labels, scores), 12);
      expect(parts.auc).toBeCloseTo(slow.auc, 12);
      expect(parts.fromPositives).toBeCloseTo(slow.fromPositives, 10);
      expect(parts.fromNegatives).toBeCloseTo(slow.fromNegatives, 10);
    }));
    expect(aucParts([1, 0, 0], [3, 2, 1])).toBeNull();
  });

  it('turn round with the sides, and are no difference from themselves', () => {
    fc.assert(fc.property(rows, rows, (x, y) => {
      const [a, b] = [x, y].map((list) => aucParts(list.map((row) => row.y), list.map((row) => row.s))!) as [NonNullable<ReturnType<typeof aucParts>>, NonNullable<ReturnType<typeof aucParts>>];
      const [there, back] = [aucDifference(a, b), aucDifference(b, a)];
      expect(there.difference + back.difference).toBe(0);
      expect(there.pValue).toBeCloseTo(back.pValue, 12);
      expect(there.low).toBeCloseTo(-back.high, 12);
      expect(aucDifference(a, a)).toMatchObject({ difference: 0, pValue: 1 });
    }));
  });

  it('holds the true difference in about 95 of 100 intervals, with 20 positives', () => {
    const rng = createRng('auc');
    const labels = Array.from({ length: 200 }, (_, i) => (i < 20 ? 1 : 0));
    const draw = () => aucParts(labels, labels.map((y) => y + randomNormal(rng)))!;
    let held = 0;
    for (let run = 0; run < 600; run++) { const { low, high } = aucDifference(draw(), draw()); if (low <= 0 && high >= 0) held++; }
    expect(held / 600).toBeGreaterThan(0.93);
    expect(held / 600).toBeLessThan(0.98);
  });
});
