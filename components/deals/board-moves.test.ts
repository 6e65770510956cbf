import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withMoves, type BoardCard, type CardBoard } from './board-moves';

const stage = (id: string, kind: 'open' | 'won' = 'open') => ({ id, name: id, position: 0, kind });
const none = { count: 0, minor: 0, unconverted: 0, expected: 0, unscored: 0 };
const factors = { USD: 1, EUR: 1.25 };

const card = (id: string, amountMinor: number | null, currency: string, probability: number | null): BoardCard => ({
  id, name: id, status: 'open', stageEnteredAt: '2026-01-01T00:00:00.000Z', expectedCloseAt: null, closedAt: null, slips: 0, probability, low: null, high: null, weekAgo: null, topReason: null,
  attention: 0, currency, openedAt: '2026-01-01T00:00:00.000Z', lastActivityAt: null, leadSource: null, product: null, account: null, owner: null, stage: 'a', usual: null, amountMinor, amount: amountMinor === null ? null : amountMinor / 100, simulatedFields: [],
});
const board: CardBoard = {
  currency: 'USD', factors,
  columns: [
    { stage: stage('a'), totals: { count: 7, minor: 90_000, unconverted: 1, expected: 40_000, unscored: 1 }, cards: [card('x', 10_000, 'USD', 0.5), card('y', 10_000, 'EUR', 0.2), card('z', 5_000, 'CHF', null)] },
    { stage: stage('b'), totals: none, cards: [] },
  ],
  ends: [{ stage: stage('won', 'won'), totals: { ...none, expected: null } }],
};

describe('a card that is moved', () => {
  it('stands on top of its new stage, and both add up', () => {
    const { columns: [a, b] } = withMoves(board, { y: 'b' });
    expect(a!.cards.map(({ id }) => id)).toEqual(['x', 'z']);
    expect(a!.totals).toEqual({ count: 6, minor: 77_500, unconverted: 1, expected: 37_500, unscored: 1 });
    expect(b!.cards.map(({ id, stage: name }) => [id, name])).toEqual([['y', 'b']]);
    expect(b!.totals).toEqual({ count: 1, minor: 12_500, unconverted: 0, expected: 2_500, unscored: 0 });
  });

  it('that closes is counted where it ends, without an expected value', () => {
    expect(withMoves(board, { x: 'won' }).ends[0]!.totals).toEqual({ count: 1, minor: 10_000, unconverted: 0, expected: null, unscored: 0 });
  });

  it('in a currency without a rate moves no money', () => {
    expect(withMoves(board, { z: 'b' }).columns.map(({ totals }) => [totals.minor, totals.unconverted, totals.unscored])).toEqual([[90_000, 0, 0], [0, 1, 1]]);
  });
});

it('neither loses nor doubles a deal or a cent, whatever is moved', () => {
  const sums = (b: CardBoard) => [...b.columns, ...b.ends].reduce((sum, { totals }) => ({ count: sum.count + totals.count, minor: sum.minor + totals.minor }), { count: 0, minor: 0 });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('x', 'y', 'z', 'unknown'), fc.constantFrom('a', 'b', 'won')), (moves) => {
    const after = withMoves(board, moves);
    expect(sums(after)).toEqual(sums(board));
    const gone = Object.entries(moves).filter(([id, to]) => id !== 'unknown' && to === 'won').length;
    expect(after.columns.flatMap(({ cards }) => cards).length).toBe(3 - gone);
  }));
});
