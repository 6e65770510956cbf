/** What was planted in the sample's experiments is found by the product. */
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeExperiment } from '@/lib/experiments/analyze-experiment';
import { listDecisions } from '@/lib/experiments/decide';
import { listExperiments } from '@/lib/experiments/list-experiments';
import type { ExperimentSummary } from '@/lib/experiments/schema';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { PLANTED_EXPERIMENTS } from '@/prisma/sample/planted-experiments';
import { simulateExperiments } from './past-experiments';

useDatabase();

const now = Date.parse('2026-11-20T12:00:00Z');
let workspace: TestWorkspace;
let listed: Map<string, ExperimentSummary>;
const rows = () => asOwner<{ units: number; outcomes: number; decisions: number }>(
  `select (select count(*)::int from assignment) as units, (select count(*)::int from experiment_outcome where disposition = 'counted') as outcomes, (select count(*)::int from experiment_decision) as decisions`);

beforeAll(async () => {
  workspace = await newTestWorkspace();
  await simulateExperiments(workspace.system, { seed: 'sample', now });
  listed = new Map((await listExperiments(workspace.system, {}, new Date(now))).map((one) => [one.name, one]));
}, 120_000);

describe('the sample’s experiments', () => {
  it('are as planted: each rate lies within four standard errors of its chance', async () => {
    for (const { design, chances } of PLANTED_EXPERIMENTS) {
      const { metrics } = await analyzeExperiment(workspace.system, listed.get(design.name)!.id, new Date(now));
      for (const metric of metrics) for (const { key, n, mean } of metric.variants) {
        const chance = chances[key]![metric.key]!;
        expect(Math.abs(mean! - chance), `${design.name}, ${key}, ${metric.key}`).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / n));
      }
    }
  });

  it('have a winner that is safe to stop for, one that moves its traffic, and one that was decided', async () => {
    const question = listed.get('Subject line: a question')!;
    const { verdict } = await analyzeExperiment(workspace.system, question.id, new Date(now));
    expect([question.status, verdict.kind, verdict.safeToStop]).toEqual(['running', 'winner', true]);
    expect(verdict.headline).toMatch(/Question/);
    expect([...listed.values()].map(({ says, health }) => [says, health]).filter(([, health]) => health !== 'ok')).toEqual([]);
    const bandit = await analyzeExperiment(workspace.system, listed.get('Call to action: three ways to ask')!.id, new Date(now));
    expect(bandit.allocation.length).toBeGreaterThan(5);
    const best = bandit.metrics[0]!.variants.find(({ key }) => key === 'times')!.variantId;
    expect(bandit.allocation.at(-1)!.weights[best]).toBeGreaterThan(0.4);
    const decided = listed.get('Shorter first mails')!;
    expect([decided.status, decided.winner, decided.archivedAt !== null]).toEqual(['completed', null, true]);
    expect((await listDecisions(workspace.system, decided.id)).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['archived', 'completed', 'started', 'created']));
  });

  it('are told once, however often the telling is repeated', async () => {
    const before = await rows();
    await simulateExperiments(workspace.system, { seed: 'sample', now });
    expect(await rows()).toEqual(before);
  });
});
