/** Experiments through the real runner: they begin and end at their times, and what is recorded is counted. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeExperiment } from '@/lib/experiments/analyze-experiment';
import { assignVariants } from '@/lib/experiments/assign-variant';
import { createExperiment } from '@/lib/experiments/create-experiment';
import { getExperiment } from '@/lib/experiments/get-experiment';
import { recordOutcome } from '@/lib/experiments/record-outcome';
import { scheduleExperiment, startExperiment } from '@/lib/experiments/start-experiment';
import { externalDesign } from '@/lib/experiments/testing/designs';
import { useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { runsOf, until, useRunner } from '../embedded/testing/served-functions';
import { beginExperiment } from './begin-experiment';
import { countExperiment } from './count-experiment';
import { endExperiment } from './end-experiment';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();
const used = useRunner([beginExperiment, endExperiment, countExperiment]);

let workspace: TestWorkspace;
beforeAll(async () => void (workspace = await newTestWorkspace()));
const inSeconds = (n: number) => new Date(Date.now() + n * 1000).toISOString();
const statusIs = (id: string, status: string) => until(async () => ((await getExperiment(workspace.system, id)).status === status ? true : undefined), used.runner);

describe('an experiment', () => {
  it('begins and ends by itself at its times', async () => {
    const { id } = await createExperiment(workspace.system, externalDesign({ startAt: inSeconds(2), stopAt: inSeconds(8) }));
    expect(await scheduleExperiment(workspace.system, id)).toEqual({ status: 'scheduled' });
    await statusIs(id, 'running');
    await statusIs(id, 'stopped');
    const [begun] = await runsOf('begin-experiment');
    expect(begun?.status).toBe('completed');
  });

  it('that was started by hand before its time is not started again', async () => {
    const { id } = await createExperiment(workspace.system, externalDesign({ startAt: inSeconds(2) }));
    await scheduleExperiment(workspace.system, id);
    await startExperiment(workspace.system, id);
    const { startedAt } = await getExperiment(workspace.system, id);
    await until(async () => (await runsOf('begin-experiment')).find((run) => run.event.data['experimentId'] === id && run.status === 'completed'), used.runner);
    expect((await getExperiment(workspace.system, id)).startedAt).toBe(startedAt);
  });

  it('is counted soon after something was recorded', async () => {
    const { id } = await createExperiment(workspace.system, externalDesign());
    await startExperiment(workspace.system, id);
    await assignVariants(workspace.system, id, Array.from({ length: 30 }, (_, i) => ({ unitId: `u${i}`, attributes: {} })));
    await recordOutcome(workspace.system, id, { outcomeId: 'a', unitId: 'u1', metric: 'reply', value: 1, denominator: 0 });
    const results = await until(async () => {
      const found = await analyzeExperiment(workspace.system, id);
      return found.units === 30 ? found : undefined;
    }, used.runner);
    expect(results.metrics[0]!.variants.reduce((sum, { total }) => sum + (total ?? 0), 0)).toBe(1);
  }, 30_000);
});
