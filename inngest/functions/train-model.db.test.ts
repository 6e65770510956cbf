/** Training through the real runner, and its parts by hand as a killed process would call them: one version, one place, nothing of a training that was cancelled. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkAndUpdateModels } from '@/lib/models/life/check-and-update-models';
import { getModel } from '@/lib/models/life/get-model';
import { rollbackModel } from '@/lib/models/life/rollback-model';
import { closedDeals, openDeals } from '@/lib/models/life/testing/deals';
import { beginTraining, cancelTraining, failTraining, learn, place, requestTraining, TrainingEnded } from '@/lib/models/life/train-model';
import { versionMetrics } from '@/lib/models/life/schema';
import { trainChampion } from '@/lib/models/train-champion';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { runsOf, sendNow, until, useRunner } from '../embedded/testing/served-functions';
import { scoreAgain } from './score-again';
import { trainModel } from './train-model';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();
const used = useRunner([trainModel, scoreAgain]);

const MODEL = 'win_predictor';
let workspace: TestWorkspace, open: string[];

beforeAll(async () => {
  workspace = await newTestWorkspace();
  await closedDeals(workspace, { n: 240, from: 400, to: 40 });
  open = await openDeals(workspace, 6);
});

const ended = (id: string) => until(async () => (await getModel(workspace.system, MODEL)).trainings.find((t) => t.id === id && !['queued', 'running'].includes(t.status)), used.runner);
const versions = async () => (await getModel(workspace.system, MODEL)).versions.map(({ version }) => version);

describe('the first training', () => {
  it('asked for twice at once is one; the other is told so', async () => {
    const operator = await newMember(workspace, 'operator', 'Olga');
    const answers = (await Promise.all([1, 2, 3].map(() => checkAndUpdateModels(operator, [MODEL], { forceRetrain: true }, 'a first model')))).flat();
    expect(answers.map(({ action }) => action).sort()).toEqual(['already_training', 'already_training', 'training']);
    expect(new Set(answers.map(({ trainingId }) => trainingId)).size).toBe(1);
    expect(answers.find(({ action }) => action === 'already_training')!.sentence).toContain('already');
    const training = await ended(answers[0]!.trainingId!);
    expect(training).toMatchObject({ status: 'completed', reason: 'asked', why: 'a first model', actorName: 'Olga', result: { outcome: 'in_use' } });
    const { champion, moves, samples } = await getModel(workspace.system, MODEL);
    expect(champion).toMatchObject({ version: training.version, trainedOn: 240, signal: 'present', features: expect.arrayContaining(['competitor']) as string[], codeVersion: expect.stringContaining('win') as string });
    expect(samples).toMatchObject({ now: 240, fresh: 0 });
    expect(moves[0]).toMatchObject({ alias: 'champion', to: training.version });
    // Everything that is shown of it was measured.
    const metrics = versionMetrics.parse(champion!.metrics);
    expect(metrics.importance[0]).toMatchObject({ feature: 'competitor' });
    expect(metrics.importance[0]!.low).toBeGreaterThan(0);
    expect(metrics.learningCurve.map(({ n }) => n)).toEqual([50, 100, 168]);
    expect(metrics.reliability.length).toBeGreaterThan(1);
    expect(metrics.reliability.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThanOrEqual(metrics.n - 5);
  });

  it('has open deals scored by it', async () => {
    const { champion } = await getModel(workspace.system, MODEL);
    const rows = await until(async () => {
      const found = await asOwner<{ v: string; cause: string; rival: string | null; p: number }>(
        `select s.model_version as v, s.cause, d.competitor as rival, d.win_probability as p from deal d join lateral (select * from deal_score s where s.deal_id = d.id order by at desc, id desc limit 1) s on true where d.id = any($1)`, [open]);
      return found.length === open.length && found.every(({ v }) => v === champion!.version) && found;
    }, used.runner);
    expect(rows[0]!.cause).toContain(champion!.version);
    expect(Math.max(...rows.filter(({ rival }) => rival).map(({ p }) => p))).toBeLessThan(Math.min(...rows.filter(({ rival }) => !rival).map(({ p }) => p)));
    const said = await asOwner<{ version: string }>('select version from model_prediction where workspace_id = $1 and subject_id = any($2)', [workspace.id, open]);
    expect(said.filter(({ version }) => version === champion!.version)).toHaveLength(open.length);
  });

  it('is not done again for an event that comes again, in whatever order', async () => {
    const before = await versions();
    const { trainings: [training] } = await getModel(workspace.system, MODEL);
    for (let i = 0; i < 3; i++) await sendNow('model/training.requested', { workspaceId: workspace.id, trainingId: training!.id }, `again ${i}`);
    // A run of something else shows that the queue was gone through.
    const id = await requestTraining(workspace.system, MODEL, 'asked', 'another');
    expect(await ended(id!)).toMatchObject({ status: 'completed', result: { outcome: 'kept' } });
    expect((await runsOf('train-model')).filter(({ event }) => event.data.trainingId === training!.id)).toHaveLength(1);
    expect(await versions()).toHaveLength(before.length + 1);
    // The parts themselves, called once more, change nothing.
    await expect(beginTraining(workspace.system, training!.id)).rejects.toThrow(TrainingEnded);
    expect(await place(workspace.system, training!.id)).toEqual({ version: training!.version, result: training!.result });
    expect(await versions()).toHaveLength(before.length + 1);
  });
});

// By hand, with no event: the runner knows nothing of these.
const quietly = async (why: string): Promise<string> => {
  const id = (await requestTraining(workspace.system, MODEL, 'asked', why))!;
  await asOwner(`delete from outbox_event where data->>'trainingId' = $1`, [id]);
  await asOwner(`update model_training set status = 'queued' where id = $1`, [id]);
  return id;
};

describe('a training that is cut off', () => {
  it('goes on where it was: what was learned is kept, and placed once', async () => {
    const own = await newTestWorkspace();
    await closedDeals(own, { n: 120, from: 300, to: 30 });
    const id = (await requestTraining(own.system, MODEL, 'asked', 'killed in the middle'))!;
    await beginTraining(own.system, id);
    await learn(own.system, id);
    const [row] = await asOwner<{ checkpoint: { trained: { parameters: { version: string } } } }>('select checkpoint from model_training where id = $1', [id]);
    const { version } = row!.checkpoint.trained.parameters;
    // The process was killed here and the steps are called again.
    await beginTraining(own.system, id);
    await learn(own.system, id);
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => place(own.system, id)));
    for (const other of others) expect(other).toEqual(first);
    expect(first).toMatchObject({ version, result: { outcome: 'in_use' } });
    const { versions: kept, moves } = await getModel(own.system, MODEL);
    expect(kept.map((v) => v.version)).toEqual([version]);
    expect(moves).toHaveLength(1);
  });
});

describe('a training that somebody cancels', () => {
  it.each(['before it begins', 'while it learns', 'when it has learned'] as const)('%s places nothing', async (when) => {
    const own = await newTestWorkspace();
    await closedDeals(own, { n: 80, from: 300, to: 30 });
    const id = (await requestTraining(own.system, MODEL, 'asked', when))!;
    await asOwner(`delete from outbox_event where data->>'trainingId' = $1`, [id]);
    if (when !== 'before it begins') await beginTraining(own.system, id);
    if (when === 'while it learns') {
      const learning = learn(own.system, id);
      await cancelTraining(own.system, id);
      await expect(learning).rejects.toThrow(TrainingEnded);
    } else {
      if (when === 'when it has learned') await learn(own.system, id);
      await cancelTraining(own.system, id);
    }
    for (const part of [beginTraining, learn, place]) await expect(part(own.system, id)).rejects.toThrow(TrainingEnded);
    await failTraining(own.system, id, 'too late');
    expect(await getModel(own.system, MODEL)).toMatchObject({ champion: null, versions: [], moves: [], trainings: [{ status: 'cancelled' }], openTraining: null });
    await expect(cancelTraining(own.system, id)).rejects.toMatchObject({ kind: 'conflict' });
    // The next one may begin.
    expect(await requestTraining(own.system, MODEL, 'asked', 'the next')).not.toBeNull();
  });
});

describe('a version that is trained later', () => {
  it('changes nothing where it is not surely better, and says so', async () => {
    await closedDeals(workspace, { n: 60, from: 39, to: 25, seed: 'more of the same' });
    const before = await getModel(workspace.system, MODEL);
    const id = (await requestTraining(workspace.system, MODEL, 'asked', 'a little more'))!;
    const training = await ended(id);
    expect(training).toMatchObject({ status: 'completed', result: { outcome: 'kept', sentence: expect.stringContaining('cannot be told apart') as string } });
    const after = await getModel(workspace.system, MODEL);
    expect(after.champion!.version).toBe(before.champion!.version);
    expect(after.versions[0]).toMatchObject({ version: training.version, aliases: [], parent: before.champion!.version, comparison: { verdict: 'no_difference', n: 60 } });
  });

  it('goes on trial where it is: the world has turned, and the champion does not know', async () => {
    await closedDeals(workspace, { n: 300, from: 24, to: 1, withRival: 0.9, without: 0.1, seed: 'turned' });
    const before = await getModel(workspace.system, MODEL);
    // Nobody knows yet how the champion does live: it was asked about six deals that are still open.
    const [answer] = await checkAndUpdateModels(workspace.system, [MODEL], { forceRetrain: false }, 'a look');
    // Its inputs have not moved, only what they mean.
    expect(answer).toMatchObject({ drift_status: 'no_drift', action: 'none' });
    const training = await ended((await requestTraining(workspace.system, MODEL, 'drift', 'the world has turned'))!);
    const after = await getModel(workspace.system, MODEL);
    // 300 of 600: the champion learned from fewer than half of what is there.
    expect(training.result).toMatchObject({ outcome: 'in_use' });
    expect(after.champion!.version).not.toBe(before.champion!.version);
    // Taken back on purpose, it comes by no training without a trial.
    await rollbackModel(workspace.system, MODEL, { version: before.champion!.version, why: 'we do not believe it' });
    const again = await ended((await requestTraining(workspace.system, MODEL, 'asked', 'and yet'))!);
    expect(again.result).toMatchObject({ outcome: 'on_trial', sentence: expect.stringContaining('closer to the truth') as string });
    const now = await getModel(workspace.system, MODEL);
    expect(now).toMatchObject({ champion: { version: before.champion!.version }, shadow: { version: again.version, comparison: { verdict: 'better' } } });
    // One trial at a time, and the nightly look does not disturb it.
    expect((await ended((await requestTraining(workspace.system, MODEL, 'asked', 'one more'))!)).result).toMatchObject({ outcome: 'kept', sentence: expect.stringContaining('one at a time') as string });
    expect((await trainChampion(workspace.system, { least: 100 })).version).toBe(before.champion!.version);
  });

  it('replaces nothing when another became champion while it was trained', async () => {
    const id = await quietly('overtaken');
    await beginTraining(workspace.system, id);
    await learn(workspace.system, id);
    const { champion, versions: all } = await getModel(workspace.system, MODEL);
    const other = all.find(({ version }) => version !== champion!.version)!.version;
    await rollbackModel(workspace.system, MODEL, { version: other, why: 'in between' });
    expect(await place(workspace.system, id)).toMatchObject({ result: { outcome: 'kept', sentence: expect.stringContaining('Another version became champion') as string } });
    expect((await getModel(workspace.system, MODEL)).champion!.version).toBe(other);
  });
});
