import { describe, expect, it } from 'vitest';
import { censoredEffect } from './censored-effect';
import { explainDifference, naiveComparison } from './naive-comparison';
import { compareRates } from './rates';
import { createRng } from './rng';
import { HORIZON, simulateHoldout } from './testing/simulated-holdout';

const units = (acted: boolean, won: number, lost: number, open = 0) => [
  ...Array.from({ length: won }, () => ({ acted, end: 'won' as const })), ...Array.from({ length: lost }, () => ({ acted, end: 'lost' as const })), ...Array.from({ length: open }, () => ({ acted, end: 'open' as const })),
];

describe('naiveComparison', () => {
  it('compares closed deals with and without action', () => {
    const got = naiveComparison([...units(true, 30, 10, 9), ...units(false, 20, 40, 3)])!;
    expect(got).toMatchObject({ acted: 0.75, notActed: 20 / 60, nActed: 40, nNotActed: 60, low: compareRates({ hits: 30, n: 40 }, { hits: 20, n: 60 }).low });
    expect(naiveComparison(units(true, 3, 3))).toBeNull();
  });

  it('is fooled by who acts on what, where the held-out deals are not', () => {
    const design = { name: 'nothing', owners: 30, deals: 6_000, sizeSpread: 0.4, heldOutShare: 0.3, skill: 0.5, effect: 0, effectSpread: 0, pace: 1, confounding: 2 };
    const deals = simulateHoldout(design, createRng('fooled'));
    const naive = naiveComparison(deals.filter((deal) => deal.arm === 'shown'))!;
    expect(naive.low).toBeGreaterThan(0.1);
    const { winRate } = censoredEffect(deals, { horizonDays: HORIZON });
    expect(Math.abs(winRate!.difference)).toBeLessThan(0.05);
  });
});

describe('explainDifference', () => {
  it.each([
    [0.2, null, 'Deals whose advice was acted on were won 20 points more often, but people act on the deals they already believe in or fear for, and without enough held-out deals nobody can say how much of that the advice did.'],
    [0.2, { difference: 0.05, low: 0.01, high: 0.09 }, 'Deals whose advice was acted on were won 20 points more often, yet against the held-out deals showing the advice made deals 5 points more likely to be won: the 15 points between them come from which deals people choose to act on, and from shown deals that nobody acted on.'],
    [-0.1, { difference: 0.02, low: -0.03, high: 0.07 }, 'Deals whose advice was acted on were won 10 points less often, yet against the held-out deals showing the advice made no difference that can be told from chance: the 12 points between them come from which deals people choose to act on, and from shown deals that nobody acted on.'],
    [0.05, { difference: 0.05, low: 0.01, high: 0.09 }, 'Deals whose advice was acted on were won 5 points more often, and the held-out deals agree: showing the advice made deals 5 points more likely to be won.'],
    [0.001, null, 'Deals whose advice was acted on were won as often as the others, but people act on the deals they already believe in or fear for, and without enough held-out deals nobody can say how much of that the advice did.'],
    [-0.004, { difference: 0.003, low: 0.001, high: 0.005 }, 'Deals whose advice was acted on were won as often as the others, and the held-out deals agree: showing the advice made deals less than a point more or less likely to be won.'],
  ])('%s against %o', (difference, causal, sentence) => expect(explainDifference({ difference }, causal)).toBe(sentence));
});
