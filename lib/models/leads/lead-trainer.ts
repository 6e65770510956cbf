/** The lead scorer as something that is trained: ended leads in, a version with its hold-out and its figures out. */
import { endedLeadIds, endedSince } from '@/lib/leads/ended-leads';
import { loadLeadHistories } from '@/lib/leads/load-lead-histories';
import type { Trained, Trainer, TrainOptions } from '../life/trainers';
import { inWorker } from '../work/in-worker';
import { MIN_LEADS } from './lead-learning';
import { leadModel } from './lead-model';

/** The latest so many teach: older ones tell of another time, and of more nobody waits for. */
export const MOST_LEADS = 50_000;

export const leadTrainer: Trainer = {
  model: 'lead_scorer',
  code: 'leads-1',
  least: MIN_LEADS,
  count: async (scope) => Math.min(await endedSince(scope, null), MOST_LEADS),
  countLater: (scope, after) => endedSince(scope, after),
  knows: (parameters) => leadModel.safeParse(parameters).data?.learner != null,
  train,
};

async function train(scope: Parameters<Trainer['train']>[0], { now, seed, champion, tell }: TrainOptions): Promise<Trained | { nothing: string }> {
  await tell('Reading ended leads', 0, 6);
  const histories = await loadLeadHistories(scope, await endedLeadIds(scope, MOST_LEADS));
  return inWorker('learn_leads', { histories, now, seed, champion }, tell);
}

