/** What the embedded runner makes of waits, invocations and rations where Inngest leaves it open, or where it must not go wrong. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inngest } from '@/inngest/client';
import { cancelRun } from '@/lib/jobs/cancel-run';
import { retryRun } from '@/lib/jobs/retry-run';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { systemScope } from '@/lib/server/scope';
import { runEnded, runsOf, sendNow, stepsOf, until, useRunner, type RunSeen } from './testing/served-functions';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const [OURS, OTHERS] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const gates = new Map<string, () => void>();
const gate = (name: string): Promise<void> => new Promise((resolve) => gates.set(name, resolve));
let childFails = true;

const child = inngest.createFunction({ id: 'child', retries: 0, triggers: [{ event: 't/child' }] }, async ({ step }) => {
  await step.run('work', () => {
    if (childFails) throw new Error('the child broke');
  });
  return 'the child worked';
});
const sleepingChild = inngest.createFunction({ id: 'sleeping-child', triggers: [{ event: 't/sleeping-child' }] }, async ({ step }) => step.sleep('long', '1d'));

const functions = [
  child, sleepingChild,
  inngest.createFunction({ id: 'asks', triggers: [{ event: 't/asks' }] }, async ({ event, step }) => {
    await step.run('ask', () => gate(event.data.who as string));
    const answer = await step.waitForEvent('answer', { event: 't/answer', match: 'data.who', timeout: '1h' });
    return (answer?.data.said as string | undefined) ?? 'nobody answered';
  }),
  inngest.createFunction({ id: 'listens', triggers: [{ event: 't/listens' }] }, async ({ step }) => {
    const heard = await step.waitForEvent('anything', { event: 't/anything', timeout: '1h' });
    return heard?.data ?? null;
  }),
  inngest.createFunction({ id: 'loops', triggers: [{ event: 't/loops' }] }, async ({ step }) => {
    const got: unknown[] = [];
    for (const n of [1, 2, 3]) got.push((await step.waitForEvent(`part ${n}`, { event: 't/part', timeout: '1h' }))?.data.n);
    return got;
  }),
  inngest.createFunction({ id: 'unclear', retries: 3, triggers: [{ event: 't/unclear' }] }, async ({ step }) => step.waitForEvent('w', { event: 't/x', if: 'async.data.x = 1', timeout: '1h' })),
  inngest.createFunction({ id: 'parent', retries: 0, triggers: [{ event: 't/parent' }] }, async ({ step }) => step.invoke('call', { function: child, data: {} })),
  inngest.createFunction({ id: 'waits-for-child', retries: 0, triggers: [{ event: 't/waits-for-child' }] }, async ({ step }) =>
    step.invoke('call', { function: sleepingChild, data: { workspaceId: OURS } }).then(() => 'worked', (error: unknown) => (error instanceof Error ? error.message : ''))),
  inngest.createFunction({ id: 'rated', rateLimit: { limit: 2, period: '1h' }, triggers: [{ event: 't/rated' }] }, async ({ event }) => event.data.n as number),
  inngest.createFunction({ id: 'throttled', throttle: { limit: 1, period: '1m', burst: 2 }, triggers: [{ event: 't/throttled' }] }, async ({ event }) => event.data.n as number),
  inngest.createFunction({ id: 'once', triggers: [{ event: 't/once' }] }, async () => 1),
];
const used = useRunner(functions);
const { clock } = used;

const waiting = (functionId: string): Promise<RunSeen> => until(async () => (await runsOf(functionId)).find((run) => run.status === 'waiting'), used.runner);

describe('a wait', () => {
  it('gets the event that came while the step before it ran, and none from before that', async () => {
    await sendNow('t/answer', { who: 'early', said: 'too early' }, 'answer 0');
    await sendNow('t/asks', { who: 'early' }, 'asks early');
    await until(async () => gates.has('early'), used.runner);
    await sendNow('t/answer', { who: 'early', said: 'while it asked' }, 'answer 1');
    await until(async () => (await asOwner("select 1 from job_event where event_id = 'answer 1' and planned_at is not null")).length === 1, used.runner);
    gates.get('early')!();
    expect((await runEnded('asks', used.runner))[0]).toMatchObject({ status: 'completed', output: 'while it asked' });
  });

  it('ends with nothing when its time is over', async () => {
    await sendNow('t/asks', { who: 'nobody' }, 'asks nobody');
    await until(async () => gates.has('nobody'), used.runner);
    gates.get('nobody')!();
    const run = await waiting('asks');
    expect(await stepsOf(run.id)).toMatchObject([{ name: 'ask', status: 'completed' }, { name: 'answer', status: 'waiting' }]);
    clock.forward(3_600_000);
    expect((await runEnded('asks', used.runner, 2)).at(-1)).toMatchObject({ output: 'nobody answered' });
    expect(await asOwner('select 1 from job_wait')).toEqual([]);
  });

  it('never gets another workspace\'s event', async () => {
    await sendNow('t/listens', { workspaceId: OURS }, 'listens');
    await waiting('listens');
    await sendNow('t/anything', { workspaceId: OTHERS, secret: true }, 'of others');
    await sendNow('t/anything', { workspaceId: OURS, mine: true }, 'of ours');
    expect((await runEnded('listens', used.runner))[0]).toMatchObject({ output: { mine: true } });
  });

  it('after another goes on behind the event that that one got', async () => {
    await sendNow('t/loops', {}, 'loops');
    await waiting('loops');
    for (const n of [1, 2, 3]) await sendNow('t/part', { n }, `part ${n}`);
    expect((await runEnded('loops', used.runner))[0]).toMatchObject({ output: [1, 2, 3] });
  });

  it('whose condition cannot be read fails the run at once', async () => {
    await sendNow('t/unclear', {}, 'unclear');
    expect((await runEnded('unclear', used.runner))[0]).toMatchObject({ status: 'failed', attempt: 0, error: { name: 'UnknownWait' } });
  });
});

describe('an invocation', () => {
  it('that failed is made anew when its run is retried', async () => {
    await sendNow('t/parent', { workspaceId: OURS }, 'parent');
    const [failed] = await runEnded('parent', used.runner);
    expect(failed).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('the child broke') } });
    childFails = false;
    await retryRun(systemScope(OURS, 'test'), failed!.id);
    expect((await until(async () => (await runsOf('parent')).filter((run) => run.status === 'completed'), used.runner).then(() => runEnded('parent', used.runner)))[0]).toMatchObject({ output: 'the child worked' });
    expect((await runsOf('child')).map((run) => [run.status, run.workspaceId])).toEqual([['failed', OURS], ['completed', OURS]]);
  });

  it('whose run a person cancels tells the one that waits', async () => {
    await sendNow('t/waits-for-child', { workspaceId: OURS }, 'waits');
    const asleep = await until(async () => (await runsOf('sleeping-child')).find((run) => run.status === 'sleeping'), used.runner);
    await cancelRun(systemScope(OURS, 'test'), asleep.id);
    expect((await runEnded('waits-for-child', used.runner))[0]).toMatchObject({ output: 'The run that was invoked was cancelled.' });
  });
});

describe('what comes too often', () => {
  it('makes no run over its rate, until the period is over', async () => {
    for (let n = 0; n < 5; n++) await sendNow('t/rated', { n }, `rated ${n}`);
    expect((await runEnded('rated', used.runner, 2)).map((run) => run.output)).toEqual([0, 1]);
    clock.forward(3_600_000);
    await sendNow('t/rated', { n: 9 }, 'rated later');
    expect((await runEnded('rated', used.runner, 3)).at(-1)).toMatchObject({ output: 9 });
  });

  it('begins later when throttled, after as many as may come at once', async () => {
    for (let n = 0; n < 4; n++) await sendNow('t/throttled', { n }, `throttled ${n}`);
    const later = await until(async () => {
      const runs = await runsOf('throttled');
      return runs.length === 4 && runs.filter((run) => run.status === 'completed').length === 2 && runs.filter((run) => run.status === 'queued');
    }, used.runner);
    const [third, fourth] = later.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    expect([third!.event.data.n, fourth!.event.data.n]).toEqual([2, 3]);
    expect(fourth!.dueAt.getTime() - third!.dueAt.getTime()).toBe(60_000);
    clock.forward(120_000);
    expect(await runEnded('throttled', used.runner, 4)).toHaveLength(4);
  });

  it('is one run when it is the same event, fifty times at once and again the next day', async () => {
    await Promise.all(Array.from({ length: 50 }, () => sendNow('t/once', {}, 'the same')));
    await runEnded('once', used.runner);
    clock.forward(86_400_000 + 1_000);
    await sendNow('t/once', {}, 'the same');
    used.runner.wake();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await runsOf('once')).toHaveLength(1);
  });
});
