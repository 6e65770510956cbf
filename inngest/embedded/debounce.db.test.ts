import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inngest } from '@/inngest/client';
import { cancelRun } from '@/lib/jobs/cancel-run';
import { useDatabase } from '@/lib/server/db/testing/database';
import { systemScope } from '@/lib/server/scope';
import { runsOf, sendNow, until, useRunner, type RunSeen } from './testing/served-functions';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const WORKSPACE = '018f0000-0000-7000-8000-000000000001';
let letGo = (): void => {};
const functions = [
  inngest.createFunction({ id: 'learn', triggers: [{ event: 't/learn' }], concurrency: { limit: 1, key: 'event.data.who' }, debounce: { period: '10s', timeout: '1m', key: 'event.data.who' } }, async ({ event, step }) =>
    step.run('work', async () => {
      if (event.data.held) await new Promise<void>((resolve) => (letGo = resolve));
      return event.data.n as number;
    })),
];

const used = useRunner(functions);
const { clock } = used;

const of = async (who: string): Promise<RunSeen[]> => (await runsOf('learn')).filter((run) => run.event.data.who === who);
let sent = 0;
/** Sends and waits until it is taken in. */
async function send(who: string, data: { n: number; held?: boolean }): Promise<void> {
  await sendNow('t/learn', { who, workspaceId: WORKSPACE, ...data }, `event ${++sent}`);
  await until(async () => (await of(who)).some((run) => run.event.data.n === data.n), used.runner);
}
const ended = (who: string, count: number): Promise<RunSeen[]> => until(async () => {
  const runs = await of(who);
  return runs.filter((run) => run.status === 'completed').length === count && runs;
}, used.runner);

describe('a debounced function', () => {
  it('runs once for many events, with the last of them, when none came for the period', async () => {
    for (let n = 1; n <= 5; n++) await send('many', { n });
    clock.forward(9_000);
    await send('many', { n: 6 });
    clock.forward(9_000);
    used.runner.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await of('many')).toMatchObject([{ status: 'queued' }]);
    clock.forward(2_000);
    expect(await ended('many', 1)).toMatchObject([{ output: 6 }]);
  });

  it('is put off no longer than its timeout', async () => {
    for (let n = 1; n <= 9; n++) {
      await send('busy', { n });
      clock.forward(7_000);
    }
    expect((await ended('busy', 1))[0]?.status).toBe('completed');
  });

  it('has at most one run waiting beside one at work', async () => {
    await send('beside', { n: 1, held: true });
    clock.forward(11_000);
    await until(async () => (await of('beside'))[0]?.status === 'running', used.runner);
    for (let n = 2; n <= 4; n++) {
      await send('beside', { n });
      clock.forward(11_000);
      used.runner.wake();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await of('beside')).map((run) => run.status)).toEqual(['running', 'queued']);
    letGo();
    expect((await ended('beside', 2)).map((run) => run.output)).toEqual([1, 4]);
  });

  it('makes a new run after the one that waited was cancelled', async () => {
    await send('cancelled', { n: 1 });
    await cancelRun(systemScope(WORKSPACE, 'test'), (await of('cancelled'))[0]!.id);
    await send('cancelled', { n: 2 });
    clock.forward(11_000);
    expect((await ended('cancelled', 1)).map((run) => [run.status, run.output])).toEqual([['cancelled', null], ['completed', 2]]);
  });

  it('keeps keys apart', async () => {
    await send('a', { n: 1 });
    await send('b', { n: 2 });
    clock.forward(11_000);
    expect([(await ended('a', 1))[0]?.output, (await ended('b', 1))[0]?.output]).toEqual([1, 2]);
  });
});
