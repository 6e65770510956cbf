/** Schedules, the hourly look, and what is kept of it: on a real database, and each workspace for itself. */
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { trainChampion } from '../train-champion';
import { checkAndUpdateModels } from './check-and-update-models';
import { compareVersions } from './compare-versions';
import { detectDrift } from './detect-drift';
import { getModel, listModels } from './get-model';
import { moveAlias } from './move-alias';
import { rollbackModel } from './rollback-model';
import { scheduleUpdates } from './schedule-updates';
import { closedDeals } from './testing/deals';
import { constantVersion, putAlias } from './testing/versions';
import { cancelTraining, failTraining, requestTraining } from './train-model';
import { tidyVersions, whatIsDue } from './watch-models';

useDatabase();

const MODEL = 'win_predictor';
const DAY = 86_400_000;
let ours: TestWorkspace, theirs: TestWorkspace, champion: string;

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace(), await newTestWorkspace()];
  await closedDeals(ours, { n: 150, from: 300, to: 60 });
  champion = (await trainChampion(ours.system)).version;
});

describe('a schedule', () => {
  it('is the usual one until somebody sets another, and the look is due when it says', async () => {
    expect((await getModel(ours.system, MODEL)).schedule).toMatchObject({ enabled: true, frequencyDays: 7, minNewSamples: 100, driftThreshold: 0.15, lastCheckedAt: null });
    const now = new Date();
    expect((await whatIsDue(ours.system, now)).due).toEqual([]);
    expect((await whatIsDue(ours.system, new Date(now.getTime() + 7.1 * DAY))).due).toEqual([MODEL]);
    expect(await scheduleUpdates(ours.system, MODEL, { frequencyDays: 2, minNewSamples: 40 })).toMatchObject({ frequencyDays: 2, minNewSamples: 40, driftThreshold: 0.15 });
    expect((await whatIsDue(ours.system, new Date(now.getTime() + 2.1 * DAY))).due).toEqual([MODEL]);
    await scheduleUpdates(ours.system, MODEL, { enabled: false, frequencyDays: 2, minNewSamples: 40 });
    expect((await whatIsDue(ours.system, new Date(now.getTime() + 2.1 * DAY))).due).toEqual([]);
    await expect(scheduleUpdates(ours.system, MODEL, { frequencyDays: 0 })).rejects.toThrow();
  });

  it('leads to a training when enough is new and enough days have passed, not before', async () => {
    await scheduleUpdates(ours.system, MODEL, { frequencyDays: 2, minNewSamples: 40 });
    const look = async () => (await checkAndUpdateModels(ours.system, [MODEL], { forceRetrain: false }, 'by the schedule'))[0]!;
    expect(await look()).toMatchObject({ action: 'none', drift_status: 'no_drift', sentence: expect.stringContaining('0 new records of 40') as string });
    await closedDeals(ours, { n: 60, from: 50, to: 1, seed: 'new' });
    expect(await look()).toMatchObject({ action: 'none', sentence: expect.stringContaining('60 new records of 40') as string });
    await asOwner(`update model_version set created_at = created_at - interval '3 days' where workspace_id = $1`, [ours.id]);
    const answer = await look();
    expect(answer).toMatchObject({ action: 'training', sentence: expect.stringContaining('60 new records') as string });
    const detail = await getModel(ours.system, MODEL);
    expect(detail).toMatchObject({ openTraining: { id: answer.trainingId, reason: 'scheduled', status: 'queued' }, samples: { now: 210, fresh: 60 } });
    // Each look is kept, and moves the next one on.
    expect(detail.drift).toHaveLength(3);
    expect(Date.parse(detail.schedule.nextCheckAt) - Date.now()).toBeGreaterThan(1.9 * DAY);
    expect(await look()).toMatchObject({ action: 'already_training', trainingId: answer.trainingId });
    await cancelTraining(ours.system, answer.trainingId!);
  });

  it('looks at nothing where there is too little, and says so', async () => {
    const answers = await checkAndUpdateModels(ours.system, ['tone_classifier', 'engagement_predictor', 'tone_classifier'], { forceRetrain: true }, 'try');
    expect(answers).toMatchObject([{ model: 'tone_classifier', action: 'too_little_data', trainingId: null }, { model: 'engagement_predictor', action: 'too_little_data' }]);
    for (const { sentence } of answers) expect(sentence).toMatch(/\d/);
  });
});

describe('the hourly look', () => {
  it('ends a training whose job is gone, so that the next may begin', async () => {
    const id = (await requestTraining(ours.system, MODEL, 'asked', 'its job was cancelled'))!;
    await whatIsDue(ours.system, new Date());
    expect((await getModel(ours.system, MODEL)).openTraining?.id).toBe(id);
    await whatIsDue(ours.system, new Date(Date.now() + 1.1 * DAY));
    expect((await getModel(ours.system, MODEL)).trainings.find((t) => t.id === id)).toMatchObject({ status: 'failed', error: expect.stringContaining('Jobs') as string });
  });

  it('keeps 200 versions and every one of the last 90 days, and what is in use however old', async () => {
    const own = await newTestWorkspace();
    const first = await constantVersion(own.system, 1, 0.5);
    await putAlias(own.system, 'champion', first);
    await asOwner(
      `insert into model_version (id, workspace_id, model, version, parameters, metrics, trained_on, created_at)
       select gen_random_uuid(), $1, $2, 'v_20250101_' || lpad(n::text, 6, '0'), '{}', '{}', 0, now() - interval '200 days' from generate_series(1, 210) as n`, [own.id, MODEL]);
    expect(await tidyVersions(own.system, new Date())).toEqual({ versions: 10 });
    const left = await asOwner<{ version: string }>('select version from model_version where workspace_id = $1', [own.id]);
    expect(left.map(({ version }) => version)).toContain(first);
    expect(await tidyVersions(own.system, new Date())).toEqual({ versions: 0 });
  });
});

describe('another tenant', () => {
  it('sees none of it and moves none of it', async () => {
    const id = (await requestTraining(ours.system, MODEL, 'asked', 'ours'))!;
    await expect(rollbackModel(theirs.system, MODEL, { version: champion, why: 'not ours' })).rejects.toMatchObject({ kind: 'conflict' });
    const own = await constantVersion(theirs.system, 1, 0.5);
    await putAlias(theirs.system, 'champion', own);
    await expect(rollbackModel(theirs.system, MODEL, { version: champion, why: 'not ours' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(moveAlias(theirs.system, MODEL, { alias: 'shadow', version: champion, why: 'not ours' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(compareVersions(theirs.system, MODEL, own, champion)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(cancelTraining(theirs.system, id)).rejects.toMatchObject({ kind: 'not_found' });
    await failTraining(theirs.system, id, 'not ours');
    expect((await detectDrift(theirs.system, MODEL))!.version).toBe(own);
    const seen = JSON.stringify([await listModels(theirs.system), await getModel(theirs.system, MODEL)]);
    expect(seen).not.toContain(champion);
    expect(seen).not.toContain(id);
    // A training of one keeps none of another out.
    expect(await requestTraining(theirs.system, MODEL, 'asked', 'theirs')).not.toBeNull();
    expect(await getModel(ours.system, MODEL)).toMatchObject({ champion: { version: champion }, openTraining: { id, status: 'queued' } });
  });
});
