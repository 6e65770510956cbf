import { describe, expect, it } from 'vitest';
import { disagreements, type Tolerance } from './agreement';
import { FAMILIES } from './families';
import cases from './statistics.json';

type Case = { id: string; family: string; inputs: Record<string, unknown>; expected: Record<string, unknown>; tolerance: Tolerance };
const all = cases as unknown as Case[];
const answerTo = async (family: string, inputs: unknown): Promise<Record<string, unknown>> => JSON.parse(JSON.stringify((await FAMILIES[family]!())(inputs))) as Record<string, unknown>;

describe('every case of the reference', () => {
  const exact = all.filter(({ family }) => family !== 'bandit_regret' && FAMILIES[family]);
  it.each(exact.map((one) => [one.id, one] as const))('%s', async (_, { family, inputs, expected, tolerance }) => {
    expect(disagreements(await answerTo(family, inputs), expected, tolerance)).toEqual([]);
  });

  // The rule of the cases: of S games, |mean - expected| <= 4 sqrt(their standard error^2 + sd^2 / S), constants to 1e-9. Here 100 games.
  const played = all.filter(({ family }) => family === 'bandit_regret');
  it.each(played.map((one) => [one.id, one] as const))('%s', async (_, { family, inputs, expected }) => {
    const games = 100;
    const answer = await answerTo(family, { ...inputs, seeds: games });
    for (const [name, want] of Object.entries(expected)) {
      const got = answer[name];
      if (typeof want === 'number') expect(got, name).toBeCloseTo(want, 6);
      else {
        const { meanPseudoRegret: mean, standardError, sd } = want as Record<string, number>;
        const allowed = 4 * Math.sqrt(standardError! ** 2 + sd! ** 2 / games) + 1e-9 * mean!;
        expect(Math.abs((got as { meanPseudoRegret: number }).meanPseudoRegret - mean!), name).toBeLessThanOrEqual(allowed);
      }
    }
  });
});
