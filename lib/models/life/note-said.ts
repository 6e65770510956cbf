/**
 * What versions say of deals is noted once, the first time: the champion's, and beside it, said at the same moment, that of whatever is on trial.
 * A deal that has ended resolves what was said of it. Cheap: a version that has spoken of a deal is not asked again.
 */
import { asOf, type DealHistory } from '@/lib/deals/history';
import type { Scope } from '@/lib/server/scope';
import type { WinModelsAtWork } from '../champion';
import type { DealScore, WinModel } from '../schema';
import { scoreDeal } from '../score-deal';
import { insertPredictions, readSpoken, resolveDeals, type NewPrediction } from './prediction-store';
import type { Alias } from './schema';

type Row = { dealId: string; score: DealScore | null };

/** Inside the transaction that scored these deals as of `now`; `rows` are the scores that were stored. */
export async function noteSaid(scope: Scope, { champion, challenger, shadow }: WinModelsAtWork, histories: readonly DealHistory[], rows: readonly Row[], now: number): Promise<void> {
  const scores = new Map(rows.flatMap(({ dealId, score }) => (score ? [[dealId, score] as const] : [])));
  const ended = histories.filter(({ outcome }) => outcome !== null).map(({ id }) => id);
  // One that is opened again is undecided again.
  if (histories.length > 0) await resolveDeals(scope, [...ended, ...scores.keys()], new Date(now));
  if (scores.size === 0) return;
  const onTrial = ([['challenger', challenger], ['shadow', shadow]] as const).flatMap(([role, model]): { role: Alias; model: WinModel }[] => (model ? [{ role, model }] : []));
  const spoken = await readSpoken(scope, 'win_predictor', [champion, ...onTrial.map(({ model }) => model)].map(({ version }) => version), [...scores.keys()]);
  const said: NewPrediction[] = [];
  for (const history of histories) {
    const score = scores.get(history.id);
    if (!score) continue;
    const has = (model: WinModel): boolean => spoken.has(`${model.version} ${history.id}`);
    const missing = onTrial.filter(({ model }) => !has(model));
    if (missing.length === 0 && has(champion)) continue;
    const deal = asOf(history, now);
    const of = (model: WinModel): number => (score.modelVersion === model.version ? score.probability : scoreDeal(model, deal).probability);
    const championSays = of(champion);
    if (!has(champion)) said.push({ version: champion.version, subjectId: history.id, role: 'champion', probability: championSays, against: null, againstProbability: null });
    for (const { role, model } of missing) said.push({ version: model.version, subjectId: history.id, role, probability: of(model), against: champion.version, againstProbability: championSays });
  }
  await insertPredictions(scope, 'win_predictor', said, new Date(now));
}
