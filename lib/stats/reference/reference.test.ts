import { describe, expect, it } from 'vitest';
import { disagreements, type Tolerance } from './agreement';
import { FAMILIES } from './families';
import cases from './statistics.json';

type Case = { id: string; family: string; inputs: unknown; expected: Record<string, unknown>; tolerance: Tolerance };
const all = cases as unknown as Case[];

describe('every case of the reference', () => {
  it.each(all.filter(({ family }) => FAMILIES[family]).map((one) => [one.id, one] as const))('%s', async (_, { family, inputs, expected, tolerance }) => {
    const answer = (await FAMILIES[family]!())(inputs);
    expect(disagreements(JSON.parse(JSON.stringify(answer)), expected, tolerance)).toEqual([]);
  });
});
