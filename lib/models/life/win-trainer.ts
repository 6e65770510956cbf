/** The win model as something that is trained: closed deals in, a version with its hold-out and its figures out. */
import { loadClosedHistories, loadHistories, MOST_CLOSED, openDealIds } from '@/lib/deals/load-histories';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { winModel } from '../schema';
import { inWorker } from '../work/in-worker';
import { countClosedDeals } from './training-store';
import type { Trained, Trainer, TrainOptions } from './trainers';

/** Enough open deals to see what is known of open ones and not of closed ones. */
const OPEN_SAMPLE = 500;

export const winTrainer: Trainer = {
  model: 'win_predictor',
  code: 'win-linear-1',
  // With fewer than 50 closed deals it is the win rate: a version all the same.
  least: 0,
  count: (scope) => transaction(scope, async () => Math.min((await countClosedDeals(scope, null)).now, MOST_CLOSED)),
  countLater: (scope, after) => transaction(scope, async () => (await countClosedDeals(scope, after)).later),
  knows: (parameters) => winModel.safeParse(parameters).data?.linear != null,
  train,
};

async function train(scope: Scope, { now, seed, champion, tell }: TrainOptions): Promise<Trained> {
  await tell('Reading closed deals', 0, 3);
  const closed = await loadClosedHistories(scope);
  const open = await loadHistories(scope, await openDealIds(scope, null, OPEN_SAMPLE));
  return inWorker('learn_win', { histories: [...closed, ...open], now, seed, champion: champion && { model: winModel.parse(champion.parameters), windowTo: champion.windowTo } }, tell);
}
