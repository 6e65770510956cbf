/** The ground of the conformance suite: a table of effects, a client, and who executes (the environment says). */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/node';
import { afterAll, beforeAll } from 'vitest';
import { inngestApp, signingKey } from '@/inngest/client';
import { httpCaller } from '@/inngest/embedded/http';
import { embeddedRunner } from '@/inngest/embedded/runner';
import { jobsMode } from '@/inngest/mode';
import { onJobs } from '@/lib/jobs/wake';
import { asOwner } from '@/lib/server/db/testing/database';
import { env } from '@/lib/server/env';

export const app = inngestApp('winloop-conformance');

/** Every case has a tag of its own in its events' data: what it did is found again by it. */
export const newTag = (): string => randomBytes(8).toString('hex');

export type Effect = { label: string; runId: string; data: unknown; at: Date };

/** What a step did, once a call: a step that ran twice leaves two rows. */
export const record = async (tag: unknown, label: string, runId: string, data: unknown = null): Promise<void> => void (await asOwner(
  'insert into conformance_effect (tag, label, run_id, data) values ($1, $2, $3, $4::jsonb)', [String(tag), label, runId, JSON.stringify(data)]));

export const effectsOf = (tag: string): Promise<Effect[]> => asOwner<Effect>('select label, run_id as "runId", data, at from conformance_effect where tag = $1 order by id', [tag]);
export const labels = (effects: readonly Effect[]): string[] => effects.map(({ label }) => label);

export const seconds = (n: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, n * 1000));

/** Waits until the case has left `count` effects with this label (any, without one), and gives all of them. */
export async function until(tag: string, count: number, label?: string, withinSeconds = 60): Promise<Effect[]> {
  for (const end = Date.now() + withinSeconds * 1000; ; await seconds(0.05)) {
    const effects = await effectsOf(tag);
    if (effects.filter((effect) => label === undefined || effect.label === label).length >= count) return effects;
    if (Date.now() > end) throw new Error(`After ${withinSeconds} s there were only: ${labels(effects).join(', ') || 'no effects'}.`);
  }
}

/** Sends an event through the SDK, as any program may. */
export const send = async (name: string, tag: string, data: Record<string, unknown> = {}, id: string = newTag()): Promise<void> =>
  void (await app.send({ name: `conformance/${name}`, id, data: { tag, ...data } }));

/** Has the functions executed, from before the tests of the file to after them. */
export function useConformance(functions: InngestFunction.Any[]): void {
  let stop = async (): Promise<void> => {};
  beforeAll(async () => {
    await asOwner('create table conformance_effect (id bigserial primary key, tag text not null, label text not null, run_id text not null, data jsonb, at timestamptz not null default clock_timestamp())');
    const server = createServer(serve({ client: app, functions, enableUnauthedSync: false }));
    await new Promise<void>((resolve) => server.listen(Number(process.env.CONFORMANCE_PORT ?? 0), () => resolve()));
    const { port } = server.address() as AddressInfo;
    const caller = httpCaller(new URL(`http://127.0.0.1:${port}/api/inngest`), signingKey);
    const close = async (): Promise<void> => {
      await new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections()));
    };
    if (jobsMode(env()).kind === 'server') {
      await caller.registerWithServer();
      stop = close;
      return;
    }
    const runner = embeddedRunner({ caller, now: () => new Date(), random: Math.random });
    onJobs(runner.wake);
    await runner.start();
    stop = async () => {
      await runner.stop(5_000);
      await close();
    };
  });
  afterAll(() => stop());
}
