import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inngest, signingKey } from '@/inngest/client';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { httpCaller } from './http';
import { signature } from './signature';
import { serveFunctions, type Served } from './testing/serve';
import { runEnded, runnerOn, runsOf, sendNow, stepsOf, TestClock, until } from './testing/served-functions';
import type { Runner, RunnerOptions } from './runner';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const count = new Map<string, number>();
const counted = (name: string): number => {
  const n = (count.get(name) ?? 0) + 1;
  count.set(name, n);
  return n;
};
/** Steps that wait until the test lets them go on. */
const gates = new Map<string, () => void>();
const gate = (name: string): Promise<void> => new Promise((resolve) => gates.set(name, resolve));

let atWork = 0;
let mostAtWork = 0;
const functions = [
  inngest.createFunction({ id: 'long', triggers: [{ event: 't/long' }] }, async ({ step }) => {
    const first = await step.run('first', () => counted('first'));
    const second = await step.run('second', async () => {
      const n = counted('second');
      if (n === 1) await gate('second');
      return n;
    });
    return { first, second };
  }),
  inngest.createFunction({ id: 'limited', triggers: [{ event: 't/limited' }], concurrency: { limit: 1, key: 'event.data.who' } }, async ({ event, step }) =>
    step.run('work', async () => {
      atWork += 1;
      mostAtWork = Math.max(mostAtWork, atWork);
      counted(`limited ${String(event.data.who)}`);
      // Those of other keys wait for each other: on a busy machine no fixed time would let them meet.
      for (let looks = 0; looks < (event.data.who === 'x' ? 1 : mostAtWork > 1 ? 0 : 500); looks++) await new Promise((resolve) => setTimeout(resolve, 20));
      atWork -= 1;
    })),
  inngest.createFunction({ id: 'keyed', triggers: [{ event: 't/keyed' }], idempotency: 'event.data.cart' }, async ({ step }) => step.run('work', () => counted('keyed'))),
  inngest.createFunction({ id: 'hourly', triggers: [{ cron: '0 * * * *' }] }, async ({ event }) => ({ at: event.ts })),
  inngest.createFunction({ id: 'teller', triggers: [{ event: 't/teller' }] }, async ({ step }) => {
    await step.sendEvent('tell', { name: 't/told', data: { once: true } });
  }),
  inngest.createFunction({ id: 'told', triggers: [{ event: 't/told' }] }, async () => counted('told')),
];

let served: Served;
const clock = new TestClock();
const running: Runner[] = [];
async function begin(options: Partial<RunnerOptions> = {}): Promise<Runner> {
  const runner = runnerOn(served, clock, options);
  await runner.start();
  running.push(runner);
  return runner;
}

beforeAll(async () => {
  served = await serveFunctions(functions);
});
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.stop(2_000);
});
afterAll(() => served.close());

describe('a process killed in the middle of a step', () => {
  it('leaves a run that another takes up when the lease is over, with what was finished kept', async () => {
    const killed = await begin();
    await sendNow('t/long', {}, 'long 1');
    await until(async () => gates.has('second'), killed);
    await killed.abandon();
    const heir = await begin();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await runsOf('long'))[0]).toMatchObject({ status: 'running' }); // the lease holds
    clock.forward(61_000);
    heir.wake();
    const [run] = await runEnded('long', heir);
    expect(run).toMatchObject({ status: 'completed', output: { first: 1, second: 2 } });
    gates.get('second')!(); // what the killed process was doing ends now: too late to count
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await stepsOf(run!.id)).toMatchObject([{ name: 'first', data: 1 }, { name: 'second', data: 2 }]);
    expect([count.get('first'), count.get('second')]).toEqual([1, 2]);
  });

  it('leaves a run that the next one takes up at once when nobody else can have it', async () => {
    gates.delete('second');
    count.delete('second');
    const killed = await begin();
    await sendNow('t/long', {}, 'long alone');
    await until(async () => gates.has('second'), killed);
    await killed.abandon();
    const heir = await begin({ alone: true });
    const runs = await runEnded('long', heir, 2);
    expect(runs[1]).toMatchObject({ status: 'completed', interruptions: 0 });
    gates.get('second')!();
  });

  it('does not lose what it had promised: an event whose runs were not made yet, an outbox row not yet received', async () => {
    await asOwner(`insert into outbox_event (id, workspace_id, event_id, name, data) values (gen_random_uuid(), gen_random_uuid(), 'promised', 't/told', '{"of":"outbox"}')`);
    await sendNow('t/told', { of: 'event' }, 'received');
    const heir = await begin();
    expect((await runEnded('told', heir, 2)).map((run) => run.event.data.of).sort()).toEqual(['event', 'outbox']);
    expect(await asOwner(`select 1 from outbox_event where sent_at is null`)).toEqual([]);
  });

  it('a run that kills its process again and again is given up', async () => {
    await sendNow('t/told', { of: 'killer' }, 'killer');
    const first = await begin();
    await until(async () => (await runsOf('told')).find((run) => run.event.data.of === 'killer'), first);
    await first.stop(1_000);
    await asOwner(`update job_run set status = 'running', lease_owner = 'dead', due_at = now() - interval '1 day', finished_at = null, interruptions = 9 where event->'data'->>'of' = 'killer'`);
    const heir = await begin();
    const run = await until(async () => (await runsOf('told')).find((r) => r.event.data.of === 'killer' && r.status === 'failed'), heir);
    expect(run.error?.message).toMatch(/Given up/);
  });
});

describe('stopping', () => {
  it('lets the running step finish and leaves the rest to others at once', async () => {
    count.delete('second');
    gates.delete('second');
    const leaving = await begin();
    await sendNow('t/long', {}, 'long 2');
    await until(async () => gates.has('second'), leaving);
    const stopped = leaving.stop(5_000);
    gates.get('second')!();
    await stopped;
    const left = (await runsOf('long')).at(-1)!;
    expect(left.status).toBe('queued');
    expect((await stepsOf(left.id)).map((step) => step.status)).toEqual(['completed', 'completed']);
    const heir = await begin();
    expect((await runEnded('long', heir, 2)).at(-1)).toMatchObject({ status: 'completed', output: { second: 1 } });
  });
});

describe('limits', () => {
  it('lets no more than the limit of a key work at once; other keys go on', async () => {
    const [one, other] = [await begin(), await begin()]; // two instances
    for (let i = 0; i < 6; i++) await sendNow('t/limited', { who: 'x' }, `x ${i}`);
    one.wake();
    other.wake();
    await runEnded('limited', one, 6);
    expect(mostAtWork).toBe(1);
    await Promise.all(['a', 'b', 'c', 'd'].map((who) => sendNow('t/limited', { who }, who)));
    one.wake();
    await runEnded('limited', one, 10);
    expect(mostAtWork).toBeGreaterThan(1);
    expect([...'abcd'].map((who) => count.get(`limited ${who}`))).toEqual([1, 1, 1, 1]);
  });

  it('makes one run of an idempotency key in 24 hours', async () => {
    const runner = await begin();
    for (let i = 0; i < 3; i++) await sendNow('t/keyed', { cart: 'A' }, `keyed ${i}`);
    await runEnded('keyed', runner);
    expect(await runsOf('keyed')).toHaveLength(1);
    clock.forward(86_400_000 + 1_000);
    await sendNow('t/keyed', { cart: 'A' }, 'keyed later');
    await runEnded('keyed', runner, 2);
    expect(count.get('keyed')).toBe(2);
  });
});

describe('cron', () => {
  it('ticks once an hour, whoever looks, and makes up for a pause with one run', async () => {
    const [one, other] = [await begin(), await begin()];
    const before = (await runsOf('hourly')).length;
    clock.forward(3_600_000);
    one.wake();
    other.wake();
    await runEnded('hourly', one, before + 1);
    other.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await runsOf('hourly')).toHaveLength(before + 1);
    await one.stop(1_000);
    await other.stop(1_000);
    clock.forward(5 * 3_600_000); // nobody there for five ticks
    const back = await begin();
    const runs = await runEnded('hourly', back, before + 2);
    expect(runs).toHaveLength(before + 2);
    const at = runs.at(-1)!.output as { at: number };
    expect(clock.now().getTime() - at.at).toBeLessThan(3_600_000 + 5_000);
    expect(at.at % 3_600_000).toBe(0);
    clock.forward(-3_600_000); // a clock put back ticks nothing twice
    back.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await runsOf('hourly')).toHaveLength(before + 2);
    clock.forward(3_600_000);
  });
});

describe('events that a step sends', () => {
  it('are received once when the step is repeated', async () => {
    const caller = httpCaller(served.url, signingKey);
    const before = (await runsOf('told')).length;
    const ask = () => caller.call({ runId: 'run-1', functionId: 'winloop-teller', event: { id: 'e', name: 't/teller', data: {}, ts: 1 }, steps: [], maxAttempts: 4, call: { kind: 'discover', attempt: 0, othersPending: false }, ticket: null });
    const [first, second] = [await ask(), await ask()];
    expect(first).toEqual({ ...second, operations: expect.anything() });
    const runner = await begin();
    await runEnded('told', runner, before + 1);
    expect(await runsOf('told')).toHaveLength(before + 1);
    caller.close();
  });
});

describe('the route', () => {
  const ask = (init: RequestInit, query = '?fnId=winloop-told&stepId=step') => fetch(`${served.url.href}${query}`, init);
  const body = '{"event":{"name":"t/told","data":{}},"events":[],"steps":{},"ctx":{"run_id":"r","attempt":0}}';

  it('answers 401 without a signature, with a wrong one and with an old one, and does nothing', async () => {
    const before = count.get('told');
    const old = signature(body, signingKey(), new Date(Date.now() - 10 * 60_000));
    const wrong = signature(body, 'signkey-test-00', new Date());
    expect((await ask({ method: 'POST', body })).status).toBe(401);
    expect((await ask({ method: 'POST', body, headers: { 'x-inngest-signature': wrong } })).status).toBe(401);
    expect((await ask({ method: 'POST', body, headers: { 'x-inngest-signature': old } })).status).toBe(401);
    expect((await ask({ method: 'PUT' }, '')).status).toBe(401);
    expect((await ask({ method: 'GET' }, '')).status).toBe(401);
    expect(count.get('told')).toBe(before);
  });
});
