/** Experiments: what their statistics promise and what their bandits lose, how fast units are assigned and outcomes folded, real data (`--part=statistics,bandits,bandit-inference,assignment,folding,data`). */
import { banditInference } from './bandit-inference';
import { banditRegret } from './bandit-regret';
import { chosen } from './chosen';
import { experimentAssignment } from './experiment-assignment';
import { experimentData } from './experiment-data';
import { experimentFolding } from './experiment-folding';
import { experimentStatistics } from './experiment-statistics';
import type { Result } from './result';

export default async function* experiments(): AsyncGenerator<Result> {
  if (chosen('part', 'statistics')) yield* experimentStatistics();
  if (chosen('part', 'bandits')) yield* banditRegret();
  if (chosen('part', 'bandit-inference')) yield* banditInference();
  if (chosen('part', 'assignment')) yield* experimentAssignment();
  if (chosen('part', 'folding')) yield* experimentFolding();
  if (chosen('part', 'data')) yield* experimentData();
}
