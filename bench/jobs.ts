/**
 * The embedded runner: how many runs of one step it carries out a second, and how long an event waits for its first step when
 * nothing else is to do. The functions are served by the SDK's own handler over HTTP in this process, as the product's route does.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from 'inngest/node';
import { inngestApp, on, signingKey } from '@/inngest/client';
import { httpCaller } from '@/inngest/embedded/http';
import { embeddedRunner } from '@/inngest/embedded/runner';
import { onJobs, wakeJobs } from '@/lib/jobs/wake';
import { transaction } from '@/lib/server/db/tenancy';
import { addEvents } from '@/lib/server/doors/jobs/events';
import { onOutbox, send } from '@/lib/server/outbox';
import { systemScope, type Scope } from '@/lib/server/scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { DATABASES, notMeasurable, withFreshDatabase, type DatabaseKind } from './database';
import { atLeast, atMost, quantile, skipped, type Benchmark, type Result } from './result';

const RUNS = 2_000;
const WARM_UP = 300;
const REPEATS = 3;
const LONE_EVENTS = 60;
const PER_SECOND = 200;
const FIRST_STEP_MS = 100;

const rate = (kind: DatabaseKind): string => `runs of one step, ${kind}`;
const processor = (kind: DatabaseKind): string => `processor time of a run of one step (this process), ${kind}`;
const wait = (kind: DatabaseKind, of: string): string => `event to first step when idle, ${of}, ${kind}`;

const benchmark: Benchmark = async function* () {
  process.env.INNGEST_SIGNING_KEY ??= `signkey-test-${randomBytes(32).toString('hex')}`;
  for (const kind of DATABASES) {
    const why = notMeasurable(kind);
    if (why) {
      yield skipped(rate(kind), 'runs/s', PER_SECOND, why);
      yield skipped(wait(kind, 'p95'), 'ms', FIRST_STEP_MS, why);
    } else yield* await withFreshDatabase(kind, () => measure(kind));
  }
};
export default benchmark;

async function measure(kind: DatabaseKind): Promise<Result[]> {
  const { id } = await createWorkspace({ slug: 'bench', name: 'Bench', currency: 'USD', timezone: 'UTC' }, 'benchmark');
  const bench = await functionsAtWork();
  try {
    await bench.runs(WARM_UP);
    const measured: { perSecond: number; processorMs: number }[] = [];
    for (let i = 0; i < REPEATS; i++) measured.push(await bench.runs(RUNS));
    const waits = await bench.waits(systemScope(id, 'benchmark'), LONE_EVENTS);
    const perSecond = quantile(measured.map((m) => m.perSecond), 0.5);
    return [
      kind === 'postgres' ? atLeast(rate(kind), perSecond, 'runs/s', PER_SECOND) : { ...atLeast(rate(kind), perSecond, 'runs/s', 0), budget: null },
      atMost(processor(kind), quantile(measured.map((m) => m.processorMs), 0.5), 'ms', null),
      atMost(wait(kind, 'median'), quantile(waits, 0.5), 'ms', FIRST_STEP_MS), atMost(wait(kind, 'p95'), quantile(waits, 0.95), 'ms', FIRST_STEP_MS),
    ];
  } finally {
    await bench.stop();
  }
}

async function functionsAtWork() {
  const app = inngestApp('winloop-bench');
  let done = (_key: unknown): void => {};
  const server = createServer(serve({
    client: app, enableUnauthedSync: false,
    functions: [
      app.createFunction({ id: 'one-step', triggers: [{ event: 'bench/one' }] }, async ({ event, step }) => step.run('work', () => done(event.data.n))),
      app.createFunction({ id: 'lone', triggers: [on('deals/changed')] }, async ({ event, step }) => step.run('work', () => done(event.data.cause))),
    ],
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const caller = httpCaller(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`), signingKey);
  const runner = embeddedRunner({ caller, now: () => new Date(), random: Math.random });
  onJobs(runner.wake);
  onOutbox(wakeJobs);
  await runner.start();
  let events = 0;

  return {
    /** Carries out so many runs that are all there from the beginning. */
    async runs(count: number): Promise<{ perSecond: number; processorMs: number }> {
      await addEvents(Array.from({ length: count }, () => ({ id: `one ${++events}`, name: 'bench/one', data: { n: events }, ts: Date.now() })));
      const [started, used] = [performance.now(), process.cpuUsage()];
      await new Promise<void>((resolve) => {
        let left = count;
        done = () => void (--left === 0 && resolve());
        runner.wake();
      });
      const { user, system } = process.cpuUsage(used);
      return { perSecond: (count * 1000) / (performance.now() - started), processorMs: (user + system) / 1000 / count };
    },
    /** One event after the other, each from before its transaction to its step; a pause between them. */
    async waits(scope: Scope, count: number): Promise<number[]> {
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        const started = performance.now();
        const stepped = new Promise<void>((resolve) => (done = (key) => void (key === `lone ${i}` && resolve())));
        await transaction(scope, () => send(scope, 'deals/changed', { dealIds: [], cause: `lone ${i}` }, `lone ${i}`));
        await stepped;
        times.push(performance.now() - started);
      }
      return times;
    },
    async stop() {
      await runner.stop(10_000);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
