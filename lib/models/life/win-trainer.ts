/** The win model as something that is trained: closed deals in, a version with its hold-out and its figures out. */
import { loadClosedHistories, loadHistories, MOST_CLOSED, openDealIds } from '@/lib/deals/load-histories';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { winModel, type WinModel } from '../schema';
import { scoreDeal } from '../score-deal';
import { diagnose, versionMetricsOf } from '../win-diagnosis';
import { trainAndHoldOut, type Trial } from '../win-model';
import { SHIPPED_PRIOR } from '../win-prior';
import { countClosedDeals } from './training-store';
import type { HoldoutRecord, Trained, Trainer, TrainOptions } from './trainers';

/** Enough open deals to see what is known of open ones and not of closed ones. */
const OPEN_SAMPLE = 500;
/** Parts that are told: reading, learning, then measuring. */
const PARTS = { read: 'Reading closed deals', learn: 'Learning and trying it on later deals', measure: 'Measuring what it rests on' } as const;

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
  const began = performance.now();
  await tell(PARTS.read, 0, 3);
  const closed = await loadClosedHistories(scope);
  const open = await loadHistories(scope, await openDealIds(scope, null, OPEN_SAMPLE));
  await tell(PARTS.learn, 1, 3);
  await letOthersIn();
  const trial = trainAndHoldOut([...closed, ...open], { now, seed });
  const { model, deals, rows, holdout } = trial;
  await tell(PARTS.measure, 2, 3);
  const diagnosis = await diagnose({ deals, rows, excluded: new Set(model.excluded.map(({ feature }) => feature)), prior: SHIPPED_PRIOR, seed }, letOthersIn);
  const seconds = (performance.now() - began) / 1000;
  await tell(PARTS.measure, 3, 3);
  return {
    parameters: model, n: model.n, window: model.window, features: [...new Set(model.linear?.columns.map(({ feature }) => feature) ?? [])],
    // What a constant rests on is nothing.
    metrics: model.metrics && holdout && versionMetricsOf(model.metrics, holdout, model.linear ? diagnosis : { ...diagnosis, importance: [] }, seconds, seed),
    holdout: recordsOf(trial, champion && { model: winModel.parse(champion.parameters), windowTo: champion.windowTo }),
  };
}

/** The hold-out deal by deal: what the model and the champion cost there, on the same moments. Rows of the hold-out come in the order of their deals. */
function recordsOf({ deals, rows, holdout, model }: Trial, champion: { model: WinModel; windowTo: number | null } | null): HoldoutRecord[] {
  if (!holdout) return [];
  const moments = new Map<number, Trial['rows']>();
  for (const row of rows) moments.set(row.deal, [...(moments.get(row.deal) ?? []), row]);
  const loss = new Map<number, number>();
  const first = new Map<number, number>();
  holdout.deal.forEach((deal, i) => {
    // A model that is believed to know nothing says the win rate: it is judged by that.
    const said = model.linear ? holdout.probability[i]! : holdout.constant[i]!;
    if (!first.has(deal)) first.set(deal, said);
    loss.set(deal, (loss.get(deal) ?? 0) + holdout.weight[i]! * (said - holdout.label[i]!) ** 2);
  });
  return [...loss].map(([index, cost]) => {
    const deal = deals[index]!;
    const label = deal.outcome === 'won' ? 1 : 0;
    const unseen = champion !== null && (champion.windowTo === null || deal.closedAt > champion.windowTo);
    return {
      subject: deal.id, label, probability: first.get(index)!, loss: cost,
      championLoss: unseen ? moments.get(index)!.reduce((sum, { known, weight }) => sum + weight * (scoreDeal(champion.model, known).probability - label) ** 2, 0) : null,
    };
  });
}
