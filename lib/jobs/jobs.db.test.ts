import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { addEvents } from '@/lib/server/doors/jobs/events';
import { claimRuns, saveProgress, type StepRow } from '@/lib/server/doors/jobs/leases';
import { takeInEvents } from '@/lib/server/doors/jobs/waits';
import { systemScope } from '@/lib/server/scope';
import { cancelRun } from './cancel-run';
import { getRun } from './get-run';
import { listRuns } from './list-runs';
import { listEvents } from './list-events';
import { replayRun } from './replay-run';
import { retryRun } from './retry-run';
import { eventQuery, runQuery } from './schema';
import { onJobs } from './wake';

useDatabase();

const [A, B] = [systemScope(uuidv7(), 'test'), systemScope(uuidv7(), 'test')];
const all = runQuery.parse({});
const step = (name: string, status: 'completed' | 'failed', seq: number): StepRow => ({
  stepId: name, name, op: status === 'completed' ? 'StepRun' : 'StepFailed', status, attempt: 0, data: status === 'completed' ? { kept: name } : null,
  error: status === 'failed' ? { name: 'Error', message: 'it broke' } : null, options: null, wakeAt: null, seq, startedAt: new Date(), finishedAt: new Date(), horizon: 0,
});

beforeAll(async () => {
  await addEvents([A, B].map((scope) => ({ id: `event of ${scope.workspaceId}`, name: 'deals/changed', data: { workspaceId: scope.workspaceId, cause: 'test' }, ts: Date.now() })));
  await addEvents([{ id: 'tick', name: 'inngest/scheduled.timer', data: {}, ts: Date.now() }]);
  const now = new Date();
  await takeInEvents(now, { endings: () => [], comesTrue: () => true, runs: (event, workspaceId) => [{ workspaceId, functionId: 'winloop-deals-changed', event, idempotencyKey: event.id, lane: `winloop-deals-changed\n${workspaceId}`, dueAt: now, expires: false, priority: 0, parentRunId: null, debounce: null, rate: null, throttle: null, singleton: null }] });
  const { runs } = await claimRuns({ owner: 'me', now, leaseUntil: new Date(now.getTime() + 60_000), capacity: 10, held: [], limits: { 'winloop-deals-changed': null }, ranked: [] });
  expect(runs).toHaveLength(3);
  await saveProgress('me', runs.map((run) => ({
    runId: run.id, workspaceId: run.workspaceId, status: 'failed', attempt: 0, interruptions: 0, dueAt: null, output: null, error: { name: 'Error', message: 'it broke' },
    finishedAt: now, event: null, waits: [], over: [], steps: [step('first', 'completed', 1), step('second', 'failed', 2)],
  })), () => true, now);
});

describe('the jobs of a workspace', () => {
  it('are its own and nobody else\'s', async () => {
    const ofA = await listRuns(A, all);
    expect(ofA.runs).toMatchObject([{ functionName: 'deals-changed', eventName: 'deals/changed', status: 'failed', error: { message: 'it broke' } }]);
    expect(ofA).toMatchObject({ counts: { failed: 1 }, functions: ['deals-changed'], nextCursor: null });
    const [ofB] = (await listRuns(B, all)).runs;
    await expect(getRun(A, ofB!.id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(retryRun(A, ofB!.id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(cancelRun(A, ofB!.id)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await listRuns(B, all)).runs[0]?.status).toBe('failed');
  });

  it('are shown with their steps in the order in which they ended', async () => {
    const [run] = (await listRuns(A, all)).runs;
    const detail = await getRun(A, run!.id);
    expect(detail.eventData).toEqual({ workspaceId: A.workspaceId, cause: 'test' });
    expect(detail.steps).toMatchObject([{ name: 'first', status: 'completed', data: { kept: 'first' } }, { name: 'second', status: 'failed', error: { message: 'it broke' } }]);
  });

  it('are retried with what they had finished, then cancelled, each written down', async () => {
    const [run] = (await listRuns(A, all)).runs;
    let woken = 0;
    onJobs(() => (woken += 1));
    await retryRun(A, run!.id);
    expect(woken).toBe(1);
    expect(await getRun(A, run!.id)).toMatchObject({ status: 'queued', error: null, finishedAt: null, steps: [{ name: 'first' }] });
    await expect(retryRun(A, run!.id)).rejects.toMatchObject({ kind: 'conflict' });
    await cancelRun(A, run!.id);
    expect(await getRun(A, run!.id)).toMatchObject({ status: 'cancelled' });
    await expect(cancelRun(A, run!.id)).rejects.toMatchObject({ kind: 'conflict' });
    expect((await asOwner<{ action: string }>('select action from audit_event where workspace_id = $1 order by at, id', [A.workspaceId])).map((row) => row.action)).toEqual(['job.retry', 'job.cancel']);
  });

  it('stop counting for whoever still has one in hand when it is cancelled', async () => {
    const [run] = (await listRuns(A, all)).runs;
    await retryRun(A, run!.id);
    const now = new Date();
    const { runs } = await claimRuns({ owner: 'hand', now, leaseUntil: new Date(now.getTime() + 60_000), capacity: 10, held: [], limits: { 'winloop-deals-changed': null }, ranked: [] });
    expect(runs.map((claimed) => claimed.id)).toEqual([run!.id]);
    await cancelRun(A, run!.id);
    const saved = await saveProgress('hand', [{ runId: run!.id, workspaceId: A.workspaceId, status: 'completed', attempt: 0, interruptions: 0, dueAt: null, output: { late: true }, error: null, finishedAt: now, event: null, waits: [], over: [], steps: [step('late', 'completed', 3)] }], () => true, now);
    expect(saved.size).toBe(0);
    expect(await getRun(A, run!.id)).toMatchObject({ status: 'cancelled', output: null, steps: [{ name: 'first' }] });
  });

  it('are done again from the beginning, once a click, and seen beside their event', async () => {
    const [run] = (await listRuns(A, all)).runs;
    const [click, another] = [uuidv7(), uuidv7()];
    const made = await Promise.all([replayRun(A, run!.id, click), replayRun(A, run!.id, click)]);
    expect(made[0]).toEqual(made[1]);
    expect(made[0]!.id).not.toBe(run!.id);
    expect(await getRun(A, made[0]!.id)).toMatchObject({ status: 'queued', steps: [], eventData: { cause: 'test' }, replayOf: { id: run!.id } });
    await expect(replayRun(A, made[0]!.id, another)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(replayRun(B, run!.id, another)).rejects.toMatchObject({ kind: 'not_found' });
    await asOwner(`update job_run set function_id = 'winloop-load-sample' where id = $1`, [run!.id]);
    await expect(replayRun(A, run!.id, another)).rejects.toThrow(/once a workspace/);
    await asOwner(`update job_run set function_id = $2 where id = $1`, [run!.id, `winloop-${run!.functionName}`]);
    expect((await getRun(A, run!.id)).replays).toMatchObject([{ id: made[0]!.id }]);
    expect(await asOwner(`select 1 from audit_event where workspace_id = $1 and action = 'job.replay'`, [A.workspaceId])).toHaveLength(1);
    const { events, names } = await listEvents(A, eventQuery.parse({}));
    expect(names).toEqual(['deals/changed']);
    expect(events).toMatchObject([{ name: 'deals/changed', sender: null, runs: [{ id: run!.id }, { id: made[0]!.id }] }]);
  });
});
