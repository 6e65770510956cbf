/**
 * The sample's experiments: mails that were never sent and answers that nobody gave, day by day through the product's own use cases, as programs
 * would have reported them (prisma/sample/planted-experiments.ts). Can be repeated from its beginning: units, outcomes and decisions are there once.
 */
import { assignVariants } from '@/lib/experiments/assign-variant';
import { completeExperiment } from '@/lib/experiments/complete-experiment';
import { createExperiment } from '@/lib/experiments/create-experiment';
import { listExperiments } from '@/lib/experiments/list-experiments';
import { recordOutcomes } from '@/lib/experiments/record-outcome';
import { newExperiment, type OutcomeReport } from '@/lib/experiments/schema';
import { startExperiment } from '@/lib/experiments/start-experiment';
import { getExperiment } from '@/lib/experiments/get-experiment';
import { archiveExperiment } from '@/lib/experiments/stop-experiment';
import { watchExperiment } from '@/lib/experiments/watch-experiment';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { systemScope, type Scope } from '@/lib/server/scope';
import { createRng, randomInt } from '@/lib/stats/rng';
import { PLANTED_EXPERIMENTS, type PlantedExperiment } from '@/prisma/sample/planted-experiments';

const DAY = 86_400_000;
const INDUSTRIES = ['retail', 'medical', 'software', 'finance', 'marketing'];
/** Days after which somebody answered; all inside the windows. */
const ANSWERED_AFTER = 2;
/** Days between two looks at a bandit. */
const LOOK_EVERY = 3;

/** Never inside a transaction. */
export async function simulateExperiments(of: Scope, { seed, now }: { seed: string; now: number }): Promise<void> {
  const scope = systemScope(of.workspaceId, 'sample simulator');
  const known = new Map((await listExperiments(scope)).map(({ name, id }) => [name, id]));
  for (const planted of PLANTED_EXPERIMENTS) await tell(scope, planted, known.get(planted.design.name) ?? null, seed, now);
}

async function tell(scope: Scope, planted: PlantedExperiment, known: string | null, seed: string, now: number): Promise<void> {
  const { design, begin, end, perDay, chances, decided } = planted;
  const first = now - begin * DAY;
  const id = known ?? (await createExperiment(scope, newExperiment.parse(design), new Date(first), `${seed} ${design.name}`)).id;
  if ((await getExperiment(scope, id)).status === 'completed') return;
  await startExperiment(scope, id, new Date(first));
  const moves = design.allocation === 'THOMPSON' || design.allocation === 'UCB';
  const rng = createRng(`${seed} ${design.name}`);
  let worked = 0;
  for (let day = 0; day < begin - (end ?? 0); day++) {
    const at = new Date(first + day * DAY);
    if (at.getUTCDay() === 0 || at.getUTCDay() === 6) continue;
    // Named by working days, so that the same is drawn whatever day of the week it is now.
    worked += 1;
    const units = Array.from({ length: perDay }, (_, i) => ({ unitId: `simulated mail ${worked}-${i}`, attributes: { industry: INDUSTRIES[randomInt(rng, INDUSTRIES.length)]! } }));
    const assigned = await assignVariants(scope, id, units, at);
    const answers = assigned.flatMap(({ unitId, variant }): OutcomeReport[] => Object.entries(chances[variant ?? ''] ?? {}).flatMap(([metric, chance]) => {
      const [happens, after] = [rng() < chance, rng() * ANSWERED_AFTER * DAY];
      const occurredAt = new Date(at.getTime() + after);
      return happens && occurredAt.getTime() < now ? [{ outcomeId: `simulated ${unitId} ${metric}`, unitId, metric, value: 1, denominator: 0, occurredAt: occurredAt.toISOString() }] : [];
    }));
    if (answers.length > 0) await recordOutcomes(scope, id, answers, new Date(Math.min(now, at.getTime() + ANSWERED_AFTER * DAY)));
    if (moves && day % LOOK_EVERY === 0) await watchExperiment(scope, id, at);
    await letOthersIn();
  }
  await watchExperiment(scope, id, new Date(end === null ? now : now - end * DAY));
  if (end === null) return;
  const { variants } = await getExperiment(scope, id);
  await completeExperiment(scope, { id, winnerId: variants.find(({ key }) => key === decided?.winner)?.id ?? null, learnings: decided?.learnings ?? '' }, new Date(now - end * DAY));
  await archiveExperiment(scope, id, true, new Date(now - end * DAY));
}
