import { randomBytes } from 'node:crypto';
import { NonRetriableError } from 'inngest';
import { describe, expect, it } from 'vitest';
import { inngest } from '@/inngest/client';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { runEnded, runsOf, sendNow, stepsOf, until, useRunner } from './testing/served-functions';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const count = new Map<string, number>();
const counted = (name: string): number => {
  const n = (count.get(name) ?? 0) + 1;
  count.set(name, n);
  return n;
};

const functions = [
  inngest.createFunction({ id: 'one', triggers: [{ event: 't/one' }] }, async ({ event, step }) => {
    const doubled = await step.run('double', () => counted('double') && (event.data.n as number) * 2);
    return { doubled };
  }),
  inngest.createFunction({ id: 'flaky', retries: 2, triggers: [{ event: 't/flaky' }] }, async ({ step }) => {
    const before = await step.run('before', () => counted('flaky before'));
    const tries = await step.run('flaky', () => {
      const n = counted('flaky step');
      if (n < 3) throw new Error(`not yet ${n}`);
      return n;
    });
    return { before, tries };
  }),
  inngest.createFunction({
    id: 'hopeless', retries: 1, triggers: [{ event: 't/hopeless' }],
    onFailure: async ({ event, error, step }) => step.run('note', () => ({ of: event.data.event.data.mark as string, said: error.message })),
  }, async ({ step }) => {
    await step.run('fails', () => {
      counted('hopeless');
      throw new Error('never works');
    });
  }),
  inngest.createFunction({ id: 'caught', retries: 0, triggers: [{ event: 't/caught' }] }, async ({ step }) => {
    const said = await step.run('fails', () => {
      throw new NonRetriableError('final');
    }).catch((error: unknown) => (error instanceof Error ? error.message : ''));
    return step.run('after', () => `went on: ${said}`);
  }),
  inngest.createFunction({ id: 'throws', retries: 1, triggers: [{ event: 't/throws' }] }, async ({ attempt }) => {
    counted('throws');
    if (attempt === 0) throw new Error('first attempt');
    return { attempt };
  }),
  inngest.createFunction({ id: 'sleeper', triggers: [{ event: 't/sleeper' }] }, async ({ step }) => {
    await step.run('before', () => counted('sleeper before'));
    await step.sleep('an hour', '1h');
    return step.run('after', () => counted('sleeper after'));
  }),
  inngest.createFunction({ id: 'fan', triggers: [{ event: 't/fan' }] }, async ({ step }) => {
    const parts = await Promise.all(['a', 'b', 'c'].map((name) => step.run(name, () => counted(`fan ${name}`) && name)));
    return step.run('join', () => parts.join(''));
  }),
  inngest.createFunction({ id: 'race', triggers: [{ event: 't/race' }] }, async ({ step, group }) => {
    const first = await group.parallel({ mode: 'race' }, () => Promise.race([
      step.run('quick', () => 'quick'), step.sleep('a day', '1d').then(() => 'slow'),
    ]));
    return step.run('then', () => `after ${first} ${counted('race then')}`);
  }),
  inngest.createFunction({ id: 'sender', triggers: [{ event: 't/sender' }] }, async ({ step }) => {
    await step.sendEvent('tell', [{ name: 't/heard', data: { from: 'sender' } }, { name: 't/heard', data: { from: 'sender' } }]);
  }),
  inngest.createFunction({ id: 'hearer', triggers: [{ event: 't/heard' }] }, async ({ event }) => event.data),
  inngest.createFunction({ id: 'waiter', retries: 0, triggers: [{ event: 't/waiter' }] }, async ({ step }) => step.waitForSignal('w', { signal: 'never', timeout: '1h', onConflict: 'fail' })),
  inngest.createFunction({ id: 'slow', triggers: [{ event: 't/slow' }] }, async ({ step }) => {
    await step.run('at once', () => new Promise((resolve) => setTimeout(resolve, 120)));
    await Promise.all([step.run('planned', () => new Promise((resolve) => setTimeout(resolve, 120))), step.run('beside', () => 1)]);
  }),
  inngest.createFunction({ id: 'odd', triggers: [{ event: 't/odd' }] }, async ({ step }) => step.run('odd', () => ({ text: 'nul \0 and half \ud800' }))),
];

const used = useRunner(functions);
const { clock } = used;

const send = async (name: string, data: Record<string, unknown> = {}, id = `${name} ${randomBytes(4).toString('hex')}`): Promise<void> => {
  await sendNow(name, data, id);
  used.runner.wake();
};

describe('steps on the embedded runner', () => {
  it('runs an event to its end and keeps the step', async () => {
    await send('t/one', { n: 21 });
    const [run] = await runEnded('one');
    expect(run).toMatchObject({ status: 'completed', output: { doubled: 42 } });
    expect(await stepsOf(run!.id)).toMatchObject([{ name: 'double', status: 'completed', data: 42 }]);
    expect(count.get('double')).toBe(1);
  });

  it('knows how long each step took', async () => {
    await send('t/slow');
    const [run] = await runEnded('slow');
    const took = Object.fromEntries((await asOwner<{ name: string; ms: number }>('select name, extract(epoch from finished_at - started_at) * 1000 as ms from job_step where run_id = $1', [run!.id])).map((step) => [step.name, Number(step.ms)]));
    for (const name of ['at once', 'planned']) expect(took[name]).toBeGreaterThan(110);
    for (const ms of Object.values(took)) expect(ms).toBeLessThan(30_000);
  });

  it('makes one run of the same event, however often it comes', async () => {
    await Promise.all(Array.from({ length: 10 }, () => sendNow('t/one', { n: 1 }, 'the same')));
    used.runner.wake();
    await until(async () => (await runsOf('one')).length === 2);
    await sendNow('t/one', { n: 1 }, 'the same');
    used.runner.wake();
    await runEnded('one', used.runner, 2);
    expect(await runsOf('one')).toHaveLength(2);
  });

  it('retries a step after a pause, without running the one before it again', async () => {
    await send('t/flaky');
    const resting = () => until(async () => (await runsOf('flaky')).find((run) => run.status === 'queued' && run.dueAt > clock.now()));
    const first = await resting();
    expect(first.dueAt.getTime() - clock.now().getTime()).toBeGreaterThan(500);
    expect(await stepsOf(first.id)).toMatchObject([{ name: 'before', status: 'completed' }, { name: 'flaky', status: 'planned', attempt: 1, error: { message: 'not yet 1' } }]);
    clock.forward(3_000);
    const [run] = await until(async () => {
      clock.forward(1_000);
      const runs = await runsOf('flaky');
      return runs[0]?.status === 'completed' && runs;
    }, used.runner);
    expect(run).toMatchObject({ output: { before: 1, tries: 3 } });
    expect([count.get('flaky before'), count.get('flaky step')]).toEqual([1, 3]);
  });

  it('fails after the last attempt and tells onFailure', async () => {
    await send('t/hopeless', { mark: 'M' });
    await until(async () => {
      clock.forward(1_000);
      return (await runsOf('hopeless'))[0]?.status === 'failed';
    }, used.runner);
    expect(count.get('hopeless')).toBe(2);
    expect((await runsOf('hopeless'))[0]?.error).toMatchObject({ message: 'never works' });
    const [told] = await runEnded('hopeless-failure', used.runner);
    expect(told).toMatchObject({ status: 'completed', output: { of: 'M', said: 'never works' } });
  });

  it('lets a function catch a failed step and go on', async () => {
    await send('t/caught');
    expect((await runEnded('caught'))[0]).toMatchObject({ status: 'completed', output: 'went on: final' });
  });

  it('retries the function itself', async () => {
    await send('t/throws');
    const [run] = await until(async () => {
      clock.forward(1_000);
      const runs = await runsOf('throws');
      return runs[0]?.status === 'completed' && runs;
    }, used.runner);
    expect(run).toMatchObject({ output: { attempt: 1 } });
    expect(count.get('throws')).toBe(2);
  });

  it('sleeps without holding anything, and wakes when the time has come', async () => {
    await send('t/sleeper');
    const asleep = await until(async () => (await runsOf('sleeper')).find((run) => run.status === 'sleeping'));
    expect(asleep.dueAt.getTime() - clock.now().getTime()).toBeGreaterThan(3_500_000);
    clock.forward(3_000_000);
    used.runner.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await runsOf('sleeper'))[0]?.status).toBe('sleeping');
    clock.forward(700_000);
    used.runner.wake();
    expect((await runEnded('sleeper'))[0]).toMatchObject({ status: 'completed', output: 1 });
    expect([count.get('sleeper before'), count.get('sleeper after')]).toEqual([1, 1]);
  });

  it('runs parallel steps once each, then what follows', async () => {
    await send('t/fan');
    const [run] = await runEnded('fan');
    expect(run).toMatchObject({ status: 'completed', output: 'abc' });
    expect(['a', 'b', 'c'].map((name) => count.get(`fan ${name}`))).toEqual([1, 1, 1]);
  });

  it('goes on with the winner of a race; the run ends when the others have ended, as with Inngest', async () => {
    await send('t/race');
    const run = await until(async () => (await runsOf('race')).find((r) => r.status === 'sleeping' && count.get('race then')));
    expect((await stepsOf(run.id)).map((step) => [step.name, step.status])).toEqual([['quick', 'completed'], ['then', 'completed'], ['a day', 'sleeping']]);
    clock.forward(86_400_000);
    used.runner.wake();
    expect((await runEnded('race'))[0]).toMatchObject({ status: 'completed', output: 'after quick 1' });
    expect(count.get('race then')).toBe(1);
  });

  it('delivers what a function sends', async () => {
    await send('t/sender');
    await runEnded('sender');
    expect((await runEnded('hearer', used.runner, 2)).map((run) => run.output)).toEqual([{ from: 'sender' }, { from: 'sender' }]);
  });

  it('says so when a function uses what is not supported yet', async () => {
    await send('t/waiter');
    expect((await runEnded('waiter'))[0]).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('WaitForSignal') } });
  });

  it('stores any text that a step returns', async () => {
    await send('t/odd');
    expect((await runEnded('odd'))[0]).toMatchObject({ status: 'completed', output: { text: 'nul \ufffd and half \ufffd' } });
  });
});
