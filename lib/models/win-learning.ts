/** All of a win model's training that is arithmetic: from what was read to the version with its figures and its hold-out. Pure but for the clock; runs in a thread of its own. */
import type { DealHistory } from '@/lib/deals/history';
import type { HoldoutRecord, Trained } from './life/trainers';
import type { WinModel } from './schema';
import { scoreDeal } from './score-deal';
import { diagnose, versionMetricsOf } from './win-diagnosis';
import { trainAndHoldOut, type Trial } from './win-model';
import { SHIPPED_PRIOR } from './win-prior';

export type WinLearning = { histories: readonly DealHistory[]; now: number; seed: string; champion: { model: WinModel; windowTo: number | null } | null };

/** `tell` hears what is being done, and how many parts of how many are done. */
export async function learnWin({ histories, now, seed, champion }: WinLearning, tell: (phase: string, done: number, total: number) => void): Promise<Trained> {
  const began = performance.now();
  tell('Learning and trying it on later deals', 1, 3);
  const trial = trainAndHoldOut(histories, { now, seed });
  const { model, deals, rows, holdout } = trial;
  tell('Measuring what it rests on', 2, 3);
  const diagnosis = await diagnose({ deals, rows, excluded: new Set(model.excluded.map(({ feature }) => feature)), prior: SHIPPED_PRIOR, seed });
  const seconds = (performance.now() - began) / 1000;
  tell('Measuring what it rests on', 3, 3);
  return {
    parameters: model, n: model.n, window: model.window, features: [...new Set(model.linear?.columns.map(({ feature }) => feature) ?? [])],
    // What a constant rests on is nothing.
    metrics: model.metrics && holdout && versionMetricsOf(model.metrics, holdout, model.linear ? diagnosis : { ...diagnosis, importance: [] }, seconds, seed),
    holdout: recordsOf(trial, champion),
  };
}

/** The hold-out deal by deal: what the model and the champion cost there, on the same moments. Rows of the hold-out come in the order of their deals. */
function recordsOf({ deals, rows, holdout, model }: Trial, champion: WinLearning['champion']): HoldoutRecord[] {
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
