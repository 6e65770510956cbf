import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '@/lib/stats/rng';
import { compareAnswers, type ArmAnswer, type DealAnswers } from './compare-answers';
import { dealsNeeded, foundWords } from './replay-words';
import type { Judged } from './schema';

const answer = (right: number, wrong: number, probability: number | null = null, over: Partial<Judged> = {}): ArmAnswer => ({
  costMicros: 2000, latencyMs: 900,
  judged: {
    status: 'answered', reason: null, dropped: 0, unresolved: 0, cached: false, probability,
    insights: [...Array<'right'>(right).fill('right'), ...Array<'wrong'>(wrong).fill('wrong')].map((resolution) => ({ type: 'risk', title: 't', claim: 'lost', by: '2026-01-01', resolution })), ...over,
  },
});
const failed: ArmAnswer = { costMicros: 0, latencyMs: 1, judged: { ...answer(0, 0).judged, status: 'failed', reason: 'down' } };
const rng = () => createRng('test');
const times = (n: number, make: (i: number) => DealAnswers) => Array.from({ length: n }, (_, i) => make(i));

describe('two versions on the same deals', () => {
  it('of which one is right more often, clearly: it is the better one', () => {
    const result = compareAnswers(times(40, (i) => ({ won: i % 2 === 0, tried: answer(3, 1, 0.6), against: answer(i % 4 ? 1 : 2, 3, 0.6) })), rng());
    expect(result).toMatchObject({ asked: 40, pairs: 40, verdict: 'better', claims: { tried: { hits: 120, n: 160 } } });
    expect(result.claims!.low).toBeGreaterThan(0);
    expect(foundWords(result, 3, 2)).toContain('Version 3 is the better one here.');
    expect(result.tried).toMatchObject({ answered: 40, insights: 160, costUsd: 0.002, latencyMs: 900 });
  });

  it('that are alike tell nothing, and how many deals it would take', () => {
    const draw = createRng('alike');
    const result = compareAnswers(times(30, () => ({ won: draw() < 0.5, tried: answer(draw() < 0.5 ? 2 : 1, 2), against: answer(draw() < 0.5 ? 2 : 1, 2) })), rng());
    expect(result.verdict).toBe('undecided');
    expect(result.claims!.low).toBeLessThan(0);
    expect(result.claims!.high).toBeGreaterThan(0);
    expect(foundWords(result, 3, 2)).toContain('nothing can be told yet');
    if (result.claims!.difference !== 0) expect(dealsNeeded(result)).toBeGreaterThan(30);
  });

  it('of which the one that is right as often forecasts clearly worse: it is the worse one', () => {
    const result = compareAnswers(times(30, (i) => ({ won: i % 2 === 0, tried: answer(1, 1, i % 2 === 0 ? 0.1 : 0.9), against: answer(1, 1, i % 2 === 0 ? 0.9 : 0.1) })), rng());
    expect(result).toMatchObject({ verdict: 'worse', forecasts: { both: 0, onlyTried: 0, onlyAgainst: 30, neither: 0, difference: -1 } });
    expect(result.brier).toMatchObject({ n: 30 });
    expect(result.brier!.tried).toBeCloseTo(0.81);
    expect(result.brier!.against).toBeCloseTo(0.01);
    expect(foundWords(result, 3, 2)).toContain('squared error 0.810 instead of 0.010');
  });

  it('are compared only where both answered, and below ten not at all', () => {
    const result = compareAnswers(times(12, (i) => ({ won: true, tried: answer(2, 0, 0.9), against: i < 5 ? failed : answer(0, 2, 0.9) })), rng());
    expect(result).toMatchObject({ asked: 12, pairs: 7, verdict: 'too_few', against: { failed: 5, answered: 7 } });
    expect(foundWords(result, 3, 2)).toContain('on 7 of 12 past deals: too few');
    expect(compareAnswers([], rng())).toMatchObject({ asked: 0, pairs: 0, claims: null, forecasts: null, brier: null, verdict: 'too_few' });
  });

  it('do not count a forecast among the predictions: its claim is the win model’s', () => {
    const forecast = answer(0, 0, 0.9, { insights: [{ type: 'forecast', title: 'f', claim: 'won', by: '2026-01-01', resolution: 'right' }] });
    expect(compareAnswers(times(10, () => ({ won: true, tried: forecast, against: forecast })), rng()).claims).toBeNull();
  });
});

it('says "better" of equal versions seldom: intervals keep their level with insights that hang together', () => {
  const draw: Rng = createRng('level');
  const verdicts = Array.from({ length: 120 }, () => compareAnswers(times(30, () => {
    // A deal on which everything comes true, or nothing: the hardest case for a count of insights.
    const [a, b] = [draw() < 0.5, draw() < 0.5];
    return { won: true, tried: a ? answer(4, 0) : answer(0, 4), against: b ? answer(4, 0) : answer(0, 4) };
  }), createRng(String(draw()))).verdict);
  const wrong = verdicts.filter((verdict) => verdict !== 'undecided').length;
  expect(wrong).toBeLessThanOrEqual(14);
}, 30_000);
