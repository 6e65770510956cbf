/** The board as it will be when the moves under way have gone through: shown at once, before the server has answered. Pure. */
import type { BoardEnd, BoardTotals } from '@/lib/deals/board';
import type { Stage } from '@/lib/deals/schema';
import type { DealLine } from './deal-line';

/** A line with its exact amount (major units): closing as won asks for it. */
export type BoardCard = DealLine & { amount: number | null };
export type CardColumn = { stage: Stage; totals: BoardTotals; cards: readonly BoardCard[] };
export type CardBoard = { columns: readonly CardColumn[]; ends: readonly BoardEnd[]; currency: string; factors: Readonly<Record<string, number>> };

/** What the totals of a stage gain (sign 1) or lose (-1) by a card. */
function counted(totals: BoardTotals, card: BoardCard, sign: 1 | -1, factors: CardBoard['factors']): BoardTotals {
  const factor = factors[card.currency];
  const minor = card.amountMinor === null || factor === undefined ? 0 : Math.round(card.amountMinor * factor);
  return {
    count: totals.count + sign,
    minor: totals.minor + sign * minor,
    unconverted: totals.unconverted + (card.amountMinor !== null && factor === undefined ? sign : 0),
    expected: totals.expected === null ? null : totals.expected + sign * Math.round(minor * (card.probability ?? 0)),
    unscored: totals.unscored + (card.amountMinor !== null && card.probability === null ? sign : 0),
  };
}

/** `moves` says in which stage each moved card will stand: on top there. A card that is there already is left alone. */
export function withMoves(board: CardBoard, moves: Readonly<Record<string, string>>): CardBoard {
  const leaving = board.columns.flatMap((column) => column.cards.filter((card) => moves[card.id] !== undefined && moves[card.id] !== column.stage.id).map((card) => ({ card, from: column.stage.id, to: moves[card.id]! })));
  if (leaving.length === 0) return board;
  const settle = (stageId: string, totals: BoardTotals): BoardTotals => leaving.reduce((sum, { card, from, to }) => {
    if (from === stageId) return counted(sum, card, -1, board.factors);
    return to === stageId ? counted(sum, card, 1, board.factors) : sum;
  }, totals);
  return {
    ...board,
    columns: board.columns.map(({ stage, totals, cards }) => ({
      stage, totals: settle(stage.id, totals),
      cards: [...leaving.filter(({ to }) => to === stage.id).map(({ card }) => ({ ...card, stage: stage.name })), ...cards.filter((card) => !leaving.some(({ card: gone, from }) => from === stage.id && gone.id === card.id))],
    })),
    ends: board.ends.map(({ stage, totals }) => ({ stage, totals: settle(stage.id, totals) })),
  };
}
