import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareAbove } from '@/lib/stats/distributions';
import { checkSplit } from '@/lib/stats/sample-ratio';
import { compile, decide, type AllocationOf, type Compiled } from './allocation';
import { STATUSES } from './schema';
import { experimentOf, ID_KINDS, NO_HOLDOUT, tallies, tally } from './testing/tally';

const ready = (over: Parameters<typeof experimentOf>[0] = {}, holdout = NO_HOLDOUT): Compiled => compile(experimentOf(over), holdout);
const gets = (compiled: Compiled, unitId: string, attributes = {}): string => {
  const decided = decide(compiled, unitId, attributes);
  return 'variantId' in decided ? decided.variantId : decided.reason;
};
const unit = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const kinds = Object.entries(ID_KINDS);

describe('who gets a variant', () => {
  it.each(STATUSES)('%s', (status) => {
    const got = gets(ready({ status }), 'unit');
    if (status === 'running') expect(['a', 'b']).toContain(got);
    else expect(got).toBe(status === 'paused' ? 'paused' : 'not_running');
  });

  it('nobody without a slice', () => expect(gets(ready({ slice: null }), 'unit')).toBe('outside_traffic'));

  it('only who is targeted, and the variant does not hang on the attributes', () => {
    const compiled = ready({ plan: { targeting: [{ attribute: 'country', op: 'is', values: ['DE', 'AT'] }] } });
    fc.assert(fc.property(unit, fc.string(), (id, other) => {
      expect(gets(compiled, id, { country: 'fr' })).toBe('not_targeted');
      expect(gets(compiled, id, { country: 'de' })).toBe(gets(ready(), id));
      expect(gets(compiled, id, { country: 'AT', other })).toBe(gets(ready(), id));
    }));
  });

  it('a variant without weight gets nobody; one that has all gets everybody', () => {
    const { counts } = tally(ready({ shares: [1, 1, 1], weights: { a: 1, c: 1 } }), ID_KINDS.sequential, 0, 20_000);
    expect(Object.keys(counts).sort()).toEqual(['a', 'c']);
    expect(tally(ready({ weights: { a: 0, b: 0.5 } }), ID_KINDS.sequential, 0, 1000).counts).toEqual({ b: 1000 });
  });

  it.each([{ shares: [0, 0] }, { shares: [1, -1] }, { shares: [1, NaN] }, { shares: [1, Infinity] }, { weights: { other: 1 } }])('refuses weights that are no shares: %j', (over) => {
    expect(() => ready(over)).toThrow(RangeError);
  });
});

describe('sticky', () => {
  it('another process says the same of 300,000 ids', async () => {
    const child = path.join(import.meta.dirname, 'testing', 'tally.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, '100000', 'sticky'], { cwd: path.resolve(import.meta.dirname, '../..') });
    expect(JSON.parse(stdout)).toEqual(tallies(100_000, 'sticky'));
    expect(JSON.parse(stdout)).not.toEqual(tallies(100_000, 'stickier'));
  });

  // Written down when it was first built: a change of these would move units of running experiments.
  it('a release says what the last one said', () => {
    const compiled = ready({ shares: [2, 1, 1], slice: { from: 0.1, to: 0.9 } }, { share: 0.05, salt: 'holdout' });
    expect(['1', '2', '3', 'anna@acme.example', '018f6a3c-1d2e-7abc-8def-0123456789ab', 'Jürgen', '営業', ''].map((id) => gets(compiled, id))).toMatchInlineSnapshot(`
      [
        "b",
        "c",
        "c",
        "b",
        "b",
        "c",
        "b",
        "outside_traffic",
      ]
    `);
  });

  it('whoever is in stays where it is when the slice grows', () => {
    const slice = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
    fc.assert(fc.property(unit, slice, slice, (id, small, other) => {
      const got = gets(ready({ slice: small }), id);
      if (got !== 'outside_traffic') expect(gets(ready({ slice: { from: Math.min(small.from, other.from), to: Math.max(small.to, other.to) } }), id)).toBe(got);
    }));
  });

  it('hangs neither on the scale of the weights nor on the order in which variants are listed', () => {
    fc.assert(fc.property(unit, fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 12 }), fc.constantFrom(1 / 2, 4, 1024), (id, shares, scale) => {
      const experiment = experimentOf({ shares });
      const same: AllocationOf = { ...experimentOf({ shares: shares.map((share) => share * scale) }), id: 'copy' };
      expect(gets(compile({ ...same, variants: [...same.variants].reverse() }, NO_HOLDOUT), id)).toBe(gets(compile(experiment, NO_HOLDOUT), id));
    }));
  });

  it('when weights move only those move whose stretch did', () => {
    const before = ready({ weights: { a: 0.5, b: 0.5 } }), after = ready({ weights: { a: 0.6, b: 0.4 } });
    let moved = 0;
    for (let i = 0; i < 50_000; i++) {
      const id = ID_KINDS.uuid(i), was = gets(before, id), is = gets(after, id);
      if (was === 'a') expect(is).toBe('a');
      if (was !== is) moved++;
    }
    expect(moved / 50_000).toBeCloseTo(0.1, 2);
  });
});

describe('evenly', () => {
  const N = 200_000;
  it.each(kinds)('%s ids split as the weights say', (_, idOf) => {
    for (const shares of [[1, 1], [1, 1, 1], [90, 5, 5], [1, 2, 3, 4]]) {
      const { counts } = tally(ready({ salt: `split ${shares}`, shares }), idOf, 0, N);
      expect(checkSplit(shares.map((_, i) => counts[String.fromCharCode(97 + i)] ?? 0), shares).pValue).toBeGreaterThan(0.001);
    }
  });

  it.each(kinds)('%s ids within a slice and a holdout', (_, idOf) => {
    const { counts } = tally(ready({ slice: { from: 0.25, to: 0.65 } }, { share: 0.1, salt: 'all' }), idOf, 0, N);
    const seen = [counts.outside_traffic, counts.held_out, counts.a, counts.b].map((count) => count ?? 0);
    expect(checkSplit(seen, [0.6, 0.04, 0.18, 0.18]).pValue).toBeGreaterThan(0.001);
  });

  it.each(kinds)('prefixes and neighbours of %s ids split evenly too', (_, idOf) => {
    const compiled = ready({ salt: 'blocks' });
    const pValues = Array.from({ length: 200 }, (_, block) => {
      const { counts } = tally(compiled, idOf, block * 1000, (block + 1) * 1000);
      return checkSplit([counts.a ?? 0, counts.b ?? 0], [1, 1]).pValue;
    });
    // As many small p-values as there should be: 2 of 200 below 0.01.
    expect(pValues.filter((p) => p < 0.01).length).toBeLessThanOrEqual(8);
    expect(Math.min(...pValues)).toBeGreaterThan(1e-5);
  });
});

describe('independent', () => {
  /** p of the table's rows having nothing to do with its columns (Pearson's chi-square). */
  function independenceOf(first: (id: string) => string, second: (id: string) => string, idOf: (i: number) => string, n: number): number {
    const cells = new Map<string, number>(), rows = new Map<string, number>(), columns = new Map<string, number>();
    const more = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
    for (let i = 0; i < n; i++) {
      const id = idOf(i), row = first(id), column = second(id);
      more(cells, `${row} ${column}`); more(rows, row); more(columns, column);
    }
    let statistic = 0;
    for (const [row, r] of rows) for (const [column, c] of columns) statistic += ((cells.get(`${row} ${column}`) ?? 0) - (r * c) / n) ** 2 / ((r * c) / n);
    return chiSquareAbove(statistic, (rows.size - 1) * (columns.size - 1));
  }

  it.each(kinds)('experiments say nothing about each other (45 pairs of salts, %s ids)', (_, idOf) => {
    const N = 20_000;
    const draws = ['1', '2', '3', 'a', 'b', 'aa', 'onboarding', 'onboarding2', '018f6a3c-1d2e-7abc-8def-000000000001', '018f6a3c-1d2e-7abc-8def-000000000002'].map((salt) => {
      const compiled = ready({ salt, shares: [1, 1, 1, 1] });
      return (id: string) => gets(compiled, id);
    });
    const pValues = draws.flatMap((first, i) => draws.slice(i + 1).map((second) => independenceOf(first, second, idOf, N)));
    expect(pValues).toHaveLength(45);
    expect(Math.min(...pValues)).toBeGreaterThan(0.001 / 45);
    expect(pValues.filter((p) => p < 0.05).length).toBeLessThanOrEqual(8);
  });

  it.each(kinds)('layer, holdout and variant say nothing about each other, even of the same name (%s ids)', (_, idOf) => {
    const same = 'winter';
    const inLayer = ready({ layer: same, slice: { from: 0, to: 0.5 }, shares: [1] });
    const heldOut = ready({ shares: [1] }, { share: 0.5, salt: same });
    const variant = ready({ salt: same });
    const otherLayer = ready({ layer: '', id: same, slice: { from: 0, to: 0.5 }, shares: [1] });
    const draws = [inLayer, heldOut, variant].map((compiled) => (id: string) => gets(compiled, id));
    for (const [i, j] of [[0, 1], [0, 2], [1, 2]] as const) expect(independenceOf(draws[i]!, draws[j]!, idOf, 100_000)).toBeGreaterThan(0.001);
    expect(independenceOf((id) => gets(otherLayer, id), (id) => gets(ready({ layer: 'spring', slice: { from: 0, to: 0.5 }, shares: [1] }), id), idOf, 100_000)).toBeGreaterThan(0.001);
  });

  it('experiments of one layer share no unit, those of others do', () => {
    const first = ready({ slice: { from: 0, to: 0.4 } }), second = ready({ id: 'other', salt: 'other', slice: { from: 0.4, to: 1 } }), elsewhere = ready({ layer: '', slice: { from: 0.4, to: 1 } });
    let both = 0, none = 0, across = 0;
    for (let i = 0; i < 50_000; i++) {
      const id = ID_KINDS.email(i);
      const in1 = gets(first, id) !== 'outside_traffic', in2 = gets(second, id) !== 'outside_traffic';
      if (in1 && in2) both++;
      if (!in1 && !in2) none++;
      if (in1 && gets(elsewhere, id) !== 'outside_traffic') across++;
    }
    expect([both, none]).toEqual([0, 0]);
    expect(across / 50_000).toBeCloseTo(0.24, 2);
  });

  it('two experiments without a layer do not take the same units', () => {
    const first = ready({ layer: '', id: 'one', slice: { from: 0, to: 0.1 } }), second = ready({ layer: '', id: 'two', slice: { from: 0, to: 0.1 } });
    let both = 0;
    for (let i = 0; i < 100_000; i++) if (gets(first, ID_KINDS.uuid(i)) !== 'outside_traffic' && gets(second, ID_KINDS.uuid(i)) !== 'outside_traffic') both++;
    expect(both / 100_000).toBeCloseTo(0.01, 2);
  });
});
