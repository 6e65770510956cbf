/** Reads the board of a filter: the stages of its status as columns, the closed ones of the last days beside them. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { CARDS_A_STAGE, CLOSED_DAYS, type Board, type BoardTotals } from './board';
import { conversionToOwn } from './conversion';
import { filterOf } from './filter';
import type { DealQuery, Stage } from './schema';
import { findDealsById, listStages } from './store';
import { cardIds, stageTotals, type StageTotals } from './views-store';

const totalsOf = (stage: Stage, totals: readonly StageTotals[]): BoardTotals => {
  const { count, minor, unconverted, expected, unscored } = totals.find((t) => t.stage_id === stage.id) ?? { count: 0, minor: 0, unconverted: 0, expected: 0, unscored: 0 };
  return { count, minor, unconverted, unscored, expected: stage.kind === 'open' ? Math.round(expected) : null };
};

export const readBoard = (scope: Scope, query: DealQuery, now = new Date()): Promise<Board> => transaction(scope, async () => {
  const { status, q, owner, stage, account, sort, dir } = query;
  const filter = filterOf(query);
  const { own, factors } = await conversionToOwn(scope);
  const stages = await listStages(scope);
  const shown = stages.filter((s) => (status === 'all' || s.kind === status) && (!stage || s.id === stage));
  const ends = status === 'open' ? stages.filter((s) => s.kind !== 'open') : [];

  const ids = await cardIds(scope, filter, { sort, dir }, CARDS_A_STAGE, now);
  const deals = new Map((await findDealsById(scope, ids.map((card) => card.id))).map((deal) => [deal.id, deal]));
  const totals = await stageTotals(scope, filter, factors, now);
  // What the filters say of open deals only (stage, attention, month) says nothing of those that ended.
  const ended = ends.length > 0 ? await stageTotals(scope, { status: 'all', q, owner, account }, factors, now, new Date(now.getTime() - CLOSED_DAYS * 86_400_000)) : [];
  return {
    currency: own, factors: Object.fromEntries(factors.map((f) => [f.currency, f.factor])),
    columns: shown.map((s) => ({ stage: s, totals: totalsOf(s, totals), cards: ids.filter((card) => card.stage_id === s.id).flatMap((card) => deals.get(card.id) ?? []) })),
    ends: ends.map((s) => ({ stage: s, totals: totalsOf(s, ended) })),
  };
});
