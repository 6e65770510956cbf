/** The board: a column a stage with what it adds up to and its first cards. Pure shapes; `read-board.ts` fills them. */
import type { Deal, Stage } from './schema';

/** Cards of a stage; the rest is one click away in the table. */
export const CARDS_A_STAGE = 50;
/** How far back a closed stage of the board looks. */
export const CLOSED_DAYS = 30;

export type BoardTotals = {
  count: number;
  /** Minor units of the workspace's currency, converted at its stored rates. */
  minor: number;
  /** Deals whose currency has no stored rate: not in the sums. */
  unconverted: number;
  /** Sum of amount times chance, same units; null for a closed stage. */
  expected: number | null;
  /** Deals with an amount and no chance yet: not in `expected`. */
  unscored: number;
};

export type BoardColumn = { stage: Stage; totals: BoardTotals; cards: Deal[] };
/** A closed stage where only its totals are shown: somewhere to drop a deal. */
export type BoardEnd = { stage: Stage; totals: BoardTotals };
/** `factors`: what one minor unit of a currency is worth in minor units of `currency`; converts what moves. */
export type Board = { columns: BoardColumn[]; ends: BoardEnd[]; currency: string; factors: Record<string, number> };
