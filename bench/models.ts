/** Predictive models: what watches them (`--part=drift`). */
import { chosen } from './chosen';
import { modelDrift } from './model-drift';
import type { Result } from './result';

export default async function* models(): AsyncGenerator<Result> {
  if (chosen('part', 'drift')) yield* modelDrift();
}
