/** Experiments: what their statistics promise and what their bandits lose (`--part=statistics,bandits`). */
import { banditRegret } from './bandit-regret';
import { chosen } from './chosen';
import { experimentStatistics } from './experiment-statistics';
import type { Result } from './result';

export default async function* experiments(): AsyncGenerator<Result> {
  if (chosen('part', 'statistics')) yield* experimentStatistics();
  if (chosen('part', 'bandits')) yield* banditRegret();
}
