/**
 * Functions for the chaos test: of everything something. Each step leaves its effect under a unique key, as the product's steps do,
 * and counts how often it was called.
 */
import { inngest } from '@/inngest/client';
import { database } from '@/lib/server/db/client';

export const CHAOS_TABLE = 'create table chaos_effect (tag text, step text, run_id text not null, value jsonb, calls int not null default 1, primary key (tag, step))';

/** How long a step works, in ms: by its name, so that no dice are needed. */
const took = (name: string): number => [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 35;

async function effect(tag: unknown, step: string, runId: string, value: unknown = null): Promise<void> {
  await (await database()).script((db) => db.query(`insert into chaos_effect (tag, step, run_id, value) values ($1, $2, $3, $4::jsonb)
    on conflict (tag, step) do update set calls = chaos_effect.calls + 1`, [String(tag), step, runId, JSON.stringify(value)]));
  await new Promise((resolve) => setTimeout(resolve, took(`${String(tag)} ${step}`)));
}

const child = inngest.createFunction({ id: 'chaos-child', retries: 0, triggers: [{ event: 't/chaos-child' }] }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('child 1', () => effect(tag, 'child 1', runId));
  await step.run('child 2', () => effect(tag, 'child 2', runId));
  if ((n as number) % 7 === 0) throw new Error('sevens fail');
  return { doubled: (n as number) * 2 };
});

const mixed = inngest.createFunction({ id: 'chaos-mixed', retries: 3, triggers: [{ event: 't/chaos' }] }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('a', () => effect(tag, 'a', runId));
  await Promise.all(['b1', 'b2', 'b3'].map((name) => step.run(name, () => effect(tag, name, runId))));
  if ((n as number) % 3 === 0) await step.sleep('rest', '1s');
  const given = await step.invoke('child', { function: child, data: { tag, n } }).then((value: unknown) => value, () => 'failed');
  await step.run('ready', () => effect(tag, 'ready', runId));
  const answer = await step.waitForEvent('answer', { event: 't/chaos-answer', match: 'data.tag', timeout: '1h' });
  await step.sendEvent('tell', ['x', 'y', 'z'].map((which) => ({ name: 't/chaos-told', data: { tag, which } })));
  await step.run('end', () => effect(tag, 'end', runId, { given, answer: answer?.data.said ?? null }));
});

const told = inngest.createFunction({ id: 'chaos-told', triggers: [{ event: 't/chaos-told' }] }, async ({ event, step, runId }) => {
  await step.run('told', () => effect(event.data.tag, `told ${String(event.data.which)}`, runId));
});

export const chaosFunctions = [mixed, child, told];
/** What every run of the mixed function leaves, once. */
export const CHAOS_STEPS = ['a', 'b1', 'b2', 'b3', 'child 1', 'child 2', 'ready', 'told x', 'told y', 'told z', 'end'];
/** How long a killed process keeps its runs, in ms. */
export const CHAOS_LEASE = 1_500;
