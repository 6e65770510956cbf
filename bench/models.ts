/** Predictive models: how well and how fast they learn (`--part=learners`), and what watches them (`--part=drift`). */
import { chosen } from './chosen';
import { modelDrift } from './model-drift';
import { modelLearners } from './model-learners';
import type { Result } from './result';

export default async function* models(): AsyncGenerator<Result> {
  if (chosen('part', 'learners')) yield* modelLearners();
  if (chosen('part', 'drift')) yield* modelDrift();
}
