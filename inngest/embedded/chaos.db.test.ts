/**
 * Random kills: runs of everything a function may do, while runners are killed at random moments, events come several times and in
 * any order, and answers come before their questions. Afterwards nothing is lost and nothing is doubled.
 * CHAOS_KILLS=300 for a long night, CHAOS_SEED=… to see one again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { addEvents } from '@/lib/server/doors/jobs/events';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { withDatabase } from '@/lib/server/db/testing/global-setup';
import { createRng } from '@/lib/stats/rng';
import { CHAOS_LEASE, CHAOS_STEPS, CHAOS_TABLE, chaosFunctions } from './testing/chaos-functions';
import { serveFunctions, type Served } from './testing/serve';
import { runnerOn, TestClock, until } from './testing/served-functions';
import type { Runner } from './runner';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const KILLS = Number(process.env.CHAOS_KILLS ?? 25);
const seed = process.env.CHAOS_SEED ?? randomBytes(4).toString('hex');
const rng = createRng(seed);
const between = (low: number, high: number): number => low + Math.floor(rng() * (high - low + 1));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const shuffled = <T>(items: readonly T[]): T[] => items.map((item) => [rng(), item] as const).sort((a, b) => a[0] - b[0]).map(([, item]) => item);

let served: Served;
beforeAll(async () => {
  await asOwner(CHAOS_TABLE);
  served = await serveFunctions(chaosFunctions);
});
afterAll(() => served.close());

const put = (name: string, id: string, data: Record<string, unknown>) => addEvents([{ id, name, data, ts: Date.now() }]);

/** Sends the events of some runs: each one to three times, in any order, after an answer that comes before its question. */
async function ask(tags: readonly string[]): Promise<void> {
  await Promise.all(tags.map((tag) => put('t/chaos-answer', `early ${tag}`, { tag, said: 'too early' })));
  const sends = tags.flatMap((tag) => Array.from({ length: between(1, 3) }, () => tag));
  await Promise.all(shuffled(sends).map((tag) => put('t/chaos', `ask ${tag}`, { tag, n: Number(tag.split(' ')[1]) })));
}

/** Answers whoever has become ready, some several times, and asks whom nobody asked. */
const answered = new Set<string>();
async function answer(): Promise<void> {
  const ready = (await asOwner<{ tag: string }>("select tag from chaos_effect where step = 'ready'")).filter(({ tag }) => !answered.has(tag));
  await Promise.all(shuffled(ready).flatMap(({ tag }) => {
    answered.add(tag);
    return Array.from({ length: between(1, 2) }, () => put('t/chaos-answer', `answer ${tag}`, { tag, said: 'in time' }));
  }));
}

async function nothingLostOrDoubled(tags: readonly string[]): Promise<void> {
  await until(async () => {
    await answer();
    const [row] = await asOwner<{ n: number }>("select count(*)::int as n from chaos_effect where tag = any($1) and (step = 'end' or step like 'told%')", [tags]);
    return row!.n === tags.length * 4;
  }, undefined, 120_000).catch(async (error: unknown) => {
    const stuck = await asOwner('select function_id, status, due_at, lease_owner, interruptions, error from job_run where finished_at is null or error is not null limit 10');
    throw new Error(`seed ${seed}: ${JSON.stringify(stuck)}`, { cause: error });
  });
  await until(async () => (await asOwner('select 1 from job_run where finished_at is null')).length === 0);
  const effects = await asOwner<{ tag: string; step: string; run_id: string; value: unknown }>('select tag, step, run_id, value from chaos_effect where tag = any($1)', [tags]);
  const failing = (tag: string): boolean => Number(tag.split(' ')[1]) % 7 === 0;
  for (const tag of tags) {
    const of = effects.filter((effect) => effect.tag === tag);
    expect(of.map((effect) => effect.step).sort(), `seed ${seed}, ${tag}`).toEqual([...CHAOS_STEPS].sort());
    const n = Number(tag.split(' ')[1]);
    expect(of.find((effect) => effect.step === 'end')?.value).toEqual({ given: failing(tag) ? 'failed' : { doubled: n * 2 }, answer: 'in time' });
    // One run of the event, one of the invocation, one of each event sent.
    expect(new Set(of.map((effect) => effect.run_id)).size).toBe(5);
  }
  const runs = await asOwner<{ function_id: string; status: string; n: number }>(`select function_id, status, count(*)::int as n from job_run where event->'data'->>'tag' = any($1) group by 1, 2 order by 1, 2`, [tags]);
  const broken = tags.filter(failing).length;
  expect(runs).toEqual([
    { function_id: 'winloop-chaos-child', status: 'completed', n: tags.length - broken }, ...(broken ? [{ function_id: 'winloop-chaos-child', status: 'failed', n: broken }] : []),
    { function_id: 'winloop-chaos-mixed', status: 'completed', n: tags.length }, { function_id: 'winloop-chaos-told', status: 'completed', n: tags.length * 3 },
  ]);
  expect(await asOwner('select 1 from job_wait')).toEqual([]);
}

it(`loses and doubles nothing over ${KILLS} kills of runners`, async () => {
  const clock = new TestClock();
  const begin = async (): Promise<Runner> => {
    const runner = runnerOn(served, clock, { leaseMs: CHAOS_LEASE, lookMs: 100 });
    await runner.start();
    return runner;
  };
  const alive = [await begin(), await begin()];
  const tags: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const more = kill < KILLS - 5 || tags.length === 0 ? Array.from({ length: between(0, 2) }, () => `run ${tags.length + 1}`).map((_, i) => `run ${tags.length + i + 1}`) : [];
    tags.push(...more);
    await ask(more);
    await pause(between(10, 250));
    await answer();
    const victim = between(0, 1);
    await alive[victim]!.abandon();
    alive[victim] = await begin();
  }
  await nothingLostOrDoubled(tags);
  const [calls] = await asOwner<{ repeated: number; steps: number }>('select sum(calls - 1)::int as repeated, count(*)::int as steps from chaos_effect');
  console.log(`${KILLS} kills, ${tags.length} runs, ${calls!.steps} effects, ${calls!.repeated} steps repeated (seed ${seed})`);
  for (const runner of alive) await runner.stop(2_000);
}, 120_000 + KILLS * 5_000);

const template = inject('databaseTemplate');
const PROCESS_KILLS = Math.max(3, Math.round(KILLS / 8));

it.skipIf(template.kind !== 'postgres')(`loses and doubles nothing over ${PROCESS_KILLS} processes killed with SIGKILL`, async () => {
  if (template.kind !== 'postgres') return;
  const [row] = await asOwner<{ name: string }>('select current_database() as name');
  const url = withDatabase(template.url, row!.name);
  const begin = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'testing/chaos-child.ts'), url], { stdio: ['ignore', 'pipe', 'inherit'], env: process.env });
    await once(child.stdout!, 'data');
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  const alive = await Promise.all([begin(), begin()]);
  const tags: string[] = [];
  try {
    for (let n = 0; n < PROCESS_KILLS; n++) {
      const more = Array.from({ length: 4 }, (_, i) => `process ${tags.length + i + 1}`);
      tags.push(...more);
      await ask(more);
      await pause(between(50, 1_200));
      await answer();
      const victim = between(0, 1);
      await kill(alive[victim]!);
      alive[victim] = await begin();
    }
    await nothingLostOrDoubled(tags);
    console.log(`${PROCESS_KILLS} processes killed, ${tags.length} runs (seed ${seed})`);
  } finally {
    await Promise.all(alive.map(kill));
  }
}, 120_000 + PROCESS_KILLS * 20_000);
