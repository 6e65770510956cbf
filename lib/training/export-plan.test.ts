/** No deal is on both sides of the split; pairs are what they say; the order of rows does not matter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, planOf, type Row } from './export-plan';
import { exportFormat, exportOptions, FORMATS, pairing } from './schema';
import { splitOf } from './split';

const anyRow = fc.record({
  dealId: fc.integer({ min: 0, max: 40 }).map((n) => `deal-${n}`), at: fc.integer({ min: 0, max: 5 }).map((d) => new Date(Date.UTC(2026, 0, 1 + d))),
  type: fc.constantFrom('risk', 'forecast'), stage: fc.constantFrom(null, 'Qualify', 'Propose'), label: fc.constantFrom('good' as const, 'bad' as const),
});
const anyRows = fc.array(anyRow, { maxLength: 120 }).map((rows): Row[] => rows.map((row, i) => ({ id: `e${String(i).padStart(3, '0')}`, ...row })));
const anyOptions = fc.record({ format: fc.constantFrom(...exportFormat.options), validationShare: fc.double({ min: 0, max: 0.5, noNaN: true }), pairing: fc.constantFrom(...pairing.options) }).map((o) => exportOptions.parse(o));

describe('a plan', () => {
  it('never has the same deal on both sides, in any format', () => {
    fc.assert(fc.property(anyRows, anyOptions, (rows, options) => {
      const byId = new Map(rows.map((row) => [row.id, row]));
      const sides = new Map<string, string>();
      const plan = planOf(rows, options);
      for (const { id, rejected, split } of plan) {
        for (const used of rejected ? [id, rejected] : [id]) {
          const { dealId } = byId.get(used)!;
          expect(sides.get(dealId) ?? split).toBe(split);
          sides.set(dealId, split);
        }
      }
      const { train, validation } = linesOf(plan);
      expect(train + validation).toBe(plan.length);
      if (!FORMATS[options.format].pairs) expect(plan).toHaveLength(rows.length);
    }), { numRuns: 300 });
  });

  it('pairs a good with a bad one of the same type, no further apart than allowed, the bad one once, the good one three times at most', () => {
    fc.assert(fc.property(anyRows, fc.constantFrom(...pairing.options), (rows, reach) => {
      const byId = new Map(rows.map((row) => [row.id, row]));
      const plan = planOf(rows, exportOptions.parse({ format: 'preference', pairing: reach, validationShare: 0.3 }));
      expect(new Set(plan.map(({ rejected }) => rejected)).size).toBe(plan.length);
      const uses = new Map<string, number>();
      for (const { id, rejected } of plan) {
        const [good, bad] = [byId.get(id)!, byId.get(rejected!)!];
        uses.set(id, (uses.get(id) ?? 0) + 1);
        expect([good.label, bad.label, good.type]).toEqual(['good', 'bad', bad.type]);
        if (reach !== 'stage') expect(good.dealId).toBe(bad.dealId);
        if (reach === 'moment') expect(good.at).toEqual(bad.at);
        if (good.dealId !== bad.dealId) expect(good.stage).toBe(bad.stage);
      }
      expect(Math.max(0, ...uses.values())).toBeLessThanOrEqual(3);
      const shuffled = [...rows].sort((a, b) => (a.id.split('').reverse().join('') < b.id.split('').reverse().join('') ? -1 : 1));
      expect(planOf(shuffled, exportOptions.parse({ format: 'preference', pairing: reach, validationShare: 0.3 }))).toEqual(plan);
    }), { numRuns: 200 });
  });

  it('gives validation about the share that was asked for, and a larger share only moves deals over', () => {
    const deals = Array.from({ length: 2_000 }, (_, i) => `0190-${i}`);
    const side = (share: number) => new Set(deals.filter((id) => splitOf(id, share) === 'validation'));
    const [tenth, fifth] = [side(0.1), side(0.2)];
    expect(tenth.size / 2_000).toBeGreaterThan(0.08);
    expect(tenth.size / 2_000).toBeLessThan(0.12);
    expect([...tenth].every((id) => fifth.has(id))).toBe(true);
    expect(side(0).size).toBe(0);
  });
});
