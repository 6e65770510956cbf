import { expect, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import { tickCrons } from '@/lib/server/doors/jobs/clock';
import { claimRuns, saveProgress } from '@/lib/server/doors/jobs/leases';
import { clockJobs } from './clock-jobs';

useDatabase();

it('tells of each cron when it last ran, how that went, and when it comes again, and nothing of what it gave', async () => {
  const crons = [{ functionId: 'winloop-nightly', cron: '15 3 * * *' }];
  const start = new Date('2026-11-01T03:00:00Z');
  const tickAt = (now: Date, tick: Date | null) => tickCrons(crons, now, () => tick, (_cron, at) => ({
    workspaceId: null, functionId: 'winloop-nightly', event: { id: at.toISOString(), name: 'inngest/scheduled.timer', data: {}, ts: 0 }, idempotencyKey: at.toISOString(), lane: 'winloop-nightly\n', dueAt: at, expires: false, priority: 0, parentRunId: null, debounce: null, rate: null, throttle: null, singleton: null,
  }));
  await tickAt(start, null);
  expect(await clockJobs(start)).toEqual([{ functionName: 'nightly', status: null, startedAt: null, finishedAt: null, nextAt: new Date('2026-11-01T03:15:00Z') }]);

  const tick = new Date('2026-11-01T03:15:00Z');
  await tickAt(tick, tick);
  const { runs: [run] } = await claimRuns({ owner: 'me', now: tick, leaseUntil: new Date(tick.getTime() + 60_000), capacity: 1, held: [], limits: { 'winloop-nightly': null }, ranked: [] });
  expect(await clockJobs(tick)).toMatchObject([{ status: 'running', startedAt: tick, finishedAt: null }]);
  const finishedAt = new Date(tick.getTime() + 2_500);
  await saveProgress('me', [{ runId: run!.id, workspaceId: null, status: 'completed', attempt: 0, interruptions: 0, dueAt: null, output: { secret: 'of another workspace' }, error: null, finishedAt, event: null, waits: [], over: [], steps: [] }], () => true, finishedAt);
  const [told] = await clockJobs(finishedAt);
  expect(told).toEqual({ functionName: 'nightly', status: 'completed', startedAt: tick, finishedAt, nextAt: new Date('2026-11-02T03:15:00Z') });
});
